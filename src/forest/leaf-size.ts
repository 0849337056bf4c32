import type { RowIndex } from "../base/matrix.ts";
import type { ForestData, ForestOptions } from "./forest.ts";
import { growTrees } from "./grow.ts";
import { outOfBagLoss, predictOutOfBag } from "./outofbag.ts";

/** Leaf sizes that tuning tries: drawn rows a leaf. */
const leafSizes = [1, 2, 3, 5, 8, 13, 20, 35, 60] as const;

const trialTrees = 100; // of each size

/**
 * The outcome of tuning: the options with the best leaf size, what each size lost, and the split-scan steps it cost.
 */
export interface TunedLeaf {
  readonly options: ForestOptions;
  // out of bag, see outOfBagLoss
  readonly losses: readonly { readonly minSamplesLeaf: number; readonly loss: number }[];
  readonly operations: number; // to be counted as training
}

/**
 * Chooses `minSamplesLeaf` by the out-of-bag loss of small forests on the named rows, which are all that it sees. Sizes
 * grow until two in a row were worse than the best. Without any loss (one row) the options stay.
 */
export function tuneLeafSize(
  data: ForestData,
  rows: RowIndex,
  options: ForestOptions & { readonly seed: number },
): TunedLeaf {
  const losses: { minSamplesLeaf: number; loss: number }[] = [];
  let operations = 0;
  let best = { minSamplesLeaf: options.minSamplesLeaf, loss: Infinity };
  let worse = 0;
  for (const minSamplesLeaf of leafSizes) {
    const trial = { ...options, minSamplesLeaf, bootstrap: true, trees: Math.min(trialTrees, options.trees) };
    const forest = growTrees(data, rows, trial);
    const tried = { minSamplesLeaf, loss: outOfBagLoss(data, predictOutOfBag(forest, data, rows)) };
    operations += forest.operations;
    losses.push(tried);
    worse = tried.loss < best.loss ? 0 : worse + 1;
    if (tried.loss < best.loss) best = tried;
    if (worse === 2) break;
  }
  return { options: { ...options, minSamplesLeaf: best.minSamplesLeaf }, losses, operations };
}
