import type { Graph, NetworkModel } from "../../export/graph.ts";
import { hasSimd } from "../../wasm/simd.ts";
import { averageOf, inputEncoders } from "../network-scorer.ts";
import { scorerOf } from "../score-graph.ts";
import { placeKernel } from "./kernel.ts";

/** Rows that the kernel computes at once. */
const lanes = 16;
const valueBytes = 8 * lanes;
const numbersOfStep = 5;

/** Predicts a few rows at once, with the results of a `Scorer`, bit for bit. Its values are kept in place. */
export interface BatchScorer {
  readonly rows: number; // at most
  readonly width: number; // predictions of a row
  /** Predicts `count` rows of features, one row after the other, and writes their predictions the same way. */
  score(features: Float64Array, count: number, into: Float64Array): void;
}

/** The fastest way to predict the rows of a graph: networks in compiled code where the machine has it. */
export function batchScorerOf(graph: Graph): BatchScorer {
  return graph.kind === "networks" && hasSimd() ? networkBatch(graph) : plainBatch(graph);
}

/** One row after the other. */
export function plainBatch(graph: Graph): BatchScorer {
  const scorer = scorerOf(graph);
  const size = graph.features.length;
  return {
    rows: lanes,
    width: scorer.width,
    score(features, count, into) {
      for (let row = 0; row < count; row++) {
        scorer.score(features.subarray(row * size, (row + 1) * size), into, row * scorer.width);
      }
    },
  };
}

function networkBatch(graph: NetworkModel): BatchScorer {
  const { inputs, layers, features: all, task } = graph;
  const units = layers.reduce((count, { bias }) => count + bias.length, 0);
  const steps = inputs.flatMap((input, place) => (input.kind === "step" ? [{ ...input, place }] : []));
  const { kernel, memory, at } = placeKernel((bump) => ({
    features: bump.take(valueBytes * all.length),
    values: bump.take(valueBytes * (inputs.length + units)),
    steps: bump.take(8 * numbersOfStep * steps.length),
    sources: bump.take(4 * steps.length),
    targets: bump.take(4 * steps.length),
    layers: layers.map(({ bias, start, source, weight }) => ({
      bias: bump.take(8 * bias.length),
      start: bump.take(4 * start.length),
      source: bump.take(4 * source.length),
      weight: bump.take(8 * weight.length),
    })),
  }));
  const plans = layers.map(({ bias, start, source, weight, first, rectified }, i) => {
    const own = at.layers[i]!;
    new Float64Array(memory, own.bias, bias.length).set(bias);
    new Uint32Array(memory, own.start, start.length).set(start);
    new Uint32Array(memory, own.source, source.length).set(source.map((place) => place * valueBytes));
    new Float64Array(memory, own.weight, weight.length).set(weight);
    return { ...own, first: first * valueBytes, units: bias.length, rectified: rectified ? 1 : 0 };
  });
  const values = new Float64Array(memory, at.values, lanes * (inputs.length + units));
  const given = new Float64Array(memory, at.features, lanes * all.length);
  new Float64Array(memory, at.steps, numbersOfStep * steps.length).set(
    steps.flatMap(({ low, high, least, most, mean }) => [low, high - low, least, most, mean]),
  );
  new Uint32Array(memory, at.sources, steps.length).set(steps.map(({ feature }) => feature * valueBytes));
  new Uint32Array(memory, at.targets, steps.length).set(steps.map(({ place }) => place * valueBytes));
  const encoders = inputEncoders(graph, all);
  const others = inputs.flatMap(({ kind, feature }, place) => (kind === "step" ? [] : [{ place, feature }]));
  const outputs = Int32Array.from(graph.outputs.flat());
  const ofRow = new Float64Array(inputs.length + units); // the outputs of one row alone
  const average = averageOf(graph, ofRow);
  const width = task.kind === "regression" ? 1 : task.classes.length;
  return {
    rows: lanes,
    width,
    score(features, count, into) {
      for (let row = 0; row < count; row++) {
        for (let i = 0; i < all.length; i++) given[i * lanes + row] = features[row * all.length + i]!;
      }
      kernel.encodeSteps(at.features, at.values, at.steps, at.sources, at.targets, steps.length);
      for (const { place, feature } of others) {
        const encode = encoders[place]!;
        for (let row = 0; row < count; row++) values[place * lanes + row] = encode(given[feature * lanes + row]!);
      }
      for (const { first, units: own, bias, start, source, weight, rectified } of plans) {
        kernel.sumLayer(at.values, first, own, bias, start, source, weight, rectified);
      }
      for (let row = 0; row < count; row++) {
        for (const place of outputs) ofRow[place] = values[place * lanes + row]!;
        average(into, row * width);
      }
    },
  };
}
