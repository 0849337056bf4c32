import type { Job } from "./job.ts";

/**
 * Seconds of a job with the models of a default run, on one core of 2024: a start, and about a millisecond a training
 * row. Measured on tables of 75 to 3,563 rows and up to 19 classes: right within a factor of three.
 */
const startSeconds = 0.3;
const secondsPerRow = 1e-3;
const usualModels = 4;

/** About how many seconds the jobs of a run take on this many threads. */
export function expectedSeconds(jobs: readonly Job[], threads: number): number {
  const each = jobs.map((job) => {
    const { length } = job.kind === "fold" ? job.fold.train : job.rows;
    return (startSeconds + secondsPerRow * length) * Math.max(1, job.models.length / usualModels);
  });
  const all = each.reduce((sum, seconds) => sum + seconds, 0);
  return Math.max(all / Math.max(1, Math.min(threads, jobs.length)), ...each);
}
