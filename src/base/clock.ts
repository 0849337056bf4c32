/**
 * Time as a value that is passed down. Code that measures time or has a time limit reads this clock, so tests can set
 * it.
 */
export interface Clock {
  /** Milliseconds since 1970, with fractions; the same moment gives the same number in every thread. */
  now(): number;
}

/** The clock of this machine. */
export const systemClock: Clock = { now: () => performance.timeOrigin + performance.now() };

/** Seconds since a moment of the clock. */
export function secondsSince(moment: number, clock: Clock): number {
  return (clock.now() - moment) / 1000;
}
