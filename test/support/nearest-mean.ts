import type { Random } from "../../src/base/random.ts";
import type { FoldResult } from "../../src/evaluate/results/models.ts";
import { scoreClassification } from "../../src/evaluate/score.ts";
import { foldResult } from "./evaluation.ts";

/**
 * Fold results of models whose true order is known: nearest-mean classifiers that each see some of the columns, all equally
 * informative. Models that see as many columns are equal by construction, yet differ on every table; who sees more is better.
 * `models` holds the columns of each.
 */
export function crossValidate(input: {
  readonly random: Random;
  readonly rows: number;
  readonly folds: number;
  readonly columns: number;
  readonly models: readonly (readonly number[])[];
}): FoldResult[][] {
  const { random, rows, folds, columns, models } = input;
  const truth = Array.from({ length: rows }, () => (random.uniform() < 0.5 ? 0 : 1));
  const inputs = truth.map((k) => Float64Array.from({ length: columns }, () => random.normal() + 0.6 * k));
  return models.map((seen) =>
    Array.from({ length: folds }, (_, fold) => {
      const test = truth.map((_, row) => row).filter((row) => row % folds === fold);
      const train = truth.map((_, row) => row).filter((row) => row % folds !== fold);
      return foldResult(fold, foldScores(inputs, truth, train, test, seen));
    }),
  );
}

/** Probabilities are logistic in the difference of the distances. */
function foldScores(
  inputs: Float64Array[],
  truth: number[],
  train: number[],
  test: number[],
  seen: readonly number[],
): FoldResult["metrics"] {
  const centre = [0, 1].map((k) => {
    const rows = train.filter((row) => truth[row] === k);
    return seen.map((column) => rows.reduce((total, row) => total + inputs[row]![column]!, 0) / rows.length);
  });
  const distance = (row: number, k: number) =>
    seen.reduce((total, column, i) => total + (inputs[row]![column]! - centre[k]![i]!) ** 2, 0);
  const data = Float32Array.from(
    test.flatMap((row) => {
      const p = 1 / (1 + Math.exp(0.5 * (distance(row, 1) - distance(row, 0))));
      return [1 - p, p];
    }),
  );
  return scoreClassification(
    test.map((row) => truth[row]!),
    { rows: test.length, columns: 2, data },
  );
}
