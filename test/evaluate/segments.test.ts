import { describe, expect, it } from "vitest";
import { errorSegments } from "../../src/evaluate/segments.ts";
import type { Column } from "../../src/ingest/table.ts";
import { requestOf } from "../support/fit-request.ts";
import { sizesOf } from "../support/evaluation.ts";

const rows = 100;
const lines = Array.from({ length: rows }, (_, i) => `${i % 10 === 9 ? "" : i % 50},${i % 4 === 0 ? "red" : "blue"},1`);
const { table } = requestOf(`size,colour,y\n${lines.join("\n")}\n`, "t.csv");
const held = {
  rows: Uint32Array.from({ length: rows }, (_, i) => i),
  folds: Uint32Array.from({ length: rows }, (_, i) => i % 5),
  truth: new Float64Array(rows),
  weights: null,
};

function segmentsOf(columns: readonly Column[], network: (i: number) => number, forest: (i: number) => number) {
  const errors = (of: (i: number) => number) => Float64Array.from({ length: rows }, (_, i) => of(i));
  return errorSegments(columns, {
    held,
    sizes: sizesOf(5, { train: 80, test: 20 }),
    models: [
      { model: "occam", errors: errors(network) },
      { model: "forest", errors: errors(forest) },
    ],
  });
}

describe("errors by segment", () => {
  it("hold every row of a column once: levels, ranges of about equally many rows, and missing cells", () => {
    const found = segmentsOf(
      table.columns.slice(0, 2),
      () => 0,
      () => 0,
    );
    const of = (column: string) => found.filter((one) => one.column === column);
    expect(of("colour").map(({ label, rows: count }) => [label, count])).toEqual([
      ["blue", 75],
      ["red", 25],
    ]);
    expect(of("size").map(({ label }) => label.split(" ")[0])).toEqual([
      "up",
      "above",
      "above",
      "above",
      "above",
      "missing",
    ]);
    expect(of("size").reduce((sum, one) => sum + one.rows, 0)).toBe(rows);
    expect(of("size").at(-1)!.rows).toBe(10);
  });

  it("are means over folds by hand, and differ where the network is wrong alone", () => {
    const colour = [table.columns[1]!];
    const [blue, red] = segmentsOf(
      colour,
      (i) => (i % 4 === 0 ? 0.9 + (i % 5) / 50 : 0),
      () => 0,
    );
    expect(red!.errors[0]!.error.mean).toBeCloseTo(0.94, 9);
    expect(red!.errors[1]!.error.mean).toBe(0);
    expect(red!.difference.mean).toBeCloseTo(0.94, 9);
    expect(red!.chance).toBeLessThan(0.001);
    expect(blue!.difference.mean).toBe(0);
    expect(blue!.chance).toBe(1);
  });
});
