import { logarithm, pool } from "../base/opinion-pool.ts";
import type { Graph } from "../export/graph.ts";
import { networkScorer } from "./network-scorer.ts";
import type { Scorer } from "./scorer.ts";
import { treeScorer } from "./tree-scorer.ts";

/** What scores rows as a graph says; several models pool their probabilities, or average their numbers, by shares. */
export function scorerOf(graph: Graph): Scorer {
  if (graph.kind === "networks") return networkScorer(graph, graph.features);
  if (graph.kind === "trees") return treeScorer(graph, graph.features);
  const isClasses = graph.task.kind === "classification";
  const parts = graph.parts.map(({ share, graph: part }) => {
    const scorer = part.kind === "trees" ? treeScorer(part, graph.features) : networkScorer(part, graph.features);
    return { share, scorer, scores: new Float64Array(scorer.width) };
  });
  const { width } = parts[0]!.scorer;
  return {
    width,
    score(features, into, at) {
      into.fill(0, at, at + width);
      for (const { share, scorer, scores } of parts) {
        scorer.score(features, scores, 0);
        for (let i = 0; i < width; i++) into[at + i]! += share * (isClasses ? logarithm(scores[i]!) : scores[i]!);
      }
      if (isClasses) pool(into, at, width);
    },
  };
}
