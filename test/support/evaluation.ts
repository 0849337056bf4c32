import type { FoldSize } from "../../src/evaluate/compare.ts";
import type { FoldResult } from "../../src/evaluate/results/models.ts";

/** A fold's result with the given scores; sizes and costs are round figures that a test may override. */
export function foldResult(
  fold: number,
  metrics: FoldResult["metrics"],
  costs: Partial<Omit<FoldResult, "fold" | "metrics">> = {},
): FoldResult {
  return {
    fold,
    metrics,
    parameters: 100,
    bytes: 1000,
    trainOperations: 10_000,
    trainSeconds: 1,
    predictOperationsPerRow: 10,
    predictMicrosecondsPerRow: 1,
    ...costs,
  };
}

/** The same size for each of the folds. */
export function sizesOf(folds: number, size: FoldSize): Map<number, FoldSize> {
  return new Map(Array.from({ length: folds }, (_, fold) => [fold, size]));
}
