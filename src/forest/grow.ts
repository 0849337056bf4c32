import { UserError } from "../base/errors.ts";
import type { RowIndex } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import { drawBag } from "./bag.ts";
import { codeRows, learnCodes } from "./code.ts";
import { FastSearch } from "./fast.ts";
import type { Forest, ForestData, ForestOptions } from "./forest.ts";
import { mostColumns, teachingRows, valueWidth } from "./forest.ts";
import { Nodes } from "./nodes.ts";
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
  return growWith((input) => new FastSearch(input), data, rows, options, seed, from, to);
}

/** As `growTrees`, with a split search of the caller's choice. */
export function growWith(
  makeSearch: (input: SearchInput) => SplitSearch,
  data: ForestData,
  rows: RowIndex,
  options: ForestOptions,
  seed: number,
  from: number,
  to: number,
): Forest {
  const teaching = teachingRows(data, rows);
  if (teaching.length === 0) {
    throw new UserError("The random forest has no row to learn from.", {
      hint: "Every row lacks a target or has weight 0: check the target and the weight column.",
    });
  }
  if (data.columns.length > mostColumns) {
    throw new UserError(
      `The random forest takes at most ${mostColumns} columns, got ${data.columns.length}.`,
      {
        hint: "Leave columns out with --ignore.",
      },
    );
  }
  const columns = learnCodes(data, teaching, options.splits);
  const classes = valueWidth(data.task);
  const targets = Float64Array.from(teaching, (row) => data.targets[row]!);
  const { weights, unit } = drawBag(data, teaching, options, seed, from);
  const drawn = weights.reduce((sum, weight) => sum + weight, 0); // the same for every tree
  const whole = wholeTargets(targets, classes, drawn);
  const search = makeSearch({
    columns: codeRows(columns, data.columns, teaching),
    targets: whole.targets,
    classes,
    minLeafWeight: Math.max(1, options.minSamplesLeaf * unit),
  });
  const treeOptions = resolveOptions(options, data.columns.length, columns.length, unit);
  const nodes = new Nodes();
  const writeLeaf = leafWriter(search, targets, classes, nodes);
  const treeStart = new Uint32Array(to - from + 1);
  const valueStart = new Uint32Array(to - from + 1);
  const impurity = new Float32Array((to - from) * columns.length);
  const gainUnit = (classes === 2 ? 2 : 1) / (whole.scale * whole.scale * drawn);
  let operations = 0;
  for (let tree = from; tree < to; tree++) {
    const bag = drawBag(data, teaching, options, seed, tree);
    const count = search.load(bag.weights);
    const gains = new Float64Array(columns.length);
    const random = Random.of(seed, "forest splits", tree);
    operations += growTree(search, count, treeOptions, random, nodes, writeLeaf(bag.weights), gains);
    treeStart[tree - from + 1] = nodes.count;
    valueStart[tree - from + 1] = nodes.valueCount / classes;
    for (let i = 0; i < gains.length; i++) {
      impurity[(tree - from) * gains.length + i] = gains[i]! * gainUnit;
    }
  }
  return {
    task: data.task,
    columns,
    seed,
    firstTree: from,
    treeStart,
    view: nodes.view.slice(0, nodes.count),
    cut: nodes.cut.slice(0, nodes.count),
    child: nodes.child.slice(0, nodes.count),
    value: nodes.value.slice(0, nodes.count),
    valueStart,
    values: nodes.values.slice(0, nodes.valueCount),
    impurity,
    operations,
  };
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
