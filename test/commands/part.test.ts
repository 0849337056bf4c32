import { existsSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { exitCode } from "../../src/base/errors.ts";
import { dealJobs, type PlannedJob } from "../../src/bench/jobs.ts";
import type { SuiteScores } from "../../src/bench/scores.ts";
import { partNumber } from "../../src/commands/bench/part-number.ts";
import { timeless } from "../support/bench.ts";
import { emptyFolder, occamTab, smallTable } from "../support/cli.ts";
import { timelessCsv } from "../support/fleet.ts";
import { say } from "../support/world.ts";

const options = ["--models", "forest,linear,dummy", "--trees", "5"];
let folder = "";
let suite = "";
const within = (name: string): string => join(folder, name);
const bench = (...more: string[]) => say(["bench", suite, ...more, "--jobs", "2"]);

async function scoresIn(name: string): Promise<SuiteScores> {
  return JSON.parse(await readFile(within(`${name}/scores.json`), "utf8"));
}

const csvIn = (name: string): Promise<string> => timelessCsv(within(`${name}/scores.csv`));

beforeAll(async () => {
  folder = await emptyFolder();
  suite = within("tables");
  await mkdir(suite);
  await writeFile(join(suite, "a.csv"), smallTable(90));
  await writeFile(join(suite, "b.csv"), smallTable(150));
  await bench(...options, "--out", within("whole"));
});

describe("a bench in parts", () => {
  it("has, once merged, the scores of one process", async () => {
    const { code, output } = await bench(...options, "--plan", within("plan.json"));
    expect([code, output]).toEqual([exitCode.fine, `Plan     ${within("plan.json")}: 30 jobs on 2 data sets\n`]);
    for (const part of ["3/3", "1/3", "2/3"]) {
      const { output: said } = await bench("--plan", within("plan.json"), "--part", part, "--out", within("parts"));
      expect(said).toMatch(/^Part \d of 3: \d+ jobs are done\./u);
    }
    const merged = await bench("--plan", within("plan.json"), "--merge", "--out", within("parts"));
    expect(merged.code).toBe(exitCode.fine);
    expect(await csvIn("parts")).toBe(await csvIn("whole"));
    const [one, other] = [await scoresIn("whole"), await scoresIn("parts")];
    expect(timeless(other.sets)).toEqual(timeless(one.sets));
    expect(other.command).toBe(one.command);
  });

  it("needs no plan when every part is given the same options", async () => {
    for (const part of ["1/2", "2/2"]) await bench(...options, "--part", part, "--out", within("free"));
    await bench(...options, "--merge", "--out", within("free"));
    expect(await csvIn("free")).toBe(await csvIn("whole"));
  });

  it("is whole when its parts run at once and are killed and started again", async () => {
    const place = within("killed");
    const part = (number: string, kill: boolean) => {
      let killed = false;
      return occamTab(["bench", suite, ...options, "--part", number, "--out", place, "--jobs", "1"], {
        whileRunning: (end) => {
          if (kill && !killed && existsSync(join(place, "finished"))) {
            killed = true;
            end("SIGKILL");
          }
        },
      });
    };
    await Promise.all(["1/3", "2/3", "3/3"].map((number) => part(number, true)));
    const ended = await Promise.all(["1/3", "2/3", "3/3", "1/3"].map((number) => part(number, false)));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect((await bench(...options, "--merge", "--out", place)).code).toBe(exitCode.fine);
    expect(await csvIn("killed")).toBe(await csvIn("whole"));
  });

  it("is not merged before all parts are done, and says what is missing", async () => {
    await bench(...options, "--part", "1/2", "--out", within("half"));
    const { code, errors } = await bench(...options, "--merge", "--out", within("half"));
    expect(code).toBe(exitCode.input);
    expect(errors).toMatch(/^occam-tab: \d+ jobs are not done, such as \w+ on fold \d of [ab]\.$/mu);
    expect(existsSync(within("half/scores.json"))).toBe(false);
  });

  it("does nothing again that is done", async () => {
    const { output } = await bench(...options, "--part", "1/2", "--out", within("half"));
    expect(output).toMatch(/: (\d+) jobs are done, \1 of them before\./u);
  });

  it("refuses a table that changed since the plan, before anything is trained", async () => {
    const changing = within("changing");
    await cp(suite, changing, { recursive: true });
    const plan = within("changing.json");
    await say(["bench", changing, ...options, "--plan", plan]);
    await writeFile(join(changing, "b.csv"), smallTable(151));
    const parts = await Promise.all(
      ["1/2", "2/2"].map((part) => say(["bench", changing, "--plan", plan, "--part", part, "--out", within("c")])),
    );
    for (const { code, errors } of parts) {
      expect(code).toBe(exitCode.input);
      expect(errors).toContain(`Data set "b" has other data than ${plan}.`);
    }
    expect(existsSync(within("c"))).toBe(false);
  });

  it("refuses a plan of another version, a damaged plan and options that differ from it", async () => {
    const plan = JSON.parse(await readFile(within("plan.json"), "utf8"));
    const refusal = async (changes: object, ...more: string[]): Promise<string> => {
      await writeFile(within("other.json"), JSON.stringify({ ...plan, ...changes }));
      const { code, errors } = await bench("--plan", within("other.json"), "--part", "1/2", ...more);
      expect(code).toBe(exitCode.input);
      return errors;
    };
    expect(await refusal({ code: "0", version: "9.1.0" })).toContain("was made by version 9.1.0");
    expect(await refusal({ code: "0" })).toContain("was made by another build of this version");
    expect(await refusal({ schema: "occam-tab/plan@7" })).toContain("has the schema occam-tab/plan@7");
    expect(await refusal({ jobs: [{ set: "a", fold: -1, models: ["dummy"], cost: 1 }] })).toContain("jobs[0].fold");
    expect(await refusal({}, "--seed", "5")).toContain("--seed is 5, and 1 in the plan.");
    expect(await refusal({}, "--prune-by", "movement")).toContain("--prune-by is movement, and gradient in the plan.");
    expect(await refusal({}, "--models", "dummy")).toContain("--models is dummy, and forest,linear,dummy in the plan.");
    expect(await refusal({}, "--baseline", "b.json")).toContain("--baseline is for the whole suite");
  });
});

describe("the number of a part", () => {
  const refusal = (given: string, environment: Record<string, string> = {}): string => {
    try {
      return JSON.stringify(partNumber(given, environment));
    } catch (error) {
      return String(error);
    }
  };

  it("is named, or comes from Kubernetes, Slurm and AWS Batch", () => {
    expect(partNumber("3/8", {})).toEqual({ part: 3, parts: 8 });
    expect(partNumber("auto/8", { JOB_COMPLETION_INDEX: "0" })).toEqual({ part: 1, parts: 8 });
    const slurm = { SLURM_ARRAY_TASK_ID: "7", SLURM_ARRAY_TASK_MIN: "1", SLURM_ARRAY_TASK_STEP: "3" };
    expect(partNumber("auto", { ...slurm, SLURM_ARRAY_TASK_COUNT: "4" })).toEqual({ part: 3, parts: 4 });
    const batch = { AWS_BATCH_JOB_ARRAY_INDEX: "9", AWS_BATCH_JOB_ARRAY_SIZE: "10" };
    expect(partNumber("auto", batch)).toEqual({ part: 10, parts: 10 });
  });

  it("is refused where it is none", () => {
    for (const given of ["0/8", "9/8", "1/0", "1", "x", "1/8/2", "-1/8", "auto/0"]) {
      expect(refusal(given, { JOB_COMPLETION_INDEX: "0" })).toContain("no part");
    }
    expect(refusal("auto")).toContain("needs the index of a scheduler");
    expect(refusal("auto", { JOB_COMPLETION_INDEX: "1" })).toContain("needs the number of parts");
    expect(refusal("auto/4", { JOB_COMPLETION_INDEX: "4" })).toContain("no part");
    expect(refusal("auto/4", { JOB_COMPLETION_INDEX: "1x" })).toContain("JOB_COMPLETION_INDEX");
    const gaps = { SLURM_ARRAY_TASK_ID: "9", SLURM_ARRAY_TASK_MIN: "1", SLURM_ARRAY_TASK_COUNT: "3" };
    expect(refusal("auto", gaps)).toContain("Slurm's array has gaps");
    expect(refusal("auto/9", { ...gaps, SLURM_ARRAY_TASK_ID: "2" })).toContain("--part names 9 parts");
  });
});

describe("dealing jobs to parts", () => {
  const jobs = fc
    .array(fc.integer({ min: 0, max: 1000 }), { maxLength: 60 })
    .map((costs) => costs.map((cost, fold): PlannedJob => ({ set: "s", fold, models: ["dummy"], cost })));
  const sum = (part: readonly PlannedJob[]): number => part.reduce((total, { cost }) => total + cost, 0);

  it("deals each job once, and no part more than its even share and one job", () => {
    fc.assert(
      fc.property(jobs, fc.integer({ min: 1, max: 9 }), (all, parts) => {
        const dealt = dealJobs(all, parts);
        expect(dealt).toHaveLength(parts);
        expect(dealt.flat().toSorted((a, b) => a.fold - b.fold)).toEqual(all);
        const dearest = Math.max(0, ...all.map(({ cost }) => cost));
        for (const part of dealt) expect(sum(part)).toBeLessThanOrEqual(sum(all) / parts + dearest);
      }),
    );
  });
});
