import type { GraphHead, TreeGraph } from "../export/graph.ts";
import { leafWidth, viewsOf } from "../trees/trees.ts";
import { memberAdder, viewsReader } from "./tree-scorer.ts";
import type { Ways, WaysAsked } from "./ways.ts";

/**
 * Ways through trees, one tree after the other: a tree stays in the cache for all ways, and is walked again only where
 * a column has changed that it asked on the last walk. Predicts what a scorer does, bit for bit.
 */
export function treeWays({ task, sources, ensemble }: TreeGraph, { features }: GraphHead, asked: WaysAsked): Ways {
  const { columns, plan } = asked;
  const { treeStart, view, threshold, child, values, combine, start, members } = ensemble;
  const { views, read } = viewsReader({ sources, ensemble }, features);
  const viewsOfRow = (row: Float64Array): Uint16Array => {
    read(row);
    return views.slice();
  };
  const player = new Map(columns.map((column, i) => [column, i]));
  const playerOf = viewsOf(ensemble.inputs).map(({ input }) => player.get(features[sources[input]!]!.column)!);
  const bit = Int32Array.from(playerOf, bitOf);
  const backgrounds = asked.backgrounds.map(viewsOfRow);
  const orders = plan.orders.map((order, i) => {
    const place = new Int32Array(order.length);
    order.forEach((each, k) => {
      place[each] = k;
    });
    const from = backgrounds[i % plan.backgrounds]!;
    return { from, bits: Int32Array.from(order, bitOf), takenAt: Int32Array.from(playerOf, (each) => place[each]!) };
  });
  const between = columns.length - 1;
  const points = 2 * orders.length * between;
  const classes = task.kind === "regression" ? 1 : task.classes.length;
  const width = leafWidth(ensemble.leaf, task);
  const scores = new Float64Array(points * start.length);
  const scoresOfPoint = new Float64Array(start.length);
  const sums = new Float64Array(points * classes);
  const addMember = memberAdder(ensemble, task);
  const predictions = new Float64Array(points);

  // Decisions are bits, not branches, which could not be predicted.
  const addTree = (tree: number, first: number, share: number): void => {
    const root = treeStart[tree]!;
    let at = width === 1 ? (tree - first) % start.length : 0;
    for (const { from, bits, takenAt } of orders) {
      for (let back = 0; back < 2; back++) {
        let turning = -1; // bits of the columns whose other value would have turned the last walk
        let leaf = 0;
        for (let k = 0; k < between; k++) {
          if ((turning & bits[k]!) !== 0) {
            turning = 0;
            let node = root;
            for (let left = child[node]!; left !== 0; left = child[node]!) {
              const v = view[node]!;
              const most = threshold[node]!;
              const isAbove = (most - from[v]!) >>> 31;
              const turns = isAbove ^ ((most - views[v]!) >>> 31);
              turning |= bit[v]! & -turns;
              node = left + (isAbove ^ (turns & (((takenAt[v]! - k - 1) >>> 31) ^ back)));
            }
            leaf = view[node]! * width;
          }
          if (width === 1) scores[at]! += share * values[leaf]!;
          else for (let s = 0; s < width; s++) scores[at + s]! += share * values[leaf + s]!;
          at += start.length;
        }
      }
    }
  };
  return (row, output) => {
    // One class is certain, and may have no trees.
    if (task.kind === "classification" && classes === 1) return predictions.fill(1);
    read(row);
    sums.fill(0);
    let first = 0;
    for (const count of members) {
      for (let i = 0; i < scores.length; i++) scores[i] = start[i % start.length]!;
      for (let tree = first; tree < first + count; tree++) addTree(tree, first, combine === "mean" ? 1 / count : 1);
      for (let point = 0; point < points; point++) {
        for (let s = 0; s < start.length; s++) scoresOfPoint[s] = scores[point * start.length + s]!;
        addMember(scoresOfPoint, sums, point * classes);
      }
      first += count;
    }
    return predictions.map((_, point) => sums[point * classes + output]!);
  };
}

/** A column as one of 32 bits: where two share one, a tree is walked more often than it must be. */
function bitOf(player: number): number {
  return 1 << (player & 31);
}
