import { zeros } from "../base/matrix.ts";
import type { TreeEnsemble } from "../trees/trees.ts";
import type { Task } from "../prepare/prepared.ts";
import type { Model } from "./model.ts";
import { headOf, truthOf } from "./run-data.ts";
import type { TrainingFold } from "./training-fold.ts";

/**
 * Predicts the class shares or the mean of the training rows, whatever the inputs: the least that any model must beat.
 */
export const dummy = {
  id: "dummy",
  label: "Guessing",
  mark: { color: "gray", shape: "cross" },
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
      save: () => ({ ...headOf(fold.data), kind: "trees", task, ensemble: constantTree(constant, task) }),
    };
  },
} as const satisfies Model;

/** A tree of one leaf: the shares of the classes, or the mean, which is 0 deviations from itself. */
function constantTree(constant: readonly number[], { kind }: Task): TreeEnsemble {
  const isNumber = kind === "regression";
  const width = constant.length;
  const shares = [...Array.from({ length: width * width }, (_, i) => Number(i % (width + 1) === 0)), ...constant];
  return {
    inputs: [],
    leaf: isNumber ? { kind: "single" } : { kind: "shares" },
    members: [1],
    combine: "mean",
    start: new Array<number>(width).fill(0),
    inverseTemperature: 1,
    floor: 0,
    treeStart: Uint32Array.of(0, 1),
    view: Uint32Array.of(isNumber ? 0 : width),
    threshold: Uint16Array.of(0),
    child: Uint32Array.of(0),
    values: Float32Array.from(isNumber ? [0] : shares),
  };
}

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
