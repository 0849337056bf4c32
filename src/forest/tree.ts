import type { Random } from "../base/random.ts";
import { leafView } from "./forest.ts";
import { Frontier } from "./frontier.ts";
import type { Nodes } from "./nodes.ts";
import type { SplitSearch } from "./search.ts";

/** How one tree grows; whole numbers, resolved from ForestOptions. */
export interface TreeOptions {
  readonly coded: number; // coded columns there are
  readonly codedPerSplit: number; // how many of them a split looks at
  readonly minLeafWeight: number;
  readonly maxLeaves: number; // Infinity: no limit
  readonly maxDepth: number; // Infinity: no limit
}

/** Stores what a leaf of positions [start, end) says and returns the leaf's `value`. */
export type LeafWriter = (start: number, end: number, pure: boolean) => number;

/**
 * Grows one tree of Breiman's forest (Machine Learning 45, 2001) into `nodes`: at each node the best split of a few
 * columns drawn anew. Without `maxLeaves` depth first, with it the largest gain first. No recursion: waiting nodes lie
 * on a heap of our own. Returns the rows looked at; adds each split's gain to `impurity[column]`.
 */
export function growTree(
  search: SplitSearch,
  rows: number,
  options: TreeOptions,
  random: Random,
  nodes: Nodes,
  writeLeaf: LeafWriter,
  impurity: Float64Array,
): number {
  const root = nodes.count;
  const frontier = new Frontier(options.maxLeaves < Infinity);
  const drawn = Uint32Array.from({ length: options.coded }, (_, column) => column);
  let steps = 0;
  let leaves = 1;

  const close = (node: number, start: number, end: number, depth: number, pure: boolean) => {
    nodes.view[node] = leafView(options.coded);
    nodes.cut[node] = Math.min(depth, 65535);
    nodes.child[node] = node - root;
    nodes.value[node] = writeLeaf(start, end, pure);
  };
  const visit = (node: number, start: number, end: number, depth: number) => {
    const mixed = search.open(start, end);
    const divisible =
      mixed &&
      depth < options.maxDepth &&
      search.weight >= 2 * options.minLeafWeight &&
      options.maxLeaves > 1;
    if (divisible) steps += scanDrawn(search, end - start, options.codedPerSplit, drawn, random);
    const split = divisible ? search.best() : null;
    if (split === null) close(node, start, end, depth, !mixed);
    else frontier.push({ node, start, end, depth, gain: split.score - search.wholeScore, split });
  };

  visit(nodes.push(), 0, rows, 0);
  for (let open = frontier.pop(); open !== undefined; open = frontier.pop()) {
    const { node, start, end, depth, split } = open;
    if (leaves >= options.maxLeaves) {
      close(node, start, end, depth, false);
      continue;
    }
    leaves++;
    impurity[split.view >>> 1]! += open.gain;
    const middle = search.partition(start, end, split);
    const left = nodes.push();
    const right = nodes.push();
    nodes.view[node] = split.view;
    nodes.cut[node] = split.cut;
    nodes.child[node] = left - root;
    visit(left, start, middle, depth + 1);
    visit(right, middle, end, depth + 1);
  }
  return steps;
}

/**
 * Scans columns drawn without replacement until enough were seen and one of them was not constant, as scikit-learn
 * does; returns the rows looked at. `drawn` is shuffled on from node to node.
 */
function scanDrawn(
  search: SplitSearch,
  rows: number,
  enough: number,
  drawn: Uint32Array,
  random: Random,
): number {
  let varied = false;
  let seen = 0;
  while (seen < drawn.length && (seen < enough || !varied)) {
    const at = seen + random.below(drawn.length - seen);
    const column = drawn[at]!;
    drawn[at] = drawn[seen]!;
    drawn[seen++] = column;
    if (search.scan(column)) varied = true;
  }
  return seen * rows;
}
