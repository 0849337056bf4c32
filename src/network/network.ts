/** Which weights a layer has, without their values: compressed rows, one row per output unit. */
export interface Pattern {
  readonly inputs: number; // units that the layer may read
  readonly outputs: number;
  readonly rowStart: Uint32Array; // outputs + 1
  readonly column: Uint32Array; // unit that each kept weight reads, ascending within a row
}

/** A layer with its numbers. A pruned weight is absent. */
export interface Layer extends Pattern {
  readonly weight: Float32Array; // same length as column
  readonly bias: Float32Array; // outputs; never pruned
}

/**
 * Hidden layers with ReLU, then the output layer. Inputs are multiplied by `scale` first. With `skip`, the output layer
 * reads the last hidden layer's units followed by all scaled inputs: when every hidden unit is pruned, logistic or
 * linear regression is left. Without hidden layers the output layer reads the scaled inputs alone.
 */
export interface Network {
  readonly scale: Float32Array; // one factor per input
  readonly layers: readonly Layer[]; // at least the output layer
  readonly skip: boolean;
}
