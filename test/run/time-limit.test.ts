import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { deadlineOf, trainingEnds } from "../../src/run/deadline.ts";
import { fit } from "../../src/run/fit.ts";
import { secondsOfJob } from "../../src/run/time-limit.ts";
import { requestFor } from "../support/fit-request.ts";

describe("the seconds of a job under a time limit", () => {
  it("end a run of jobs that take what they are given exactly at the limit, less what is kept, on any number of workers", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 1, max: 1000, noNaN: true }),
        (workers, count, limit) => {
          const free = Array.from({ length: workers }, () => 0.1 * limit); // when each worker is free; reading took a tenth
          for (let number = 0; number < count; number++) {
            const next = free.indexOf(Math.min(...free));
            free[next]! += secondsOfJob({ limit, kept: 0.2 * limit, workers, count }, number, free[next]!);
          }
          expect(Math.max(...free)).toBeCloseTo(0.8 * limit, 6);
        },
      ),
    );
  });

  it("are fewer after a job that took too long, and never below none", () => {
    const jobs = { limit: 10, kept: 1, workers: 1, count: 4 };
    expect(secondsOfJob(jobs, 0, 1)).toBe(2);
    expect(secondsOfJob(jobs, 1, 6)).toBe(1);
    expect(secondsOfJob(jobs, 2, 12)).toBe(0);
  });

  it("count from the moment when it was dealt, in whatever thread", () => {
    const dealt = systemClock.now();
    expect(Math.abs(dealt - Date.now())).toBeLessThan(1000);
    const inTime = deadlineOf({ seconds: 100, dealt: dealt - 50_000 }, systemClock);
    expect([inTime(0.4), inTime(0.6)]).toEqual([false, true]);
    expect(deadlineOf(null, systemClock)(0)).toBe(true);
  });

  it("are spent by the clock that a run is given", async () => {
    let now = 0;
    const clock = { now: () => (now += 1500) }; // reading it takes a second and a half
    const { results } = await fit(requestFor("iris.csv", { folds: 2, jobs: 1, trees: 5, preset: "tiny" }), { clock });
    expect(results.seconds % 1.5).toBe(0);
  });

  it("are dealt to the models by their parts, one after the other, and mostly to one that is alone", () => {
    const ends = trainingEnds([7, 5, 4, 1]);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(ends[0]! / ends[3]!).toBeCloseTo(7 / 17, 12);
    expect(trainingEnds([7])[0]).toBeGreaterThan(ends.at(-1)!);
  });
});
