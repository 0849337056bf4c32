// What an exported JavaScript module is made of: src/build.mjs makes text of this file and all that it imports.
import type { Example } from "../export/request.ts";
import type { Graph, TreeGraph } from "../export/graph.ts";
import type { NetworkGraph } from "../export/network-graph.ts";
import { ensembleOf } from "../trees/json.ts";
import type { Predictor } from "./predictor.ts";

export { predictorOf } from "./predictor.ts";

/** A graph as `dataFields` wrote it: single precision with few digits, trees as in a model file. */
export function unpacked(graph: Graph): Graph {
  if (graph.kind !== "portfolio") return { ...graph, ...unpackedPart(graph) };
  return { ...graph, parts: graph.parts.map(({ share, graph: part }) => ({ share, graph: unpackedPart(part) })) };
}

function unpackedPart(graph: NetworkGraph | TreeGraph): NetworkGraph | TreeGraph {
  if (graph.kind === "trees") return { ...graph, ensemble: ensembleOf(graph.task)(graph.ensemble, "ensemble") };
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
