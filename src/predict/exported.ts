// What an exported JavaScript module is made of: src/build.mjs makes text of this file and all that it imports.
import type { Example } from "../export/request.ts";
import type { Graph } from "../export/graph.ts";
import type { Predictor } from "./predictor.ts";

export { predictorOf } from "./predictor.ts";

/** The graph as it was before its numbers in single precision were written with few digits. */
export function unpacked(graph: Graph): Graph {
  const layers = graph.layers.map((layer) => ({
    ...layer,
    bias: layer.bias.map(Math.fround),
    weight: layer.weight.map(Math.fround),
  }));
  return { ...graph, layers };
}

/** The largest difference between predictions and what was written down for a few rows. */
export function check(predictor: Predictor, examples: readonly Example[]): number {
  const told = predictor.predictMany(examples.map(({ cells }) => cells));
  const differences = told.flatMap(({ prediction, probabilities }, row) => {
    const got = probabilities.length > 0 ? probabilities : [Number(prediction)];
    return got.map((value, i) => Math.abs(value - examples[row]!.outputs[i]!));
  });
  return Math.max(...differences);
}
