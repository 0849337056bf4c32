import { record } from "../../wasm/schema.ts";

/*
 * What crosses into the kernel. src/build.mjs makes kernel/schema.generated.ts from it. Addresses are bytes from 0;
 * `f32[n]` and the like say what lies there.
 */

/** Losses, as a plan names them. */
export const squaredLoss = 0;
export const logisticLoss = 1;
export const softmaxLoss = 2;

/**
 * Sums of four lanes that wait in memory to be added: few enough for the nearest cache, many enough for rows of few
 * weights.
 */
export const waitingSums = 128;

/** What a trainer counts; the kernel writes it. */
export const Counters = record({
  beta1Power: "f64", // β₁ᵗ
  beta2Power: "f64",
  operations: "f64", // multiply-adds of weights, executed since load
  panels: "f64", // panels of 32 rows, computed since load
});

/** One per trainer. */
export const Plan = record({
  counters: "u32", // Counters
  loss: "u32",
  layerCount: "u32",
  layers: "u32", // LayerPlan[layerCount]
  inputCount: "u32", // inputs that some weight reads
  inputNumber: "u32", // u32[inputCount]: which those are
  inputSlots: "u32", // panel slots of the live inputs, times their scales
  inputScale: "u32", // f32[inputCount]: the scales as they are used, never 0
  rowBytes: "u32", // of the table: all inputs, with a structure what it reads
  values: "u32", // f32[]: weights by layer | biases by layer | scales of live inputs | one place that nothing reads
  means: "u32", // first moments, same places
  squares: "u32", // second moments, same places
  gradients: "u32", // same places
  weightEnd: "u32", // parameters before this index decay
  biasEnd: "u32",
  scaleEnd: "u32",
  panelTarget: "u32", // f32[32]
  panelWeight: "u32", // f32[32]: row weight / rows of the batch, 0 beyond the batch
  products: "u32", // v128 a weight, for those of the longest row and `waitingSums` more
  structure: "u32", // Structure; 0 for none
});

/** One per layer. */
export const LayerPlan = record({
  outputs: "u32",
  weightCount: "u32",
  multiplyAdds: "u32", // of one row going up
  rowBlocks: "u32", // blocks of sources in which rows are taken, see blocks.ts
  // u32[rowBlocks + 1][outputs]: byte, in 4 a weight, where the part of a row in each block begins, and where the last
  // ends; with a structure, then what reads inputs follows, and one more has its ends
  rowBounds: "u32",
  // u32[weightCount]: address of the slot that a weight reads; with a structure, of inputs the place in its tables
  source: "u32",
  // u32[weightCount]: address of the gradient of that input's scale; 0 when the layer reads no inputs
  scaleGradient: "u32",
  first: "u32", // index of the layer's first weight in the parameters
  firstBias: "u32", // index of the layer's first bias in the parameters
  slots: "u32", // panel slots of the outputs
  deltas: "u32", // panel slots of their gradients
  hiddenSources: "u32", // hidden units read, 0 for the first layer
  hiddenSlots: "u32", // their panel slots
  hiddenDeltas: "u32", // panel slots of their gradients
  columnCount: "u32", // weights that read hidden units
  columnBlocks: "u32", // as `rowBlocks`, for the columns of hidden units, whose sources are gradients of outputs
  columnBounds: "u32", // u32[columnBlocks + 1][hiddenSources]
  columnDelta: "u32", // u32[columnCount]: address of the gradient that a weight passes down, by column
  columnPlace: "u32", // u32[columnCount]: address of that weight
  columnWeight: "u32", // f32[columnCount]: that weight once more
  sources: "u32", // slots that the layer can read, contiguous
  sourceSlots: "u32", // the first
  rowBytes: "u32", // of the weights of one output; 0 unless the layer is full
  // its weights once more for the dense kernel; 0 when the layer is not full, or reads inputs through a structure alone
  packed: "u32",
  packedHidden: "u32", // the same by hidden unit read
});

/** Inputs as structure.ts sees them. */
export const Structure = record({
  inputs: "u32",
  // f32 for each unit that reads inputs: the first layer, then with skip the outputs, each rounded up to 4
  unitBytes: "u32",
  skipBytes: "u32", // where the outputs begin in such a row; 0 without skip
  plainCount: "u32", // inputs of no span
  plain: "u32", // u32[plainCount]: byte of their rows in tables
  spanCount: "u32",
  stepsCount: "u32", // how many spans, the first ones, are steps, the others one-hot
  spans: "u32", // Span[stepsCount]
  tables: "u32", // f32[inputs, constants, none][2][units]: see kernel/structure.ts
  gradients: "u32", // the same places
  panel: "u32", // f32[32][units]
});

/** A span of steps. */
export const Span = record({
  first: "u32", // input
  count: "u32",
  means: "u32", // f32[count]
});
