import { placesByColumn } from "../export/features.ts";
import type { Graph, GraphHead, NetworkModel, TreeGraph } from "../export/graph.ts";
import type { NetworkGraph, UnitLayer } from "../export/network-graph.ts";
import { averageOf, inputEncoders } from "./network-scorer.ts";
import { scorerOf } from "./score-graph.ts";

/** A row that turns into another, column by column. Values are kept in place. */
export interface Walk {
  readonly width: number; // predictions of a row
  /** What a walk keeps of a row, from its features. */
  encode(features: Float64Array): Float64Array;
  /** Starts at a row, as it was encoded. */
  begin(row: Float64Array): void;
  /** Takes a column from another row. */
  take(column: number, row: Float64Array): void;
  /** Writes the predictions of the row as it is now. */
  predict(into: Float64Array): void;
}

/**
 * A walk over the columns of a graph, numbered as in `graph.columns`. Sums keep what they read from inputs, so that a
 * column costs its own weights: up to rounding, the predictions are those of a scorer.
 */
export function walkOf(graph: Graph): Walk {
  return graph.kind === "networks" ? networkWalk(graph) : plainWalk(graph);
}

/** Scores the whole row at every step. */
function plainWalk(graph: Graph): Walk {
  const scorer = scorerOf(graph);
  const features = new Float64Array(graph.features.length);
  const own = placesByColumn(graph.columns.length, graph.features);
  return {
    width: scorer.width,
    encode: (row) => row.slice(),
    begin: (row) => features.set(row),
    take(column, row) {
      for (const place of own[column]!) features[place] = row[place]!;
    },
    predict: (into) => scorer.score(features, into, 0),
  };
}

function networkWalk(graph: NetworkModel): Walk {
  const { inputs, layers } = graph;
  const units = layers.reduce((count, layer) => count + layer.bias.length, 0);
  const encoders = inputEncoders(graph, graph.features);
  const read = inputs.map(({ feature }) => graph.features[feature]!);
  const own = placesByColumn(graph.columns.length, read);
  const { start, unit, weight } = readersOfInputs(graph, units);
  const between = layers.map((layer) => hiddenReads(layer, inputs.length));
  const bias = Float64Array.from(layers.flatMap((layer) => layer.bias));
  const codes = new Float64Array(inputs.length);
  const sums = new Float64Array(units); // bias and what a unit reads from inputs
  const values = new Float64Array(inputs.length + units);
  const average = averageOf(graph, values);

  const take = (column: number, row: Float64Array): void => {
    const list = own[column]!;
    for (let k = 0; k < list.length; k++) {
      const input = list[k]!;
      const change = row[input]! - codes[input]!;
      if (change === 0) continue;
      codes[input] = row[input]!;
      const end = start[input + 1]!;
      for (let at = start[input]!; at < end; at++) sums[unit[at]!]! += weight[at]! * change;
    }
  };
  return {
    width: graph.task.kind === "regression" ? 1 : graph.task.classes.length,
    encode: (features) => Float64Array.from(inputs, ({ feature }, i) => encoders[i]!(features[feature]!)),
    begin(row) {
      sums.set(bias);
      codes.fill(0);
      for (let column = 0; column < own.length; column++) take(column, row);
    },
    take,
    predict(into) {
      for (const layer of between) sumHidden(layer, sums, values);
      average(into, 0);
    },
  };
}

type HiddenReads = ReturnType<typeof hiddenReads>;

function sumHidden(
  { rectified, first, offset, start, source, weight }: HiddenReads,
  sums: Float64Array,
  values: Float64Array,
) {
  for (let unit = 0; unit + 1 < start.length; unit++) {
    let sum = sums[offset + unit]!;
    const end = start[unit + 1]!;
    for (let k = start[unit]!; k < end; k++) sum += weight[k]! * values[source[k]!]!;
    values[first + unit] = rectified && sum < 0 ? 0 : sum;
  }
}

/** About how many multiply-adds a step of a walk takes: sums between units, and a column's share of the others. */
export function stepOperations(graph: Graph): number {
  if (graph.kind === "portfolio") return graph.parts.reduce((sum, part) => sum + ownOperations(part.graph, graph), 0);
  return ownOperations(graph, graph);
}

/** Of a part of a model of these columns. A way through trees is about as long as in balanced ones. */
function ownOperations(graph: NetworkGraph | TreeGraph, { columns }: GraphHead): number {
  if (graph.kind === "trees") {
    const { treeStart } = graph.ensemble;
    const trees = Math.max(1, treeStart.length - 1);
    return trees * Math.log2(2 + treeStart.at(-1)! / trees) * nodeCost;
  }
  const hidden = graph.layers.reduce(
    (sum, { source }) => sum + source.filter((s) => s >= graph.inputs.length).length,
    0,
  );
  const all = graph.layers.reduce((sum, { source }) => sum + source.length, 0);
  const units = graph.layers.reduce((sum, { bias }) => sum + bias.length, 0);
  const outputs = graph.outputs.flat().length * Math.max(1, graph.inverseTemperatures.length);
  return hidden + units + outputsCost * outputs + (all - hidden) / Math.max(1, columns.length);
}

/** Multiply-adds that take as long as an exponential, and as long as a node. */
const outputsCost = 10;
const nodeCost = 3;

/** The units that read each input, with their weights; compressed, one range an input. */
export function readersOfInputs({ inputs, layers }: NetworkGraph, units: number) {
  const lists = inputs.map((): { unit: number; weight: number }[] => []);
  for (const { first, start, source, weight } of layers) {
    for (let unit = 0; unit + 1 < start.length; unit++) {
      for (let k = start[unit]!; k < start[unit + 1]!; k++) {
        lists[source[k]!]?.push({ unit: first - inputs.length + unit, weight: weight[k]! });
      }
    }
  }
  const flat = lists.flat();
  if (flat.some(({ unit }) => unit < 0 || unit >= units)) throw new Error("A unit stands before the inputs.");
  const start = new Int32Array(inputs.length + 1);
  lists.forEach((list, i) => (start[i + 1] = start[i]! + list.length));
  return {
    start,
    unit: Int32Array.from(flat, (each) => each.unit),
    weight: Float64Array.from(flat, (each) => each.weight),
  };
}

/** A layer with its reads of other units alone. */
export function hiddenReads({ rectified, first, start, source, weight }: UnitLayer, inputs: number) {
  const starts = [0];
  const kept: number[] = [];
  for (let unit = 0; unit + 1 < start.length; unit++) {
    for (let k = start[unit]!; k < start[unit + 1]!; k++) if (source[k]! >= inputs) kept.push(k);
    starts.push(kept.length);
  }
  return {
    rectified,
    first,
    offset: first - inputs,
    start: Int32Array.from(starts),
    source: Int32Array.from(kept, (k) => source[k]!),
    weight: Float64Array.from(kept, (k) => weight[k]!),
  };
}
