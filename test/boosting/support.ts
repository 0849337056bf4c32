import { Random } from "../../src/base/random.ts";
import type { BinnedColumn, BoostingData } from "../../src/boosting/data.ts";
import { type Boosting, boostingTrainer, joinMembers } from "../../src/boosting/fit.ts";
import { boostingOptions } from "../../src/boosting/options.ts";
import type { Task } from "../../src/prepare/prepared.ts";

export type Kind = "binary" | "multiclass" | "regression";

/** Codes of two numeric columns, one with gaps, a category column of many levels and one of three; the target is a rule of them. */
export function mixedData(kind: Kind, rows: number, seed: number, parts = 3): BoostingData {
  const random = Random.of(seed, "boosting data");
  const codes = [40, 100, 30, 3].map((known, column) =>
    Uint8Array.from({ length: rows }, () => (column > 0 && random.uniform() < 0.1 ? known : random.below(known))),
  );
  const signal = Float64Array.from({ length: rows }, (_, row) => {
    const [a, b, level, few] = codes.map((column) => column[row]!);
    return a! / 20 + (b === 100 ? 1.5 : b! / 100) + ((level! * 7) % 5) / 2 + (few === 1 ? 1 : 0) + random.normal() / 5;
  });
  const task: Task =
    kind === "regression"
      ? { kind, mean: 3, deviation: 1.2, low: -1, high: 8 }
      : { kind: "classification", classes: kind === "binary" ? ["no", "yes"] : ["low", "middle", "high"] };
  const targets = signal.map((value) => {
    if (kind === "regression") return value;
    return kind === "binary" ? Number(value > 3) : Number(value > 2.5) + Number(value > 3.5);
  });
  const columns: BinnedColumn[] = [
    { kind: "numeric", name: "plain", thresholds: Float64Array.from({ length: 39 }, (_, i) => i + 0.5) },
    { kind: "numeric", name: "gaps", thresholds: Float64Array.from({ length: 99 }, (_, i) => i + 0.5) },
    { kind: "category", name: "many", levels: Array.from({ length: 30 }, (_, i) => `level ${i}`) },
    { kind: "category", name: "few", levels: ["a", "b", "c"] },
  ];
  return {
    task,
    columns,
    codes,
    targets,
    weights: null,
    parts: Uint8Array.from({ length: rows }, (_, row) => row % parts),
  };
}

/** A small ensemble of two members. */
export function smallBoosting(kind: Kind, seed: number): { data: BoostingData; boosting: Boosting } {
  const data = mixedData(kind, 150, seed, 2);
  const options = { ...boostingOptions(data.task), members: 2, rounds: 4, leaves: 6 };
  const trainer = boostingTrainer(data, { options, seed });
  return {
    data,
    boosting: joinMembers(
      data,
      [0, 1].map((member) => trainer.train(member, () => true)),
    ),
  };
}
