import { zeros } from "../base/matrix.ts";
import type { Model } from "./model.ts";
import { truthOf } from "./run-data.ts";
import type { TrainingFold } from "./training-fold.ts";

/**
 * Predicts the class shares or the mean of the training rows, whatever the inputs: the least that any model must beat.
 */
export const dummy = {
  id: "dummy",
  label: "Guessing",
  mark: { color: "gray", shape: "cross" },
  included: "by default",
  describe: () => "Always predicts the class shares or the mean of the training rows.",
  train: async (fold) => {
    const { task, rows } = fold;
    const constant = task.kind === "regression" ? [task.mean] : classShares(fold, task.classes.length);
    return {
      predict: async (_, predicted) => {
        const values = zeros(predicted.length, constant.length);
        for (let i = 0; i < predicted.length; i++) values.data.set(constant, i * constant.length);
        return { values, operations: 0 };
      },
      cost: { operations: rows.length },
      size: { parameters: Math.max(1, constant.length - 1), bytes: 8 * constant.length },
      save: () => null,
    };
  },
} as const satisfies Model;

function classShares({ data, rows, task }: TrainingFold, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  let total = 0;
  truthOf(data, rows, task).forEach((truth, i) => {
    const weight = data.weights === null ? 1 : data.weights[rows[i]!]!;
    counts[truth]! += weight;
    total += weight;
  });
  return counts.map((count) => count / Math.max(total, Number.MIN_VALUE));
}
