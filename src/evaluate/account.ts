/**
 * How things are counted, in the words that the report prints. Every figure is counted from what ran or from what was
 * written.
 */
export const countingRules = {
  parameters:
    "Network: non-zero weights, biases of units that are still there and the temperature, summed over the " +
    "members; the scales of the inputs are multiplied into the weights before the model is saved. " +
    "Forest: 2 numbers for each inner node (column, threshold) and one for each leaf and class but the last (one " +
    "for each leaf in regression), summed over the trees, and 2 where its probabilities are calibrated. " +
    "Boosting: 2 numbers for each inner node (for a set of levels, 1 and one more for each 32 levels), one for each " +
    "leaf, summed over the trees of all members, the scores before the first tree, and for classes the temperature.",
  trainOperations:
    "Network: multiply-adds that were executed by training, holdout checks, rejected pruning steps that were " +
    "rolled back, and the search, over all members; discarded work counts too. Forest: one for each row " +
    "looked at while a split is searched, for each column tried, and one for each node visited out of bag; all " +
    "trials of its leaf size count. Boosting: one for each row and column whose gradient is summed up, and one for " +
    "each bin that is searched or subtracted, over all members. All are one read and one or two arithmetic steps: " +
    "similar enough for ratios of ten, not for ratios of two.",
  denseEquivalent:
    "What all rounds of the descent would have cost with the operations of the first, before any pruning; all " +
    "rounds have the same number of rows.",
  predictOperations:
    "For one row: the network's kept weights, one multiply-add each, over all members; the forest's visited " +
    "nodes, over all trees, and so for boosting.",
  bytes: "Size of the saved model, with everything it needs to read a raw row.",
  seconds: "CPU seconds of this machine, over all threads. They vary from run to run; the counts above do not.",
} as const;

/** Two numbers for an inner node, `classes` − 1 for a leaf; `classes` is null for regression (one number a leaf). */
export function forestParameters(innerNodes: number, leaves: number, classes: number | null): number {
  return 2 * innerNodes + (classes === null ? 1 : classes - 1) * leaves;
}
