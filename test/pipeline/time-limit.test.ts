import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secondsForJob } from "../../src/pipeline/time-limit.ts";

describe("seconds for a job under a time limit", () => {
  it("are none without a limit", () => {
    expect(secondsForJob({ timeLimitSeconds: null, jobs: 2 }, 1, 5, 0, 6)).toBeNull();
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
            free[next]! += secondsForJob(
              { timeLimitSeconds, jobs },
              0.2 * timeLimitSeconds,
              free[next]!,
              number,
              count,
            )!;
          }
          expect(Math.max(...free)).toBeCloseTo(0.8 * timeLimitSeconds, 6);
        },
      ),
    );
  });

  it("are fewer after a job that took too long, and never below none", () => {
    const limit = { timeLimitSeconds: 10, jobs: 1 };
    expect(secondsForJob(limit, 1, 1, 0, 4)).toBe(2);
    expect(secondsForJob(limit, 1, 6, 1, 4)).toBe(1);
    expect(secondsForJob(limit, 1, 12, 2, 4)).toBe(0);
  });
});
