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

const trainingUntil = 0.85; // of a job that trains several models
const aloneUntil = 0.9; // of one that trains nothing else

/**
 * How far into the seconds of a job each of its models may train, one after the other, so that those that come later
 * keep their part; `timeShares` say how large the parts are to each other.
 */
export function trainingEnds(timeShares: readonly number[]): readonly number[] {
  const until = timeShares.length === 1 ? aloneUntil : trainingUntil;
  const whole = timeShares.reduce((sum, share) => sum + share, 0);
  let sum = 0;
  return timeShares.map((share) => {
    sum += share;
    return (until * sum) / whole;
  });
}

export function deadlineOf(limit: JobLimit | null, clock: Clock): Deadline {
  return (share) => limit === null || secondsSince(limit.dealt, clock) < limit.seconds * share;
}
