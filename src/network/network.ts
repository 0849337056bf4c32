/** Compressed rows, one row per output unit. A pruned weight is absent. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly rowStart: Uint32Array; // outputs + 1
  readonly column: Uint32Array; // input unit of each kept weight, ascending within a row
  readonly weight: Float32Array; // same length as column
  readonly bias: Float32Array; // outputs; never pruned
}

/**
 * Hidden layers with ReLU, then the output layer. Inputs are multiplied by `scale` first.
 * With `skip`, the output layer reads the last hidden layer's units followed by all scaled inputs:
 * when every hidden unit is pruned away, what is left is logistic or linear regression.
 * Without hidden layers the output layer reads the scaled inputs alone.
 */
export interface Network {
  readonly scale: Float32Array; // one factor per input
  readonly layers: readonly Layer[]; // at least the output layer
  readonly skip: boolean;
}

/** Kept weights of all layers, biases not counted. */
export function weightCount(network: Network): number {
  return network.layers.reduce((sum, layer) => sum + layer.weight.length, 0);
}
