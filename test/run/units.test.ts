import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/ingest/table.ts";
import { boundExtremes, learnTask } from "../../src/prepare/target.ts";
import { fit } from "../../src/run/fit.ts";
import { planRun } from "../../src/run/plan.ts";
import { requestOf } from "../support/fit-request.ts";

const rowsTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);
const numbers = (values: readonly number[]): Column => ({
  kind: "numeric",
  name: "y",
  values: Float64Array.from(values),
});

/** A table whose target is a·y + b, where y follows two columns with some noise. */
function tableOf(a: number, b: number): string {
  const rows = Array.from({ length: 90 }, (_, i) => {
    const [x, z, noise] = [((i * 37) % 41) / 10, (i * 7) % 5, ((i * 29) % 17) / 17 - 0.5];
    return `${x},${z},${a * (3 * x - z + noise) + b}`;
  });
  return `x,z,y\n${rows.join("\n")}\n`;
}

async function verdictOf(a: number, b: number) {
  const request = requestOf(tableOf(a, b), "t.csv", { folds: 3, trees: 10, preset: "tiny", jobs: 1 });
  const { results, predictions, model } = await fit(request);
  return { results, predictions, model, rmse: results.models.map(({ summary }) => summary.rmse!.mean) };
}

describe("a regression", () => {
  it("is the same to the bit where the target is a power of two times as large", async () => {
    const plain = await verdictOf(1, 0);
    for (const scale of [2 ** -900, 2 ** 127, 2 ** 900]) {
      const { results, rmse, predictions } = await verdictOf(scale, 0);
      expect(results.verdict!.outcome).toBe(plain.results.verdict!.outcome);
      expect(rmse).toEqual(plain.rmse.map((value) => value * scale));
      expect(predictions.models[0]!.values.data[0]).toBe(plain.predictions.models[0]!.values.data[0]! * scale);
    }
  });

  it("has the same verdict at every scale and offset that float64 holds", async () => {
    const plain = await verdictOf(1, 0);
    const scale = fc.double({ min: -250, max: 250, noNaN: true }).map((power) => 10 ** power);
    const offset = fc.double({ min: -1e6, max: 1e6, noNaN: true }); // in units of the scale
    await fc.assert(
      fc.asyncProperty(scale, offset, fc.boolean(), async (size, distance, isNegative) => {
        const { results, rmse } = await verdictOf(isNegative ? -size : size, distance * size);
        expect(results.verdict!.outcome).toBe(plain.results.verdict!.outcome);
        rmse.forEach((value, i) => {
          expect(value / size).toBeGreaterThan(0.8 * plain.rmse[i]!);
          expect(value / size).toBeLessThan(1.25 * plain.rmse[i]!);
        });
      }),
      { numRuns: 5 },
    );
  });

  it("of Unix times is as good as of their distances", async () => {
    const { rmse, predictions } = await verdictOf(60, 1.7e9);
    expect(rmse[0]).toBeLessThan(60);
    expect(predictions.models[0]!.values.data).toBeInstanceOf(Float64Array);
  });

  it.each([
    [1e-300, 0, "too near together"],
    [1e295, 0, "too far"],
  ])("is refused in one sentence where float64 ends (%d)", (a, b, message) => {
    expect(() => planRun(requestOf(tableOf(a, b), "t.csv"))).toThrow(message);
  });
});

describe("extreme targets", () => {
  const usual = Array.from({ length: 200 }, (_, i) => (i * 37) % 101);

  it("are moved to the nearest of all others where a handful lies ten ranges from them", () => {
    const { values } = boundExtremes(numbers([...usual, 1e6]), rowsTo(201)) as Extract<Column, { kind: "numeric" }>;
    expect([...values.subarray(0, 200)]).toEqual(usual);
    expect(values[200]).toBe(100);
  });

  it("stay where they are in long tails, and where many lie far out", () => {
    const tail = Array.from({ length: 400 }, (_, i) => Math.exp((6 * (i - 200)) / 200));
    for (const values of [usual, tail, [...usual, ...Array<number>(20).fill(1e6)], [0, 0, 0, 0, 5]]) {
      const column = numbers(values);
      expect(boundExtremes(column, rowsTo(values.length))).toBe(column);
    }
  });

  it("are looked for in the training rows alone", () => {
    const column = numbers([...usual, 1e6]);
    expect(boundExtremes(column, rowsTo(200))).toBe(column);
  });
});

describe("the scale of a target", () => {
  it("keeps its digits however far from 0 it lies", () => {
    const task = learnTask(numbers([0, 1, 2, 3].map((value) => 2 ** 50 + value)), rowsTo(4), "regression");
    expect(task).toMatchObject({ mean: 2 ** 50 + 1.5, low: 2 ** 50, high: 2 ** 50 + 3 });
    expect(task.kind === "regression" && task.deviation).toBeCloseTo(Math.sqrt(5 / 3), 12);
  });
});
