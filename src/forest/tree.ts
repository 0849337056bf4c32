import type { Random } from "../base/random.ts";
import { range } from "../base/select.ts";
import { nodesOf } from "./cut.ts";
import { leafView } from "./forest.ts";
import { Frontier } from "./frontier.ts";
import type { Nodes } from "./nodes.ts";
import type { Split, SplitSearch } from "./search.ts";

/** How one tree grows; whole numbers, resolved from ForestOptions. */
export interface TreeOptions {
  readonly coded: number; // coded columns there are
  readonly codedPerSplit: number; // how many of them a split looks at
  readonly minLeafWeight: number;
  readonly maxLeaves: number; // Infinity: no limit
  readonly maxDepth: number; // Infinity: no limit
  readonly mostCutLeaves: number; // that cutForest may be asked for: inner nodes among the first keep a value
}

/** Stores the prediction of a leaf of positions [start, end) and returns its `value`. */
export type LeafWriter = (start: number, end: number, pure: boolean) => number;

/**
 * Grows one tree of Breiman's forest (Machine Learning 45, 2001) into `nodes`: at each node the best split of a few
 * columns drawn anew. Depth first; with `maxLeaves` the largest gain first, for which a node must be searched before it
 * waits. No recursion: waiting nodes lie on a heap of our own. Returns the rows looked at.
 */
export function growTree(tree: {
  readonly search: SplitSearch; // with the rows of the tree loaded
  readonly rows: number;
  readonly options: TreeOptions;
  readonly random: Random;
  readonly nodes: Nodes;
  readonly writeLeaf: LeafWriter;
}): number {
  const { search, rows, options, random, nodes, writeLeaf } = tree;
  const root = nodes.count;
  const bestFirst = options.maxLeaves < Infinity;
  const frontier = new Frontier(bestFirst);
  const draw = new ColumnDraw(search, options, random);
  let leaves = 1;

  // oxlint-disable-next-line max-params -- called for each leaf
  const close = (node: number, start: number, end: number, depth: number, pure: boolean) => {
    nodes.view[node] = leafView(options.coded);
    nodes.threshold[node] = Math.min(depth, 65535);
    nodes.child[node] = node - root;
    nodes.value[node] = writeLeaf(start, end, pure);
  };
  /** The best split of a node, or null after closing it as a leaf. */
  // oxlint-disable-next-line max-params -- called for each node
  const findSplit = (node: number, start: number, end: number, depth: number): Split | null => {
    const mixed = search.open(start, end);
    const divisible = mixed && depth < options.maxDepth && search.weight >= 2 * options.minLeafWeight;
    if (divisible) draw.scan(start, end);
    const split = divisible ? search.best() : null;
    if (split === null) close(node, start, end, depth, !mixed);
    return split;
  };
  // oxlint-disable-next-line max-params -- called for each node
  const wait = (node: number, start: number, end: number, depth: number) => {
    const split = bestFirst ? findSplit(node, start, end, depth) : null;
    if (bestFirst && split === null) return;
    const gain = split === null ? 0 : split.score - search.wholeScore;
    frontier.push({ node, start, end, depth, gain, split });
  };

  wait(nodes.push(), 0, rows, 0);
  for (let open = frontier.pop(); open !== undefined; open = frontier.pop()) {
    const { node, start, end, depth } = open;
    if (leaves >= options.maxLeaves) {
      close(node, start, end, depth, false);
      continue;
    }
    const split = open.split ?? findSplit(node, start, end, depth);
    if (split === null) continue;
    leaves++;
    if (node - root < nodesOf(options.mostCutLeaves)) nodes.value[node] = writeLeaf(start, end, false);
    const middle = search.partition(start, end, split);
    const left = nodes.push();
    const right = nodes.push();
    nodes.view[node] = split.view;
    nodes.threshold[node] = split.threshold;
    nodes.child[node] = left - root;
    wait(right, middle, end, depth + 1);
    wait(left, start, middle, depth + 1);
  }
  return draw.steps;
}

/**
 * Draws columns without replacement until enough were drawn and one of them was not constant in the node, as
 * scikit-learn does. A column found constant in a node is constant in all below it, which lie in the same range of
 * positions: it is drawn there but not looked at again.
 */
class ColumnDraw {
  steps = 0; // rows looked at, once per column
  private readonly search: SplitSearch;
  private readonly enough: number;
  private readonly random: Random;
  private readonly drawn: Uint32Array; // shuffled on from node to node
  private readonly constantFrom: Int32Array; // per column: the last range found constant
  private readonly constantTo: Int32Array;

  constructor(search: SplitSearch, options: TreeOptions, random: Random) {
    this.search = search;
    this.enough = options.codedPerSplit;
    this.random = random;
    this.drawn = range(0, options.coded);
    this.constantFrom = new Int32Array(options.coded);
    this.constantTo = new Int32Array(options.coded);
  }

  /** Scans columns of the node that is opened, positions [start, end). */
  scan(start: number, end: number): void {
    const { drawn, search } = this;
    let varied = false;
    let seen = 0;
    while (seen < drawn.length && (seen < this.enough || !varied)) {
      const until = Math.max(seen + 1, Math.min(this.enough, drawn.length));
      let count = 0;
      for (; seen < until; seen++) {
        const at = seen + this.random.below(drawn.length - seen);
        const column = drawn[at]!;
        drawn[at] = drawn[seen]!;
        drawn[seen] = column;
        const known = this.constantFrom[column]! <= start && end <= this.constantTo[column]!;
        if (!known) search.asked[count++] = column;
      }
      if (count === 0) continue;
      this.steps += count * (end - start);
      const constant = search.scan(count);
      if (constant < count) varied = true;
      for (let i = 0; i < constant; i++) {
        this.constantFrom[search.asked[i]!] = start;
        this.constantTo[search.asked[i]!] = end;
      }
    }
  }
}
