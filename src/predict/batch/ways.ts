import type { Graph } from "../../export/graph.ts";
import { hasSimd } from "../../wasm/simd.ts";
import { treeWays } from "../tree-ways.ts";
import type { Ways, WaysAsked } from "../ways.ts";
import { networkWays } from "./network-ways.ts";

/** The fastest ways through a graph, of several models the mean by their shares; null where the machine has none. */
export function waysOf(graph: Graph, asked: WaysAsked): Ways | null {
  const parts = graph.kind === "portfolio" ? graph.parts : [{ share: 1, graph }];
  if (parts.some((part) => part.graph.kind === "networks") && !hasSimd()) return null;
  const ways = parts.map(({ share, graph: part }) => {
    return { share, of: part.kind === "trees" ? treeWays(part, graph, asked) : networkWays(part, graph, asked) };
  });
  if (ways.length === 1) return ways[0]!.of;
  return (row, output) => {
    const all = ways.map(({ share, of }) => of(row, output).map((value) => share * value));
    return all.reduce((sum, values) => sum.map((value, i) => value + values[i]!));
  };
}
