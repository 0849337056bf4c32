import { learnTask } from "../prepare/target.ts";
import { now } from "./clock.ts";
import type { JobLimit } from "./job.ts";
import type { Plan } from "./plan.ts";
import type { FitRequest } from "./request.ts";

/** Share of the time limit for comparing and writing: at least, and at most where much is predicted. */
const overhead = 0.1;
const mostOverhead = 0.5;

/** Seconds in which a row is compared and written, and each number that is predicted for it: 0.9 for 20,000 rows and 26 classes, 2.8 for 400,000 and 2. */
const secondsPerRow = 4e-6;
const secondsPerNumber = 1.5e-6;

/** Seconds kept for what comes after the jobs. */
export function secondsKept(limit: number, { run, folds }: Plan): number {
  const rows = folds.folds.reduce((sum, { test }) => sum + test.length, 0);
  const task = learnTask(run.target, run.usedRows, run.kind);
  const numbers = task.kind === "classification" ? task.classes.length : 1;
  const needed = rows * (secondsPerRow + numbers * secondsPerNumber);
  return Math.min(mostOverhead * limit, Math.max(overhead * limit, needed));
}

/**
 * The limit of job `number` of `count`, asked as it begins, `spent` seconds into the run: an even part of what is left when the workers
 * take the jobs in turns. So a job that took too long shortens those after it. null without a limit.
 */
export function limitOfJob(
  { timeLimitSeconds: limit, jobs: workers }: Pick<FitRequest, "timeLimitSeconds" | "jobs">,
  kept: number,
  spent: number,
  number: number,
  count: number,
): JobLimit | null {
  if (limit === null) return null;
  const turns = Math.ceil((count - number) / Math.max(1, workers));
  return { seconds: Math.max(0, limit - kept - spent) / turns, dealt: now() };
}
