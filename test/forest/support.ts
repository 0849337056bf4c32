import type { RowIndex } from "../../src/base/matrix.ts";
import { Random } from "../../src/base/random.ts";
import type { ForestData } from "../../src/forest/forest.ts";
import type { Task } from "../../src/prepare/prepared.ts";

export type Kind = "binary" | "multiclass" | "regression";

/** A table with two numeric columns, one with gaps, one category column and one of noise; the target is a rule of them. */
export function mixedData(kind: Kind, rows: number, seed: number): ForestData {
  const random = Random.of(seed, "mixed data");
  const uniform = () => Float64Array.from({ length: rows }, () => random.uniform());
  const first = uniform();
  const second = uniform();
  const gaps = Float64Array.from(second, (value) => (random.uniform() < 0.1 ? NaN : value));
  const codes = Int32Array.from({ length: rows }, () => random.below(5) - 1);
  const signal = Float64Array.from(first, (value, row) => 3 * value + (codes[row]! + 1) + (second[row]! > 0.5 ? 2 : 0));
  const task: Task =
    kind === "regression"
      ? { kind, mean: 4, deviation: 2, low: 0, high: 9 }
      : { kind: "classification", classes: kind === "binary" ? ["no", "yes"] : ["low", "middle", "high"] };
  const targets = signal.map((value) => {
    if (kind === "regression") return value;
    return kind === "binary" ? Number(value > 4) : Number(value > 3) + Number(value > 5);
  });
  return {
    columns: [
      { kind: "numeric", name: "first", values: first },
      { kind: "numeric", name: "gaps", values: gaps },
      { kind: "category", name: "level", codes, levels: ["a", "b", "c", "d"] },
      { kind: "numeric", name: "noise", values: uniform() },
    ],
    task,
    targets,
    weights: null,
  };
}

export function allRows(data: ForestData): RowIndex {
  return Uint32Array.from(data.targets, (_, row) => row);
}
