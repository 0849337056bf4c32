import { logarithm, pool } from "../../base/opinion-pool.ts";
import type { Graph } from "../../export/graph.ts";
import { hasSimd } from "../../wasm/simd.ts";
import { treeWays } from "../tree-ways.ts";
import type { Ways, WaysAsked } from "../ways.ts";
import { networkWays } from "./network-ways.ts";

/** The fastest ways through a graph, of several models pooled by their shares; null where the machine has none. */
export function waysOf(graph: Graph, asked: WaysAsked): Ways | null {
  const parts = graph.kind === "portfolio" ? graph.parts : [{ share: 1, graph }];
  if (parts.some((part) => part.graph.kind === "networks") && !hasSimd()) return null;
  const ways = parts.map(({ share, graph: part }) => {
    return { share, of: part.kind === "trees" ? treeWays(part, graph, asked) : networkWays(part, graph, asked) };
  });
  if (graph.kind !== "portfolio") return ways[0]!.of;
  const sumOf = (row: Float64Array, output: number, ofValue: (value: number) => number) =>
    ways
      .map(({ share, of }) => of(row, output).map((value) => share * ofValue(value)))
      .reduce((sum, values) => sum.map((value, i) => value + values[i]!));
  const { task } = graph;
  if (task.kind === "regression") return (row, output) => sumOf(row, output, (value) => value);
  const point = new Float64Array(task.classes.length);
  return (row, output) => {
    const sums = task.classes.map((_, k) => sumOf(row, k, logarithm));
    return sums[output]!.map((_, i) => {
      for (let k = 0; k < point.length; k++) point[k] = sums[k]![i]!;
      pool(point, 0, point.length);
      return point[output]!;
    });
  };
}
