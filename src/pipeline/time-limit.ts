import { learnTask } from "../prepare/target.ts";
import type { Plan } from "./plan.ts";
import type { FitRequest } from "./request.ts";

/** Share of the time limit for comparing and writing: at least, and at most where many numbers are predicted. */
const overhead = 0.1;
const mostOverhead = 0.5;

/** Seconds in which a predicted number is scored and written: 2.1 for 20,000 rows and 26 classes, a little more than it takes. */
const secondsPerCell = 4e-6;

/** Seconds kept for what comes after the jobs. */
export function secondsKept(limit: number, plan: Plan): number {
  return Math.min(mostOverhead * limit, Math.max(overhead * limit, secondsPerCell * cellsOf(plan)));
}

/**
 * Seconds for job `number` of `count`, asked as it begins, `spent` seconds into the run: an even part of what is left when the workers
 * take the jobs in turns. So a job that took too long shortens those after it. null without a limit.
 */
export function secondsForJob(
  { timeLimitSeconds: limit, jobs: workers }: Pick<FitRequest, "timeLimitSeconds" | "jobs">,
  kept: number,
  spent: number,
  number: number,
  count: number,
): number | null {
  if (limit === null) return null;
  return Math.max(0, limit - kept - spent) / Math.ceil((count - number) / Math.max(1, workers));
}

/** Numbers that each model predicts over all folds. */
function cellsOf({ run, folds }: Plan): number {
  const rows = folds.folds.reduce((sum, { test }) => sum + test.length, 0);
  const task = learnTask(run.target, run.usedRows, run.kind);
  return rows * (task.kind === "classification" ? task.classes.length : 1);
}
