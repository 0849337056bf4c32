import { learnTask } from "../prepare/target.ts";
import type { Plan } from "./plan.ts";

/** Share of the time limit for comparing and writing: at least, and at most where much is predicted. */
const overhead = 0.1;
const mostOverhead = 0.5;

/**
 * Seconds in which a row is compared and written, and each number that is predicted for it: 0.9 for 20,000 rows and 26
 * classes, 2.8 for 400,000 and 2.
 */
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

/** Jobs of a run that has a time limit. */
export interface TimedJobs {
  readonly limit: number; // of the run, in seconds
  readonly kept: number; // seconds, for what comes after the jobs
  readonly workers: number;
  readonly count: number; // of jobs
}

/**
 * Seconds of job `number`, computed as it begins, `spent` seconds into the run: an even part of what is left when the
 * workers take the jobs in turn. So a job that took too long shortens those after it.
 */
export function secondsOfJob({ limit, kept, workers, count }: TimedJobs, number: number, spent: number): number {
  const turns = Math.ceil((count - number) / Math.max(1, workers));
  return Math.max(0, limit - kept - spent) / turns;
}
