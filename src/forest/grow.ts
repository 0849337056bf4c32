import type { RowIndex } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import { drawBag } from "./bag.ts";
import { FastSearch } from "./fast.ts";
import type { Forest, ForestData, ForestOptions } from "./forest.ts";
import { valueWidth } from "./forest.ts";
import { type LearntForest, learnWith } from "./learn.ts";
import { Nodes } from "./nodes.ts";
import type { SearchInput, SplitSearch } from "./search.ts";
import type { LeafWriter } from "./tree.ts";
import { growTree } from "./tree.ts";

/**
 * Grows trees [from, to) of the forest that `seed` names, on the named rows. A tree depends on (seed, tree) alone:
 * parts grown anywhere and joined are byte-equal to the whole. Throws UserError when no row can teach.
 */
export function growTrees(
  data: ForestData,
  rows: RowIndex,
  options: ForestOptions,
  seed: number,
  from = 0,
  to = options.trees,
): Forest {
  return startForest(data, rows, options, seed).grow(from, to);
}

/** Grows parts of one forest; what all trees share was learnt once. */
export interface ForestGrower {
  grow(from: number, to: number): Forest;
}

/** How a forest searches for splits; another one than the default is there for tests. */
type MakeSearch = (input: SearchInput) => SplitSearch;

const fastSearch: MakeSearch = (input) => new FastSearch(input);

/** Learns codes and targets for `growTrees`, to grow a forest in several parts on this thread. */
export function startForest(
  data: ForestData,
  rows: RowIndex,
  options: ForestOptions,
  seed: number,
  makeSearch = fastSearch,
): ForestGrower {
  return growerOf(learnForest(data, rows, options, seed, makeSearch), makeSearch);
}

/** Learns codes and targets once for `growerOf`, which any number of threads call with the same result. Throws UserError when no row can teach. */
export function learnForest(
  data: ForestData,
  rows: RowIndex,
  options: ForestOptions,
  seed: number,
  makeSearch = fastSearch,
): LearntForest {
  return learnWith(data, rows, options, seed, (learnt) => growerOf(learnt, makeSearch).grow(0, 1));
}

/** Grows trees of a forest that was learnt, here or on another thread. */
export function growerOf(learnt: LearntForest, makeSearch = fastSearch): ForestGrower {
  const search = makeSearch({
    columns: learnt.codes,
    targets: learnt.whole,
    classes: valueWidth(learnt.task),
    minLeafWeight: learnt.treeOptions.minLeafWeight,
  });
  return { grow: (from, to) => growPart(learnt, search, from, to) };
}

function growPart(learnt: LearntForest, search: SplitSearch, from: number, to: number): Forest {
  const { task, seed, columns, targets, treeOptions: options } = learnt;
  const classes = valueWidth(task);
  const nodes = new Nodes();
  const writeLeaf = leafWriter(search, targets, classes, nodes);
  const treeStart = new Uint32Array(to - from + 1);
  const valueStart = new Uint32Array(to - from + 1);
  let operations = from === 0 ? learnt.preparing : 0;
  for (let tree = from; tree < to; tree++) {
    const { weights } = drawBag(learnt, learnt.teaching, learnt, seed, tree);
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
  search: SplitSearch,
  targets: Float64Array,
  classes: number,
  nodes: Nodes,
): (weights: Uint32Array) => LeafWriter {
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
