import type { Matrix, RowIndex } from "../base/matrix.ts";
import type { Prepared } from "../prepare/prepared.ts";
import type { Step } from "./engine.ts";
import { readableUnits } from "../network/inputs.ts";
import type { Layer, Network } from "../network/network.ts";

/** Throws unless the layers of `network` fit together; engines trust what passed. */
export function checkNetwork(network: Network): void {
  if (network.layers.length === 0) throw new Error("A network has at least its output layer.");
  network.layers.forEach((layer, index) => {
    const inputs = readableUnits(network, network.scale.length, index);
    if (layer.inputs !== inputs) {
      throw new Error(`Layer ${index} reads ${layer.inputs} units, but ${inputs} are there.`);
    }
    checkRows(layer, index);
  });
}

function checkRows(layer: Layer, index: number): void {
  const { rowStart, column, weight } = layer;
  const fits =
    rowStart.length === layer.outputs + 1 &&
    rowStart[0] === 0 &&
    rowStart[layer.outputs] === weight.length &&
    column.length === weight.length &&
    layer.bias.length === layer.outputs;
  if (!fits) throw new Error(`Layer ${index} has arrays of the wrong length.`);
  for (let output = 0; output < layer.outputs; output++) {
    let previous = -1;
    for (let k = rowStart[output]!; k < rowStart[output + 1]!; k++) {
      if (column[k]! <= previous || column[k]! >= layer.inputs) {
        throw new Error(`Layer ${index} has columns out of order or range in row ${output}.`);
      }
      previous = column[k]!;
    }
  }
}

/** Throws unless `rows` (all when null) lie in `inputs` and `inputs` has one column per scale of the network. */
export function checkInputs(columns: number, inputs: Matrix, rows: RowIndex | null): void {
  if (inputs.columns !== columns) {
    throw new Error(`The network reads ${columns} inputs, got ${inputs.columns}.`);
  }
  if (rows === null) return;
  // By index: an iterator takes as long as a tenth of a small network's step.
  for (let at = 0; at < rows.length; at++) {
    if (rows[at]! >= inputs.rows) {
      throw new Error(`Row ${rows[at]} is not in a matrix of ${inputs.rows} rows.`);
    }
  }
}

/** What one epoch works on. */
interface EpochInput {
  readonly data: Prepared;
  readonly order: Uint32Array;
  readonly step: Step;
}

/** Throws unless `step` has a rate for each batch of `order`, and `order` lies in `data` of that many columns. */
export function checkEpoch(columns: number, { data, order, step }: EpochInput): void {
  checkInputs(columns, data.inputs, order);
  if (!(Number.isInteger(step.batch) && step.batch > 0)) {
    throw new Error(`A batch has at least 1 row, got ${step.batch}.`);
  }
  const steps = Math.ceil(order.length / step.batch);
  if (step.rates.length !== steps) {
    throw new Error(`${steps} steps need as many rates, got ${step.rates.length}.`);
  }
}
