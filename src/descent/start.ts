import type { Random } from "../base/random.ts";
import { range } from "../base/select.ts";
import { readableUnits } from "../network/inputs.ts";
import type { Layer, Network } from "../network/network.ts";
import { outputCount } from "../network/size.ts";
import type { Prepared } from "../prepare/prepared.ts";

/** How the network before the first step is made. */
export interface Start {
  readonly widths: readonly number[]; // hidden units, first layer first
  readonly skip: boolean; // inputs also feed the output layer
  readonly mostInputs?: number; // that a unit of the first hidden layer reads, drawn at random; all, the default
  readonly output?: "zero" | "normal"; // weights of the output layer; zero, the default, has no sensitivity to anything
}

interface TrainedRows {
  readonly data: Prepared;
  readonly rows: Uint32Array; // of the data, that the network will learn
}

/**
 * The network before the first step. Hidden weights are normal with variance 2 / weights a unit (He et al.,
 * arXiv:1502.01852); the output layer is zero unless asked for otherwise, but for its bias, the log prior of the
 * classes, so that training starts at the class shares.
 */
export function startNetwork({ data, rows }: TrainedRows, start: Start, random: Random): Network {
  const inputs = data.inputs.columns;
  const layers: Layer[] = [];
  let read = inputs;
  for (const [index, width] of start.widths.entries()) {
    const each = index === 0 ? Math.min(start.mostInputs ?? read, read) : read;
    const deviation = Math.sqrt(2 / Math.max(1, each));
    layers.push(makeLayer({ inputs: read, outputs: width, each }, random, () => deviation * random.normal()));
    read = width;
  }
  const outputs = outputCount(data.task);
  const skip = start.skip && start.widths.length > 0;
  const fanIn = readableUnits({ layers: [...layers, { outputs }], skip }, inputs, layers.length);
  const deviation = start.output === "normal" ? Math.sqrt(1 / Math.max(1, fanIn)) : 0;
  const output = makeLayer({ inputs: fanIn, outputs, each: fanIn }, random, () =>
    deviation === 0 ? 0 : deviation * random.normal(),
  );
  output.bias.set(priorLogits(data, rows, outputs));
  return { scale: new Float32Array(inputs).fill(1), layers: [...layers, output], skip };
}

interface LayerShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly each: number; // of the inputs that a unit reads
}

function makeLayer({ inputs, outputs, each }: LayerShape, random: Random, weight: () => number): Layer {
  const count = each * outputs;
  const column = new Uint32Array(count);
  const all = range(0, inputs);
  for (let output = 0; output < outputs; output++) {
    const read = each === inputs ? all : random.shuffle(all.slice()).subarray(0, each).sort();
    column.set(read, output * each);
  }
  return {
    inputs,
    outputs,
    rowStart: Uint32Array.from({ length: outputs + 1 }, (_, output) => output * each),
    column,
    weight: Float32Array.from({ length: count }, weight),
    bias: new Float32Array(outputs),
  };
}

/**
 * Logits of the class shares among `rows`, half a row added to each class so that none is infinite; 0 for regression.
 */
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
