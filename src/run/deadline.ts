import { type Clock, secondsSince } from "../base/clock.ts";

/**
 * A job must end within these seconds of the moment when it was dealt, by the clock of the run; its thread may start
 * later.
 */
export interface JobLimit {
  readonly seconds: number;
  readonly dealt: number;
}

/** Whether less than this share of a job's seconds is spent; always, when the run has no time limit. */
export type Deadline = (share: number) => boolean;

/** How far into the seconds of a job the work after the training may go. */
export const shareUntil = { otherSizes: 0.87, explanation: 0.9 } as const;

/**
 * How far into the seconds of a job its models may train, so that what comes later keeps its part: the first, the
 * second, the third, the others.
 */
const trainingUntil = [0.35, 0.6, 0.8, 0.85] as const;
const aloneUntil = 0.9; // a job that trains nothing else

export function trainingShare(place: number, models: number): number {
  return models === 1 ? aloneUntil : trainingUntil[Math.min(Math.max(0, place), trainingUntil.length - 1)]!;
}

export function deadlineOf(limit: JobLimit | null, clock: Clock): Deadline {
  return (share) => limit === null || secondsSince(limit.dealt, clock) < limit.seconds * share;
}
