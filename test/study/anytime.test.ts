import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { planRun } from "../../src/run/plan.ts";
import { dealStream } from "../../src/study/anytime/deal.ts";
import { findingOf, summarise } from "../../src/study/anytime/summary.ts";
import { withInterval } from "../../src/study/estimate.ts";
import type { StageResult } from "../../src/study/anytime/train.ts";
import { emptyFolder, smallTable } from "../support/cli.ts";
import { requestOf } from "../support/fit-request.ts";
import { say } from "../support/world.ts";

const table = smallTable(240);

describe("the rows of a study over time", () => {
  const { run } = planRun(requestOf(table, "small", { ignore: ["id"] }));

  it("are dealt to megabatches of one size, holdouts and a fifth that only tests, each row once", () => {
    const { megabatches, test, rows } = dealStream(run, { megabatches: 4, time: null, seed: 1 });
    const all = [...megabatches.flatMap(({ fit, holdout }) => [...fit, ...holdout]), ...test];
    expect(all.toSorted((a, b) => a - b)).toEqual(Array.from({ length: rows.length }, (_, i) => i));
    expect(new Set(rows).size).toBe(240);
    expect(test.length).toBe(48);
    for (const { fit, holdout } of megabatches) {
      expect(Math.abs(fit.length + holdout.length - 48)).toBeLessThanOrEqual(2);
      expect(Math.abs(holdout.length - 10)).toBeLessThanOrEqual(2);
    }
  });

  it("arrive in the order of time where there is one", () => {
    const time = Float64Array.from({ length: 240 }, (_, row) => -row);
    const { megabatches, rows } = dealStream(run, { megabatches: 3, time, seed: 1 });
    const earliest = megabatches.map(({ fit }) => Math.max(...fit.map((place) => rows[place]!)));
    expect(earliest).toEqual(earliest.toSorted((a, b) => b - a));
    const [first, second] = megabatches.map(({ fit, holdout }) => [...fit, ...holdout].map((place) => rows[place]!));
    expect(Math.min(...first!)).toBeGreaterThan(Math.max(...second!));
  });

  it("are refused where a megabatch would hold too few", () => {
    expect(() => dealStream(run, { megabatches: 40, time: null, seed: 1 })).toThrow("240 rows are too few");
  });
});

describe("what a study found", () => {
  const result = (contender: string, seed: number, error: number): StageResult => ({
    ...{ contender, seed, megabatch: 1, rowsSeen: 10, error, logLoss: null, newError: null, trainError: 0, weights: 5 },
    ...{ parameters: 6, operations: 7 },
  });
  const found = (errors: Readonly<Record<string, readonly number[]>>) =>
    findingOf(
      summarise(Object.entries(errors).flatMap(([id, each]) => each.map((error, seed) => result(id, seed, error)))),
    );

  it("calls APP better only where the interval of the paired difference leaves out zero", () => {
    const sentence = found({
      app: [0.2, 0.3, 0.25],
      "one-shot": [0.3, 0.41, 0.35],
      dense: [0.1, 0.19, 0.15],
      guarded: [0.1, 0.4, 0.25],
    });
    expect(sentence).toContain(
      "lower than that of one-shot, higher than that of dense, not clearly different from that of guarded",
    );
    expect(sentence).toContain("The least mean is that of Dense");
  });

  it("shows no difference with a single seed", () => {
    const sentence = found({ app: [0.1], "one-shot": [0.5], dense: [0.6], guarded: [0.7] });
    expect(sentence).toContain("APP is not clearly different from that of one-shot, dense and guarded");
  });
});

describe("a change in the middle of a stream", () => {
  /** Errors on the megabatches before they are learnt; none on the first. */
  const stream = (newErrors: readonly number[], seeds: number) =>
    Array.from({ length: seeds }, (_, seed) =>
      ["app", "one-shot", "dense", "guarded"].flatMap((contender, place) =>
        [null, ...newErrors].map((error, index): StageResult => {
          const newError = error === null ? null : error + 0.002 * seed + 0.01 * place + 0.003 * ((seed + index) % 2);
          return {
            ...{ contender, seed, megabatch: index + 1, rowsSeen: 10, error: 0.2, logLoss: null, newError },
            ...{ trainError: 0.1 + 0.03 * place + 0.001 * seed, weights: 5, parameters: 6, operations: 7 },
          };
        }),
      ),
    ).flat();

  it("is found where the error on new rows rises more than chance explains", () => {
    const summary = summarise(stream([0.11, 0.1, 0.12, 0.4, 0.3, 0.41], 3));
    expect(summary.change).toMatchObject({ megabatch: 5 });
    expect(summary.change!.to - summary.change!.from).toBeCloseTo(0.28, 2);
    expect(findingOf(summary)).toContain("The rows change at megabatch 5");
  });

  it("is not found in a stream that stays the same, nor with one seed", () => {
    expect(summarise(stream([0.11, 0.1, 0.101, 0.102], 3)).change).toBeNull();
    expect(summarise(stream([0.11, 0.1, 0.4], 1)).change).toBeNull();
  });

  it("leaves the generalisation gaps to be compared", () => {
    const words = findingOf(summarise(stream([0.1, 0.1], 3)));
    expect(words).toContain("gap of APP at the end is wider than that of one-shot, dense and guarded");
  });
});

describe("an interval in words", () => {
  it.each([
    [0.2204, 0.0658, "0.220 ± 0.066"],
    [1.8, 0.2571, "1.80 ± 0.26"],
    [0.0981, 0.0524, "0.0981 ± 0.0524"],
    [-0.0000312, 0.05, "0.0000 ± 0.0500"],
    [100.2, 0.005, "100.2000 ± 0.0050"],
    [71_234.5, 1234.4, "71,235 ± 1,234"],
    [1, 0, "1 ± 0"],
    [0.5, null, "0.5"],
  ])("of %d and %d is %j", (mean, half, words) => {
    expect(withInterval({ mean, half })).toBe(words);
  });
});

describe("occam-tab study", () => {
  it("writes a page, a CSV and JSON, says what was found, and gives the same bytes again", async () => {
    const folder = await emptyFolder();
    const data = join(folder, "small.csv");
    await writeFile(data, table);
    const typed = (out: string) => [
      "study",
      "anytime",
      data,
      "--ignore",
      "id",
      "--megabatches",
      "2",
      "--seeds",
      "2",
      "--out",
      join(folder, out),
    ];
    const { code, output } = await say(typed("one"));
    expect(code).toBe(0);
    expect(output).toContain("The cumulative error of APP is");
    expect((await readdir(join(folder, "one"))).sort()).toEqual(["finished", "study.csv", "study.html", "study.json"]);
    const csv = await readFile(join(folder, "one", "study.csv"), "utf8");
    expect(csv.trim().split("\n")).toHaveLength(1 + 2 * 4 * 2);
    const json: unknown = JSON.parse(await readFile(join(folder, "one", "study.json"), "utf8"));
    expect(json).toMatchObject({ schema: "occam-tab/study-anytime@1", settings: { megabatches: 2, seeds: 2 } });
    expect(await readFile(join(folder, "one", "study.html"), "utf8")).toContain("Error after each megabatch");
    await say(typed("two"));
    expect(await readFile(join(folder, "two", "study.csv"), "utf8")).toBe(csv);
  });

  it("takes a target that is a number", async () => {
    const folder = await emptyFolder();
    const data = join(folder, "small.csv");
    await writeFile(data, table);
    const flags = [
      "--target",
      "age",
      "--ignore",
      "id",
      "--megabatches",
      "2",
      "--seeds",
      "1",
      "--replay",
      "reservoir:9",
    ];
    const { code, output } = await say(["study", "anytime", data, ...flags, "--out", join(folder, "out")]);
    expect(code).toBe(0);
    expect(output).toContain("RMSE of age");
  });

  it.each([
    [["anytimee", "x.csv"], 'There is no study "anytimee".', 'Did you mean "anytime"?'],
    [["anytime", "x.csv", "--replay", "reservoir"], "--replay is none, last", "help replay"],
    [["anytime", "x.csv", "--megabatches", "1"], "--megabatches is a whole number from 2 to 100", "help megabatches"],
  ])("refuses %j in a sentence", async (typed, message, hint) => {
    const { code, errors } = await say(["study", ...typed]);
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect(errors).toContain(hint);
  });
});
