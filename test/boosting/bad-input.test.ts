import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { boosting } from "../../src/models/boosting.ts";
import { foldOf, type TestFold, trainOn } from "../models/folds.ts";

/** Trains on a table and says whether all predictions of its test rows are numbers, and how long that took in seconds. */
async function outcome(fold: TestFold, seconds: number | null = null) {
  const began = performance.now();
  const report = () => seconds === null || performance.now() - began < 1000 * seconds;
  const trained = await trainOn(boosting, fold, { watch: { seconds, report } });
  const { values } = await trained.predict(fold.data.columns, fold.test);
  return { finite: values.data.every(Number.isFinite), values, trained, seconds: (performance.now() - began) / 1000 };
}

const lines = (rows: number, line: (row: number) => string): string =>
  Array.from({ length: rows }, (_, row) => line(row)).join("\n");

describe("boosting", () => {
  it("takes a class with one row", async () => {
    const fold = foldOf(
      `x,y\n${lines(90, (row) => `${row % 13},${row === 7 ? "rare" : row % 13 > 6 ? "high" : "low"}`)}\n`,
    );
    expect((await outcome(fold)).finite).toBe(true);
  });

  it("says the shares of the classes where all rows are alike", async () => {
    const fold = foldOf(`x,z,y\n${lines(60, (row) => `1,a,${row % 3 === 0 ? "no" : "yes"}`)}\n`);
    const { values, trained } = await outcome(fold);
    expect(values.data[1]).toBeCloseTo(2 / 3, 1);
    expect(trained.inputs).toEqual(new Map());
  });

  it("takes ten thousand levels, and learns from the common ones", async () => {
    const random = Random.of("levels");
    const fold = foldOf(
      `id,y\n${lines(12_000, (row) => {
        const level = row % 5 === 0 ? random.below(40) : 100 + random.below(10_000);
        return `n${level},${level < 100 ? (level % 2 === 0 ? 5 : -5) : 0}`;
      })}\n`,
      { task: "regression" },
    );
    const { finite, trained } = await outcome(fold);
    expect(finite).toBe(true);
    expect(trained.inputs?.get("id")).toBeGreaterThan(0);
  });

  it("takes more columns than rows", async () => {
    const random = Random.of("columns");
    const names = Array.from({ length: 600 }, (_, i) => `c${i}`);
    const fold = foldOf(
      `${names.join(",")},y\n${lines(60, () => {
        const cells = names.map(() => random.below(1000));
        return `${cells.join(",")},${cells[5]! > 500 ? "a" : "b"}`;
      })}\n`,
    );
    expect((await outcome(fold)).finite).toBe(true);
  });

  it("learns nothing from rows of weight 0", async () => {
    const csv = (wrong: string) =>
      `x,w,y\n${lines(120, (row) => `${row % 10},${row % 2},${row % 2 === 0 ? wrong : row % 10 > 4 ? "b" : "a"}`)}\n`;
    const [one, other] = await Promise.all(
      ["a", "b"].map(async (wrong) => {
        const fold = foldOf(csv(wrong), { weight: "w" });
        const teaching = fold.train.filter((row) => row % 2 === 1);
        const trained = await trainOn(boosting, { ...fold, train: teaching });
        const withZeros = await trainOn(boosting, fold);
        const rows = fold.test.filter((row) => row % 2 === 1);
        const share = async (model: typeof trained) => (await model.predict(fold.data.columns, rows)).values.data;
        return { without: await share(trained), withZeros: await share(withZeros) };
      }),
    );
    for (const { without, withZeros } of [one!, other!]) {
      without.forEach((p, i) => expect(withZeros[i]).toBeCloseTo(p, 1));
    }
  });

  it("takes columns that are missing everywhere or nearly so", async () => {
    const fold = foldOf(
      `x,z,u,y\n${lines(90, (row) => `${row % 9},${row === 3 ? 1 : ""},${row % 2 ? "" : row},${row % 9 > 4 ? 1 : 0}`)}\n`,
    );
    expect((await outcome(fold)).finite).toBe(true);
  });

  it("takes targets as large as a prediction can be", async () => {
    const fold = foldOf(`x,y\n${lines(90, (row) => `${row % 9},${row % 9 > 4 ? "1e38" : "-1e38"}`)}\n`, {
      task: "regression",
    });
    const { finite, values } = await outcome(fold);
    expect(finite).toBe(true);
    // Equal rows are dealt to one part: its member has not seen them.
    expect(Math.max(...values.data)).toBeGreaterThan(5e37);
  });

  it("ends about when its time is up, with what it has", async () => {
    const random = Random.of("time");
    const fold = foldOf(
      `${Array.from({ length: 20 }, (_, i) => `c${i}`).join(",")},y\n${lines(4000, () => {
        const cells = Array.from({ length: 20 }, () => random.below(1e6));
        return `${cells.join(",")},${"abcdefgh"[Math.floor((cells[0]! + cells[1]!) / 250_001)]}`;
      })}\n`,
    );
    const { finite, trained, seconds } = await outcome(fold, 0.3);
    expect(finite).toBe(true);
    expect(trained.interruption).toMatchObject({ asked: null });
    expect(seconds).toBeLessThan(5);
  });
});
