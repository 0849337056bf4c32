import type { Network } from "../network/network.ts";

/** How things are counted, in the words that the report prints. Every figure is counted from what ran or from what was written. */
export const countingRules = {
  parameters:
    "Network: non-zero weights, biases of units that are still there and the temperature, summed over the members; the scales of the inputs are multiplied into the weights before the model is saved. " +
    "Forest: 2 numbers for each inner node (column, threshold) and one for each leaf and class but the last (one for each leaf in regression), summed over the trees.",
  trainOperations:
    "Network: multiply-adds that were executed by training, holdout checks, rejected pruning steps that were rolled back, and the search, over all members; nothing is left out because it was in vain. " +
    "Forest: one for each row looked at while a split is searched, for each column tried. " +
    "Both are one read, one or two arithmetic steps: alike enough for ratios of ten, not for ratios of two.",
  denseEquivalent:
    "What all rounds of the descent would have cost at the operations of the first, before anything was pruned; rounds are alike in rows.",
  predictOperations:
    "For one row: the network's kept weights, one multiply-add each, over all members; the forest's visited nodes, over all trees.",
  bytes: "Size of the model as it is saved, with all it needs to read a raw row.",
  seconds: "CPU seconds of this machine, all threads together. They vary from run to run; the counts above do not.",
} as const;

/** Non-zero weights, biases of live units, and scales of inputs that are read and not folded into the weights (a factor of 1 is no parameter). */
export function networkParameters(members: readonly Network[], temperatures: number): number {
  return members.reduce(
    (total, network) => total + networkWeights(network) + networkBiases(network) + learntScales(network),
    temperatures,
  );
}

/** Multiply-adds to predict one row: a kept weight costs one, and so does a scale that is not folded into the weights. */
export function networkOperationsPerRow(members: readonly Network[]): number {
  return members.reduce((total, network) => total + networkWeights(network) + learntScales(network), 0);
}

/** Two numbers for an inner node, `classes` − 1 for a leaf; `classes` is null for regression (one number a leaf). */
export function forestParameters(innerNodes: number, leaves: number, classes: number | null): number {
  return 2 * innerNodes + (classes === null ? 1 : classes - 1) * leaves;
}

/** Inputs that a weight of the network reads, directly or over the skip. */
export function liveInputs(network: Network): number {
  return readInputs(network).reduce((total, byte) => total + byte, 0);
}

function learntScales(network: Network): number {
  return readInputs(network).reduce((total, byte, input) => total + (network.scale[input] === 1 ? 0 : byte), 0);
}

/** One byte per input: 1 where some weight reads it. */
export function readInputs(network: Network): Uint8Array {
  const inputs = network.scale.length;
  const read = new Uint8Array(inputs);
  const first = network.layers[0];
  const last = network.layers.at(-1);
  if (first === undefined || last === undefined) throw new Error("A network has at least its output layer.");
  first.column.forEach((column, i) => {
    if (first.weight[i] !== 0) read[column] = 1;
  });
  if (network.skip && first !== last) {
    const hidden = last.inputs - inputs;
    last.column.forEach((column, i) => {
      if (column >= hidden && last.weight[i] !== 0) read[column - hidden] = 1;
    });
  }
  return read;
}

function networkWeights(network: Network): number {
  return network.layers.reduce((total, layer) => total + layer.weight.filter((w) => w !== 0).length, 0);
}

/** A hidden unit that nothing reads has no life; units of the output always count. */
function networkBiases(network: Network): number {
  let total = network.layers.at(-1)?.outputs ?? 0;
  for (let l = 0; l + 1 < network.layers.length; l++) {
    const layer = network.layers[l]!;
    const next = network.layers[l + 1]!;
    const read = new Set<number>();
    next.column.forEach((column, i) => {
      if (column < layer.outputs && next.weight[i] !== 0) read.add(column);
    });
    total += read.size;
  }
  return total;
}
