import type { Task } from "../prepare/prepared.ts";
import { UserError } from "../base/errors.ts";
import type { RowIndex } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import { drawBag } from "./bag.ts";
import { codeRows, learnCodes } from "./code.ts";
import { FastSearch } from "./fast.ts";
import type { CodedColumn, Forest, ForestData, ForestOptions } from "./forest.ts";
import { mostColumns, teachingRows, valueWidth } from "./forest.ts";
import { Nodes } from "./nodes.ts";
import { levelTargets } from "./residual.ts";
import type { SearchInput, SplitSearch } from "./search.ts";
import { wholeTargets } from "./search.ts";
import type { LeafWriter, TreeOptions } from "./tree.ts";
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

/** Learns codes and targets for `growTrees`, to grow a forest in several parts. `makeSearch` is there for tests. */
export function startForest(
  data: ForestData,
  rows: RowIndex,
  options: ForestOptions,
  seed: number,
  makeSearch: (input: SearchInput) => SplitSearch = (input) => new FastSearch(input),
): ForestGrower {
  const teaching = teachingRows(data, rows);
  if (teaching.length === 0) {
    throw new UserError("The random forest has no row to learn from.", {
      hint: "Every row lacks a target or has weight 0: check the target and the weight column.",
    });
  }
  let preparing = 0;
  const ordering = levelTargets(data, teaching, (part, partRows, partOptions) => {
    const tree = startForest(part, partRows, partOptions, seed, makeSearch).grow(0, 1);
    preparing += tree.operations;
    return tree;
  });
  const columns = learnCodes(data, teaching, options.splits, ordering);
  if (columns.length > mostColumns) {
    throw new UserError(`The random forest takes at most ${mostColumns} columns, got ${columns.length}.`, {
      hint: "Leave columns out with --ignore.",
    });
  }
  const classes = valueWidth(data.task);
  const targets = Float64Array.from(teaching, (row) => data.targets[row]!);
  const { weights, unit } = drawBag(data, teaching, options, seed, 0);
  const drawn = weights.reduce((sum, weight) => sum + weight, 0); // the same for every tree
  const whole = wholeTargets(targets, classes, drawn);
  const search = makeSearch({
    columns: codeRows(columns, data.columns, teaching),
    targets: whole,
    classes,
    minLeafWeight: Math.max(1, options.minSamplesLeaf * unit),
  });
  const shared: SharedGrowth = {
    columns,
    targets,
    search,
    treeOptions: resolveOptions(options, data.columns.length, columns.length, unit),
    preparing,
    impurityUnit: drawn * (classes === 1 ? variance(whole) : classes === 2 ? 0.5 : 1),
  };
  const bag = (tree: number) => drawBag(data, teaching, options, seed, tree).weights;
  return { grow: (from, to) => growPart(shared, data.task, seed, bag, from, to) };
}

/** What the trees of a forest have in common. */
interface SharedGrowth {
  readonly columns: readonly CodedColumn[];
  readonly targets: Float64Array; // per teaching row
  readonly search: SplitSearch;
  readonly treeOptions: TreeOptions;
  readonly preparing: number; // split-scan steps before the first tree, counted with it
  readonly impurityUnit: number; // gains ÷ this are decreases of Gini, or shares of the variance
}

function growPart(
  { columns, targets, search, treeOptions, preparing, impurityUnit }: SharedGrowth,
  task: Task,
  seed: number,
  bag: (tree: number) => Uint32Array,
  from: number,
  to: number,
): Forest {
  const classes = valueWidth(task);
  const nodes = new Nodes();
  const writeLeaf = leafWriter(search, targets, classes, nodes);
  const treeStart = new Uint32Array(to - from + 1);
  const valueStart = new Uint32Array(to - from + 1);
  const impurity = new Float32Array((to - from) * columns.length);
  let operations = from === 0 ? preparing : 0;
  for (let tree = from; tree < to; tree++) {
    const weights = bag(tree);
    const count = search.load(weights);
    const gains = new Float64Array(columns.length);
    const random = Random.of(seed, "forest splits", tree);
    operations += growTree(search, count, treeOptions, random, nodes, writeLeaf(weights), gains);
    treeStart[tree - from + 1] = nodes.count;
    valueStart[tree - from + 1] = nodes.valueCount / classes;
    for (let i = 0; i < gains.length; i++) {
      impurity[(tree - from) * gains.length + i] = gains[i]! / impurityUnit;
    }
  }
  return {
    task,
    columns,
    seed,
    firstTree: from,
    treeStart,
    valueStart,
    impurity,
    operations,
    ...nodes.read(),
  };
}

/** Mean squared distance from the mean; 1 when there is none. */
function variance(targets: Float64Array): number {
  let sum = 0;
  for (const target of targets) sum += target;
  const mean = sum / targets.length;
  let squares = 0;
  for (const target of targets) squares += (target - mean) * (target - mean);
  return squares > 0 ? squares / targets.length : 1;
}

function resolveOptions(options: ForestOptions, columns: number, coded: number, unit: number): TreeOptions {
  const asked =
    options.featuresPerSplit === "all"
      ? columns
      : options.featuresPerSplit === "sqrt"
        ? Math.sqrt(columns)
        : options.featuresPerSplit === "third"
          ? columns / 3
          : options.featuresPerSplit;
  return {
    coded,
    codedPerSplit:
      options.featuresPerSplit === "all" ? coded : Math.max(1, Math.min(coded, Math.floor(asked))),
    minLeafWeight: Math.max(1, options.minSamplesLeaf * unit),
    maxLeaves: options.maxLeaves ?? Infinity,
    maxDepth: options.maxDepth ?? Infinity,
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
