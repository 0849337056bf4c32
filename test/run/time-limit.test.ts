import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockOf, now } from "../../src/run/clock.ts";
import { limitOfJob } from "../../src/run/time-limit.ts";

describe("the seconds of a job under a time limit", () => {
  it("are none without a limit", () => {
    expect(limitOfJob({ timeLimitSeconds: null, jobs: 2 }, 1, 5, 0, 6)).toBeNull();
  });

  it("end a run of jobs that take what they are given exactly at the limit, less what is kept, on any number of workers", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 1, max: 1000, noNaN: true }),
        (jobs, count, timeLimitSeconds) => {
          const free = Array.from({ length: jobs }, () => 0.1 * timeLimitSeconds); // when each worker is free; reading took a tenth
          for (let number = 0; number < count; number++) {
            const next = free.indexOf(Math.min(...free));
            const kept = 0.2 * timeLimitSeconds;
            free[next]! += limitOfJob({ timeLimitSeconds, jobs }, kept, free[next]!, number, count)!.seconds;
          }
          expect(Math.max(...free)).toBeCloseTo(0.8 * timeLimitSeconds, 6);
        },
      ),
    );
  });

  it("are fewer after a job that took too long, and never below none", () => {
    const limit = { timeLimitSeconds: 10, jobs: 1 };
    expect(limitOfJob(limit, 1, 1, 0, 4)?.seconds).toBe(2);
    expect(limitOfJob(limit, 1, 6, 1, 4)?.seconds).toBe(1);
    expect(limitOfJob(limit, 1, 12, 2, 4)?.seconds).toBe(0);
  });

  it("count from the moment when it was dealt, in whatever thread", () => {
    const dealt = now();
    expect(Math.abs(dealt - Date.now())).toBeLessThan(1000);
    const clock = clockOf({ seconds: 100, dealt: dealt - 50_000 });
    expect([clock(0.4), clock(0.6)]).toEqual([false, true]);
    expect(clockOf(null)(0)).toBe(true);
    expect(limitOfJob({ timeLimitSeconds: 10, jobs: 1 }, 1, 1, 0, 4)?.dealt).toBeGreaterThanOrEqual(dealt);
  });
});
