import { describe, expect, it } from "vitest";
import type { JobSettings } from "../../src/run/job.ts";
import { shareJobs } from "../../src/run/learning-curve.ts";
import { planRun } from "../../src/run/plan.ts";
import type { FitRequest } from "../../src/run/request.ts";
import { requestFor } from "../support/fit-request.ts";

const settings: JobSettings = {
  seed: 1,
  preset: "tiny",
  trees: 10,
  maxParameters: null,
  maxOperations: null,
  engine: "auto",
};

function jobsFor(file: string, changes: Partial<FitRequest> = {}) {
  const request = requestFor(file, { folds: 5, ...changes });
  const plan = planRun(request);
  return { plan, jobs: shareJobs(plan, request, settings) };
}

describe("the jobs of a learning curve", () => {
  it("train on an eighth and a quarter of each fold, and test on its rows", () => {
    const { plan, jobs } = jobsFor("pima-diabetes.csv");
    if (typeof jobs === "string") throw new Error(jobs);
    expect(jobs).toHaveLength(10);
    for (const { share, job } of jobs) {
      const whole = plan.folds.folds.find(({ id }) => id === job.fold.id)!;
      expect(job.fold.test).toEqual(whole.test);
      expect(job.fold.train.length / whole.train.length).toBeCloseTo(share, 1);
      expect([...job.fold.train].every((row) => whole.train.includes(row))).toBe(true);
      expect(job.models).toEqual(["occam", "forest"]);
      const larger = jobs.find((one) => one.share > share && one.job.fold.id === job.fold.id);
      const more = larger === undefined ? job.fold.train : larger.job.fold.train;
      expect([...job.fold.train].every((row) => more.includes(row))).toBe(true);
    }
    expect(jobsFor("pima-diabetes.csv").jobs).toEqual(jobs);
  });

  it("are a quarter of the work of the folds at most, by rows, and less with repeats", () => {
    for (const repeats of [1, 2, 3]) {
      const { plan, jobs } = jobsFor("pima-diabetes.csv", { repeats });
      if (typeof jobs === "string") throw new Error(jobs);
      const rows = jobs.reduce((sum, { job }) => sum + job.fold.train.length, 0);
      const whole = plan.folds.folds.reduce((sum, { train }) => sum + train.length, plan.finalRows.length);
      // They train two of the four models, the slowest: about four fifths of the time of a fold.
      expect((rows / whole) * 0.8).toBeLessThanOrEqual(0.25);
    }
  });

  it.each([
    ["a time limit", "pima-diabetes.csv", { timeLimitSeconds: 5 }, "time limit"],
    ["two folds", "pima-diabetes.csv", { folds: 2 }, "at least 3 folds"],
    ["few rows", "iris.csv", {}, "too few to train on"],
    ["a guess alone", "pima-diabetes.csv", { models: ["dummy"] as const }, "No model"],
  ])("are none with %s, and it says why", (_, file, changes, why) => {
    expect(jobsFor(file, changes).jobs).toContain(why);
  });
});
