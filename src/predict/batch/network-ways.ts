import type { GraphHead } from "../../export/graph.ts";
import { placesByColumn } from "../../export/features.ts";
import type { NetworkGraph } from "../../export/network-graph.ts";
import { averageOf, inputEncoders } from "../network-scorer.ts";
import { hiddenReads, readersOfInputs } from "../walk.ts";
import type { Ways, WaysAsked } from "../ways.ts";
import { placeKernel } from "./kernel.ts";

/** Ways that go side by side. */
const lanes = 16;
const valueBytes = 8 * lanes;

/** A row as a network reads it, and what its units read from it. */
interface ReadRow {
  readonly codes: Float64Array; // of inputs
  readonly sums: Float64Array; // of units
}

interface Way {
  readonly order: Uint32Array;
  readonly from: Float64Array; // codes
  readonly to: Float64Array;
}

/**
 * Ways through networks, 16 side by side in compiled code. As in a walk, units keep what they read from inputs, and a
 * column that changes costs its own weights; a layer adds what its units read from each other.
 */
export function networkWays(graph: NetworkGraph, { features, columns: all }: GraphHead, asked: WaysAsked): Ways {
  const { inputs, task } = graph;
  const { orders, backgrounds: used } = asked.plan;
  const { sums, values, sumLayers } = placedLayers(graph);
  const units = sums.length / lanes;
  const encoders = inputEncoders(graph, features);
  const places = placesByColumn(
    all.length,
    inputs.map(({ feature }) => features[feature]!),
  );
  const inputsOf = asked.columns.map((column) => places[column]!);
  const { start, unit, weight } = readersOfInputs(graph, units);
  const bias = Float64Array.from(graph.layers.flatMap((layer) => layer.bias));
  const readRow = (row: Float64Array): ReadRow => {
    const codes = Float64Array.from(inputs, ({ feature }, i) => encoders[i]!(row[feature]!));
    const read = bias.slice();
    for (const [input, code] of codes.entries()) {
      for (let k = start[input]!; k < start[input + 1]!; k++) read[unit[k]!]! += weight[k]! * code;
    }
    return { codes, sums: read };
  };
  const backgrounds = asked.backgrounds.map(readRow);
  const outputs = Int32Array.from(graph.outputs.flat());
  const ofRow = new Float64Array(inputs.length + units); // the outputs of one row alone
  const average = averageOf(graph, ofRow);
  const scores = new Float64Array(task.kind === "regression" ? 1 : task.classes.length);
  const between = asked.columns.length - 1;
  const predictions = new Float64Array(2 * orders.length * between);

  const flip = ({ order, from, to }: Way, lane: number, step: number): void => {
    const list = inputsOf[order[step]!]!;
    for (let i = 0; i < list.length; i++) {
      const input = list[i]!;
      const change = to[input]! - from[input]!;
      if (change === 0) continue;
      const end = start[input + 1]!;
      for (let k = start[input]!; k < end; k++) sums[unit[k]! * lanes + lane]! += weight[k]! * change;
    }
  };
  return (row, output) => {
    const explained = readRow(row);
    for (let first = 0; first < 2 * orders.length; first += lanes) {
      const ways = Array.from({ length: Math.min(lanes, 2 * orders.length - first) }, (_, lane): Way => {
        const order = (first + lane) >> 1;
        const background = backgrounds[order % used]!;
        const [from, to] = lane % 2 === 0 ? [background, explained] : [explained, background];
        for (let u = 0; u < units; u++) sums[u * lanes + lane] = from.sums[u]!;
        return { order: orders[order]!, from: from.codes, to: to.codes };
      });
      for (let step = 0; step < between; step++) {
        for (let lane = 0; lane < ways.length; lane++) flip(ways[lane]!, lane, step);
        sumLayers();
        for (let lane = 0; lane < ways.length; lane++) {
          for (let i = 0; i < outputs.length; i++) {
            const place = outputs[i]!;
            ofRow[place] = values[(place - inputs.length) * lanes + lane]!;
          }
          average(scores, 0);
          predictions[(first + lane) * between + step] = scores[output]!;
        }
      }
    }
    return predictions;
  };
}

/**
 * The layers in memory of the kernel: `sums` is what each unit reads from inputs, 16 ways side by side, `values` what
 * it gives once `sumLayers` has run. To the kernel a unit has no bias, and reads its sum with the weight 1.
 */
function placedLayers({ inputs, layers }: NetworkGraph) {
  const units = layers.reduce((count, { bias }) => count + bias.length, 0);
  const reads = layers.map((layer) => {
    const { offset, rectified, start, source, weight } = hiddenReads(layer, inputs.length);
    const own = layer.bias.map((_, unit) => {
      const range = [start[unit]!, start[unit + 1]!] as const;
      return {
        places: [offset + unit, ...Array.from(source.slice(...range), (place) => units + place - inputs.length)],
        weights: [1, ...weight.slice(...range)],
      };
    });
    return {
      ...{ first: (units + offset) * valueBytes, units: own.length, rectified: rectified ? 1 : 0 },
      start: Uint32Array.from(start, (from, unit) => from + unit),
      source: Uint32Array.from(own.flatMap(({ places }) => places.map((place) => place * valueBytes))),
      weight: Float64Array.from(own.flatMap(({ weights }) => weights)),
    };
  });
  const { kernel, memory, at } = placeKernel((bump) => ({
    values: bump.take(2 * valueBytes * units),
    layers: reads.map((layer) => ({
      bias: bump.take(8 * layer.units), // 0
      start: bump.take(layer.start.byteLength),
      source: bump.take(layer.source.byteLength),
      weight: bump.take(layer.weight.byteLength),
    })),
  }));
  const plans = reads.map(({ start, source, weight, ...rest }, i) => {
    const places = at.layers[i]!;
    new Uint32Array(memory, places.start, start.length).set(start);
    new Uint32Array(memory, places.source, source.length).set(source);
    new Float64Array(memory, places.weight, weight.length).set(weight);
    return { ...rest, ...places };
  });
  return {
    sums: new Float64Array(memory, at.values, lanes * units),
    values: new Float64Array(memory, at.values + valueBytes * units, lanes * units),
    sumLayers: (): void => {
      for (const { first, units: own, bias, start, source, weight, rectified } of plans) {
        kernel.sumLayer(at.values, first, own, bias, start, source, weight, rectified);
      }
    },
  };
}
