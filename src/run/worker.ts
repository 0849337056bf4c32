import { systemClock } from "../base/clock.ts";
import type { RunData } from "../models/run-data.ts";
import { runJob } from "./fold.ts";
import type { Job, JobReport, Outcome } from "./job.ts";
import { serveJobs } from "./serve.ts";

serveJobs<Job, RunData, Outcome, JobReport>((job, data, report) => runJob(job, data, { report, clock: systemClock }));
