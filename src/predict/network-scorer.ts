import { smoothClip } from "../base/smooth-clip.ts";
import type { Feature } from "../export/features.ts";
import type { Input } from "../export/inputs.ts";
import type { NetworkGraph, UnitLayer } from "../export/network-graph.ts";
import type { Scorer } from "./scorer.ts";

/** Computes networks in float64. Not to be used by two rows at once: its values are kept in place. */
export function networkScorer(graph: NetworkGraph, features: readonly Feature[]): Scorer {
  const { task } = graph;
  const values = new Float64Array(graph.layers.reduce((n, layer) => n + layer.bias.length, graph.inputs.length));
  const width = task.kind === "regression" ? 1 : task.classes.length;
  const encode = inputEncoders(graph, features);
  const source = Int32Array.from(graph.inputs, (input) => input.feature);
  const layers = graph.layers.map(packed);
  const average = averageOf(graph, values);
  return {
    width,
    score(given, into, at) {
      for (let i = 0; i < encode.length; i++) values[i] = encode[i]!(given[source[i]!]!);
      for (const layer of layers) sumLayer(layer, values);
      average(into, at);
    },
  };
}

interface PackedLayer {
  readonly rectified: boolean;
  readonly first: number;
  readonly bias: Float64Array;
  readonly start: Int32Array;
  readonly source: Int32Array;
  readonly weight: Float64Array;
}

function packed({ rectified, first, bias, start, source, weight }: UnitLayer): PackedLayer {
  return {
    rectified,
    first,
    bias: Float64Array.from(bias),
    start: Int32Array.from(start),
    source: Int32Array.from(source),
    weight: Float64Array.from(weight),
  };
}

function sumLayer({ rectified, first, bias, start, source, weight }: PackedLayer, values: Float64Array): void {
  for (let unit = 0; unit < bias.length; unit++) {
    let sum = bias[unit]!;
    const end = start[unit + 1]!;
    for (let k = start[unit]!; k < end; k++) sum += weight[k]! * values[source[k]!]!;
    values[first + unit] = rectified && sum < 0 ? 0 : sum;
  }
}

/** How each input of a graph is computed from its feature. */
export function inputEncoders(
  { inputs }: NetworkGraph,
  features: readonly Feature[],
): readonly ((x: number) => number)[] {
  return inputs.map((input) => encoderOf(input, features[input.feature]!.levels));
}

function encoderOf(input: Input, levels: readonly string[]): (x: number) => number {
  switch (input.kind) {
    case "scaled": {
      const { centre, scale } = input;
      return (x) => (x === x ? smoothClip((x - centre) / scale) : 0);
    }
    case "log": {
      const { centre, typical, size } = input;
      return (x) => {
        if (x !== x) return 0;
        const code = (2 * Math.log1p(Math.abs(x - centre) / typical)) / size;
        return smoothClip(x < centre ? -code : code);
      };
    }
    case "step": {
      const { low, high, least, most, mean } = input;
      const width = high - low;
      return (x) => {
        if (x !== x) return 0;
        const part = (x - low) / width;
        return (part < least ? least : part > most ? most : part) - mean;
      };
    }
    case "missing":
      return (x) => (x === x ? 0 : 1);
    case "table": {
      const valueOf = new Map(input.levels.map((level, i) => [level, input.values[i]!]));
      const byPlace = Float64Array.from(levels, (level) => valueOf.get(level) ?? input.unknown);
      const { unknown } = input;
      return (x) => (x >= 0 ? byPlace[x]! : x === x ? unknown : 0);
    }
  }
}

/**
 * Writes predictions from the values of a row: the mean over members, and for classes over temperatures, of the
 * predictions; never of the logits.
 */
export function averageOf({ task, outputs, inverseTemperatures }: NetworkGraph, values: Float64Array) {
  if (task.kind === "regression") {
    const { mean, deviation, low, high } = task;
    return (into: Float64Array, at: number): void => {
      let sum = 0;
      for (const [output] of outputs) sum += Math.min(high, Math.max(low, mean + deviation * values[output!]!));
      into[at] = sum / outputs.length;
    };
  }
  const count = task.classes.length;
  const share = 1 / (outputs.length * inverseTemperatures.length);
  const addSoftmax = softmaxAdder(values, share, count);
  return (into: Float64Array, at: number): void => {
    if (count === 1) {
      into[at] = 1;
      return;
    }
    into.fill(0, at, at + count);
    for (const output of outputs) {
      for (const factor of inverseTemperatures) {
        if (count === 2) into[at + 1]! += share / (1 + Math.exp(-factor * values[output[0]!]!));
        else addSoftmax(output, factor, into, at);
      }
    }
    if (count === 2) into[at] = 1 - into[at + 1]!;
  };
}

/** Adds the share of a softmax of the values of a member. */
function softmaxAdder(values: Float64Array, share: number, classes: number) {
  const parts = new Float64Array(classes);
  // oxlint-disable-next-line max-params -- called for every row: an object would be made for each
  return (output: readonly number[], factor: number, into: Float64Array, at: number): void => {
    let highest = -Infinity;
    for (const place of output) highest = Math.max(highest, values[place]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      parts[c] = Math.exp(factor * (values[output[c]!]! - highest));
      sum += parts[c]!;
    }
    for (let c = 0; c < classes; c++) into[at + c]! += (share * parts[c]!) / sum;
  };
}
