import type { FoldJob, FoldReport } from "./fold-job.ts";
import { type FoldOutcome, runFold } from "./run-fold.ts";
import type { RunData } from "./run-data.ts";
import { serveJobs } from "./serve.ts";

serveJobs<FoldJob, RunData, FoldOutcome, FoldReport>(runFold);
