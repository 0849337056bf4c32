import type { FoldJob, FoldReport } from "./job.ts";
import { type FoldOutcome, runFold } from "./fold.ts";
import type { RunData } from "./run-data.ts";
import { serveJobs } from "./serve.ts";

serveJobs<FoldJob, RunData, FoldOutcome, FoldReport>(runFold);
