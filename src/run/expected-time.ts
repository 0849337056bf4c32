import type { Job } from "./job.ts";

/**
 * A guess, to say minutes from seconds: a start, and a millisecond a training row for the models of a default run. It
 * leaves out columns, classes, presets and what else the machine does. In processor time a default run on 4,454 rows
 * of two classes took 0.8 of it, the network alone on 846 rows of four classes 1.6 times it.
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
