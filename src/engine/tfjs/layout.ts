import { range } from "../../base/select.ts";
import { hiddenUnits } from "../../network/inputs.ts";
import type { Pattern } from "../../network/network.ts";

/** A dense matrix inside the vector of parameters, row-major. */
export interface Block {
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Where the parameters of a network lie in one vector: the hidden layers, the output layer, the skip from the inputs,
 * the input scale. Every matrix that is read has one row more, the biases, because every vector that is read ends with
 * a constant 1: the scaled inputs do, and a hidden layer's last column makes the 1 for the next. So biases cost no
 * kernel of their own, forwards or backwards.
 */
export interface Layout {
  readonly inputs: number;
  readonly units: readonly number[]; // of hidden layers, the constant not counted
  readonly outputs: number;
  readonly hidden: readonly Block[]; // (inputs + 1) × (units + 1)
  readonly output: Block; // (units + 1) × outputs
  readonly skip: Block | null; // (inputs + 1) × outputs
  readonly scale: Block; // 1 × (inputs + 1)
  readonly size: number;
  readonly weights: number; // of all dense matrices, biases not counted
  readonly inputWeights: number; // of those that read the inputs
}

/** One layout that fits all `networks`: each hidden layer has as many units as the largest network has there. */
export function layoutOf(networks: readonly (readonly Pattern[])[], inputs: number, skip: boolean): Layout {
  const first = networks[0];
  if (first === undefined) throw new Error("A layout needs a network.");
  const depth = first.length;
  const units = Array.from({ length: depth - 1 }, (_, index) =>
    networks.reduce((most, layers) => Math.max(most, layers[index]!.outputs), 0),
  );
  const outputs = first[depth - 1]!.outputs;
  let size = 0;
  const block = (rows: number, columns: number): Block => {
    const made = { offset: size, rows, columns };
    size += rows * columns;
    return made;
  };
  const reads = [inputs, ...units];
  const hidden = units.map((count, index) => block(reads[index]! + 1, count + 1));
  const output = block(reads.at(-1)! + 1, outputs);
  const skipped = skip && units.length > 0 ? block(inputs + 1, outputs) : null;
  const scale = block(1, inputs + 1);
  const dense = units.reduce((sum, count, index) => sum + reads[index]! * count, reads.at(-1)! * outputs);
  const skipWeights = skipped === null ? 0 : inputs * outputs;
  return {
    inputs,
    units,
    outputs,
    hidden,
    output,
    skip: skipped,
    scale,
    size,
    weights: dense + skipWeights,
    inputWeights: inputs * (units[0] ?? outputs) + skipWeights,
  };
}

/** Where the numbers of one network stand in the vector. */
export interface Places {
  readonly layers: readonly { readonly weights: Uint32Array; readonly biases: Uint32Array }[];
  readonly scale: Uint32Array;
  readonly ones: Uint32Array; // constants 1 that nothing learns
}

export function placesOf(layout: Layout, layers: readonly Pattern[]): Places {
  const blocks = [...layout.hidden, layout.output];
  const ones = layout.hidden.map((block) => block.offset + block.rows * block.columns - 1);
  ones.push(layout.scale.offset + layout.inputs);
  return {
    layers: layers.map((layer, index) => {
      const below = index === 0 ? layout.inputs : hiddenUnits(layers, index);
      return layerPlaces(layout, layer, { block: blocks[index]!, below });
    }),
    scale: range(layout.scale.offset, layout.scale.offset + layout.inputs),
    ones: Uint32Array.from(ones),
  };
}

interface OwnBlock {
  readonly block: Block;
  readonly below: number; // units that it reads; what the layer reads beyond them comes through the skip
}

function layerPlaces(layout: Layout, layer: Pattern, { block, below }: OwnBlock) {
  const weights = new Uint32Array(layer.column.length);
  for (let output = 0; output < layer.outputs; output++) {
    for (let k = layer.rowStart[output]!; k < layer.rowStart[output + 1]!; k++) {
      const source = layer.column[k]!;
      weights[k] =
        source < below
          ? block.offset + source * block.columns + output
          : layout.skip!.offset + (source - below) * layout.skip!.columns + output;
    }
  }
  const bias = block.offset + (block.rows - 1) * block.columns;
  return { weights, biases: range(bias, bias + layer.outputs) };
}
