import type { RowIndex } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import { bagWeights } from "./bag.ts";
import { FastSearch } from "./fast-search.ts";
import type { Forest, ForestData, ForestOptions } from "./forest.ts";
import { valueWidth } from "./forest.ts";
import { type LearntForest, learnWith } from "./learn.ts";
import { Nodes } from "./nodes.ts";
import type { SearchInput, SplitSearch } from "./search.ts";
import type { LeafWriter } from "./tree.ts";
import { growTree } from "./tree.ts";

/** How a forest searches for splits; another way than the compiled one is there for tests. */
type MakeSearch = (input: SearchInput) => SplitSearch;

const fastSearch: MakeSearch = (input) => new FastSearch(input);

/** Everything that decides a forest beside data and rows. */
export interface GrowOptions extends ForestOptions {
  readonly seed: number;
  readonly makeSearch?: MakeSearch;
}

/**
 * Grows the forest that the seed names, on the named rows. A tree depends on seed and number alone: parts grown
 * anywhere and joined are byte-equal to the whole. Throws UserError when no row can teach.
 */
export function growTrees(data: ForestData, rows: RowIndex, options: GrowOptions): Forest {
  return startForest(data, rows, options).grow(0, options.trees);
}

/** Grows parts of one forest; what all trees share was learnt once. */
export interface ForestGrower {
  /** Trees [from, to). */
  grow(from: number, to: number): Forest;
}

/** Learns codes and targets, to grow a forest in several parts on this thread. */
export function startForest(data: ForestData, rows: RowIndex, options: GrowOptions): ForestGrower {
  return growerOf(learnForest(data, rows, options), options.makeSearch);
}

/**
 * Learns codes and targets once for `growerOf`, which any number of threads call with the same result. Throws UserError
 * when no row can teach.
 */
export function learnForest(data: ForestData, rows: RowIndex, options: GrowOptions): LearntForest {
  const grow = (learnt: LearntForest) => growerOf(learnt, options.makeSearch).grow(0, 1);
  return learnWith(data, rows, { ...options, grow });
}

/** Grows trees of a forest that was learnt, here or on another thread. */
export function growerOf(learnt: LearntForest, makeSearch = fastSearch): ForestGrower {
  const search = makeSearch({
    columns: learnt.codes,
    targets: learnt.whole,
    classes: valueWidth(learnt.task),
    minLeafWeight: learnt.treeOptions.minLeafWeight,
  });
  return { grow: (from, to) => growPart(learnt, search, { from, to }) };
}

function growPart(
  learnt: LearntForest,
  search: SplitSearch,
  { from, to }: { readonly from: number; readonly to: number },
): Forest {
  const { task, seed, columns, treeOptions: options } = learnt;
  const classes = valueWidth(task);
  const nodes = new Nodes();
  const writeLeaf = leafWriter(learnt, search, nodes);
  const treeStart = new Uint32Array(to - from + 1);
  const valueStart = new Uint32Array(to - from + 1);
  let operations = from === 0 ? learnt.preparing : 0;
  for (let tree = from; tree < to; tree++) {
    const weights = bagWeights(learnt, tree);
    const count = search.load(weights);
    const random = Random.of(seed, "forest splits", tree);
    operations += growTree({ search, rows: count, options, random, nodes, writeLeaf: writeLeaf(weights) });
    treeStart[tree - from + 1] = nodes.count;
    valueStart[tree - from + 1] = nodes.valueCount / classes;
  }
  return {
    task,
    columns,
    seed,
    firstTree: from,
    treeStart,
    valueStart,
    operations,
    ...nodes.read(),
  };
}

/** Begins a tree's leaves: the returned writer stores a mean, or class fractions of a leaf that is not pure. */
function leafWriter(
  { task, targets }: LearntForest,
  search: SplitSearch,
  nodes: Nodes,
): (weights: Uint32Array) => LeafWriter {
  const classes = valueWidth(task);
  const { rows } = search;
  const sums = new Float64Array(classes);
  return (weights) => {
    const before = nodes.valueCount;
    return (start, end, pure) => {
      if (classes > 1 && pure) return targets[rows[start]!]!;
      const at = (nodes.valueCount - before) / classes;
      let weight = 0;
      sums.fill(0);
      for (let i = start; i < end; i++) {
        const times = weights[rows[i]!]!;
        const target = targets[rows[i]!]!;
        weight += times;
        if (classes === 1) sums[0]! += times * target;
        else sums[target]! += times;
      }
      for (const sum of sums) nodes.pushValue(sum / weight);
      return classes === 1 ? at : classes + at;
    };
  };
}
