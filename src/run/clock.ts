import type { JobLimit } from "./job.ts";

/** Whether less than this share of a job's seconds is spent; always, when the run has no time limit. */
export type Clock = (share: number) => boolean;

/** How far into the seconds of a job each kind of work may go, so that what comes later keeps its part. */
export const shareUntil = {
  network: 0.4,
  networkAlone: 0.9, // a job that trains nothing else
  forest: 0.75,
  others: 0.85,
  networkSizes: 0.45, // the network at its other sizes, for the eye; the forest comes after it
  forestSizes: 0.87, // the same of the forest
  explanation: 0.9,
} as const;

export function clockOf(limit: JobLimit | null): Clock {
  return (share) => limit === null || now() - limit.dealt < 1000 * limit.seconds * share;
}

/** Milliseconds that mean the same in every thread. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
