/** Whether less than this share of a job's seconds is spent; always, when the run has no time limit. */
export type Clock = (share: number) => boolean;

/** How far into the seconds of a job each kind of work may go, so that what comes later keeps its part. */
export const shareUntil = {
  network: 0.45,
  networkAlone: 0.95, // a job that trains nothing else
  forest: 0.65,
  others: 0.8,
  pictures: 0.85, // other sizes of the models, for the eye
  explanation: 0.9,
} as const;

export function startClock(seconds: number | null): Clock {
  const started = performance.now();
  return (share) => seconds === null || performance.now() - started < 1000 * seconds * share;
}
