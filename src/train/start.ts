import type { Random } from "../base/random.ts";
import type { Layer, Network } from "../engine/network.ts";
import type { Prepared, Task } from "../prepare/prepared.ts";

/**
 * The network before the first step. Hidden weights are normal with variance 2 / inputs (He et al., arXiv:1502.01852);
 * the output layer is zero but for its bias, the log prior of the classes, so that training starts at the class shares.
 */
export function startNetwork(
  data: Prepared,
  rows: Uint32Array,
  widths: readonly number[],
  skip: boolean,
  random: Random,
): Network {
  const inputs = data.inputs.columns;
  const layers: Layer[] = [];
  let fanIn = inputs;
  for (const width of widths) {
    const deviation = Math.sqrt(2 / Math.max(1, fanIn));
    layers.push(fullLayer(fanIn, width, () => deviation * random.normal()));
    fanIn = width;
  }
  const outputs = outputCount(data.task);
  const output = fullLayer(skip && widths.length > 0 ? fanIn + inputs : fanIn, outputs, () => 0);
  output.bias.set(priorLogits(data, rows, outputs));
  return {
    scale: new Float32Array(inputs).fill(1),
    layers: [...layers, output],
    skip: skip && widths.length > 0,
  };
}

/** One logit for two classes, one per class for more, one number for regression. */
function outputCount(task: Task): number {
  return task.kind === "regression" || task.classes.length <= 2 ? 1 : task.classes.length;
}

function fullLayer(inputs: number, outputs: number, weight: () => number): Layer {
  const count = inputs * outputs;
  return {
    inputs,
    outputs,
    rowStart: Uint32Array.from({ length: outputs + 1 }, (_, o) => o * inputs),
    column: Uint32Array.from({ length: count }, (_, k) => k % inputs),
    weight: Float32Array.from({ length: count }, weight),
    bias: new Float32Array(outputs),
  };
}

/** Logits of the class shares among `rows`, half a row added to each class so that none is infinite; 0 for regression. */
function priorLogits(data: Prepared, rows: Uint32Array, outputs: number): Float32Array {
  const logits = new Float32Array(outputs);
  if (data.task.kind === "regression") return logits;
  const counts = new Float64Array(Math.max(2, data.task.classes.length)).fill(0.5);
  for (const row of rows) counts[data.targets[row]!]! += data.weights === null ? 1 : data.weights[row]!;
  if (outputs === 1) {
    logits[0] = Math.log(counts[1]! / counts[0]!);
    return logits;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return logits.map((_, c) => Math.log(counts[c]! / total));
}
