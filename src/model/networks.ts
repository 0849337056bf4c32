import { readableUnits } from "../network/inputs.ts";
import type { Layer, Network } from "../network/network.ts";
import { anything, boolean, type Check, fail, integer, list, nullable, record } from "../base/check.ts";
import { floats, formatFloats, formatIndices, indices } from "../base/numbers.ts";

const mostUnits = 1 << 24;

/** A network as JSON: sizes as numbers, arrays as base64; `scale` is null when it is 1 everywhere. */
export function formatNetwork(network: Network): unknown {
  return {
    scale: network.scale.every((factor) => factor === 1) ? null : formatFloats(network.scale),
    skip: network.skip,
    layers: network.layers.map((layer) => ({
      inputs: layer.inputs,
      outputs: layer.outputs,
      weights: layer.weight.length,
      rowStart: formatIndices(layer.rowStart, layer.weight.length),
      column: formatIndices(layer.column, Math.max(0, layer.inputs - 1)),
      weight: formatFloats(layer.weight),
      bias: formatFloats(layer.bias),
    })),
  };
}

/** Networks that read `inputs` encoded inputs and have `outputs` outputs, every index within its layer. */
export function networkOf(inputs: number, outputs: number): Check<Network> {
  const shape = record<{ scale: Float32Array | null; skip: boolean; layers: readonly Layer[] }>({
    scale: nullable(floats(inputs)),
    skip: boolean,
    layers: list(layer, 1),
  });
  return (value, place) => {
    const { scale, skip, layers } = shape(value, place);
    const hiddenLayers = layers.length - 1;
    layers.forEach((each, i) => {
      const wanted = readableUnits({ layers, skip }, inputs, i);
      const at = `${place}.layers[${i}]`;
      if (each.inputs !== wanted) fail(`${at}.inputs`, `must be ${wanted}, but is ${each.inputs}`);
    });
    const last = layers[hiddenLayers]!;
    if (last.outputs !== outputs) {
      fail(`${place}.layers[${hiddenLayers}].outputs`, `must be ${outputs}, but is ${last.outputs}`);
    }
    return { scale: scale ?? new Float32Array(inputs).fill(1), layers, skip };
  };
}

const layer: Check<Layer> = (value, place) => {
  const sizes = record({
    inputs: integer(0, mostUnits),
    outputs: integer(0, mostUnits),
    weights: integer(0, 0xffffffff),
    rowStart: anything,
    column: anything,
    weight: anything,
    bias: anything,
  })(value, place);
  const { inputs, outputs, weights } = sizes;
  const rowStart = indices(outputs + 1, weights)(sizes.rowStart, `${place}.rowStart`);
  const column = indices(weights, Math.max(0, inputs - 1))(sizes.column, `${place}.column`);
  checkRows(rowStart, column, place);
  const weight = floats(weights)(sizes.weight, `${place}.weight`);
  const bias = floats(outputs)(sizes.bias, `${place}.bias`);
  return { inputs, outputs, rowStart, column, weight, bias };
};

/** Rows tile the weights from the first to the last, and columns rise within each row. */
function checkRows(rowStart: Uint32Array, column: Uint32Array, place: string): void {
  if (rowStart[0] !== 0) fail(`${place}.rowStart[0]`, "must be 0");
  if (rowStart[rowStart.length - 1] !== column.length) fail(`${place}.rowStart`, "must end at the number of weights");
  if (rowStart.some((start, row) => row > 0 && start < rowStart[row - 1]!)) fail(`${place}.rowStart`, "must not fall");
  for (let row = 0; row + 1 < rowStart.length; row++) {
    for (let k = rowStart[row]! + 1; k < rowStart[row + 1]!; k++) {
      if (column[k]! <= column[k - 1]!) fail(`${place}.column[${k}]`, "must rise within its row");
    }
  }
}
