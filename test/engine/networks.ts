import type { Random } from "../../src/base/random.ts";
import { zeros } from "../../src/base/matrix.ts";
import type { Step } from "../../src/engine/engine.ts";
import type { Layer, Network } from "../../src/network/network.ts";
import type { Prepared, Task } from "../../src/prepare/prepared.ts";

/** Inputs, hidden units by layer, outputs. */
export interface NetworkPlan {
  readonly sizes: readonly number[];
  readonly skip: boolean;
  readonly density: number;
}

export function randomNetwork(random: Random, plan: NetworkPlan): Network {
  const inputs = plan.sizes[0]!;
  const scale = Float32Array.from({ length: inputs }, () => 0.5 + random.uniform());
  const layers = plan.sizes.slice(1).map((outputs, index) => {
    const last = index === plan.sizes.length - 2;
    const below = plan.sizes[index]!;
    return randomLayer(random, last && index > 0 && plan.skip ? below + inputs : below, outputs, plan.density);
  });
  return { scale, layers, skip: plan.skip };
}

export function randomLayer(random: Random, inputs: number, outputs: number, density: number): Layer {
  const rowStart = new Uint32Array(outputs + 1);
  const column: number[] = [];
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) if (random.uniform() < density) column.push(input);
    rowStart[output + 1] = column.length;
  }
  const size = Math.sqrt(2 / Math.max(1, inputs * density));
  return {
    inputs,
    outputs,
    rowStart,
    column: Uint32Array.from(column),
    weight: Float32Array.from(column, () => size * random.normal()),
    bias: Float32Array.from({ length: outputs }, () => 0.3 * random.normal()),
  };
}

export const regression: Task = { kind: "regression", mean: 0, deviation: 1, low: -9, high: 9 };

export function classification(classes: number): Task {
  return { kind: "classification", classes: Array.from({ length: classes }, (_, one) => `class ${one}`) };
}

/** Normal inputs; classes or deviations that depend on them, so that there is something to learn. */
export function randomData(random: Random, rows: number, inputs: number, task: Task, weighted: boolean): Prepared {
  const matrix = zeros(rows, inputs);
  for (let at = 0; at < matrix.data.length; at++) matrix.data[at] = random.normal();
  const targets = Float32Array.from({ length: rows }, (_, row) => {
    const first = matrix.data[row * inputs] ?? 0;
    const noisy = first + (matrix.data[row * inputs + 1] ?? 0) + 0.5 * random.normal();
    if (task.kind === "regression") return noisy;
    const classes = task.classes.length;
    return Math.min(classes - 1, Math.max(0, Math.floor((noisy / 4 + 0.5) * classes)));
  });
  const weights = weighted ? Float32Array.from({ length: rows }, () => 2 * random.uniform()) : null;
  return { task, inputs: matrix, targets, weights };
}

/** Rows 0 to rows − 1 in random order. */
export function randomOrder(random: Random, rows: number): Uint32Array {
  return random.shuffle(Uint32Array.from({ length: rows }, (_, row) => row));
}

export function stepOf(rows: number, batch: number, rate = 0.003, scaleRate = 1): Step {
  const rates = new Float32Array(Math.ceil(rows / batch)).fill(rate);
  return { batch, rates, decay: 0.01, scaleRate, beta1: 0.9, beta2: 0.95 };
}

/** A network from rows of weights, where 0 is no weight, and biases; without skip, scale 1. */
export function networkOf(weights: readonly number[][][], biases: readonly number[][]): Network {
  const layers = weights.map((rows, index): Layer => {
    const kept = rows.map((row) => [...row.keys()].filter((column) => row[column] !== 0));
    const rowStart = new Uint32Array(rows.length + 1);
    kept.forEach((columns, row) => (rowStart[row + 1] = rowStart[row]! + columns.length));
    return {
      inputs: rows[0]!.length,
      outputs: rows.length,
      rowStart,
      column: Uint32Array.from(kept.flat()),
      weight: Float32Array.from(rows.flatMap((row) => row.filter((weight) => weight !== 0))),
      bias: Float32Array.from(biases[index]!),
    };
  });
  return { scale: new Float32Array(layers[0]!.inputs).fill(1), layers, skip: false };
}

export function keepAll(network: Network): Uint8Array[] {
  return network.layers.map((layer) => new Uint8Array(layer.weight.length).fill(1));
}
