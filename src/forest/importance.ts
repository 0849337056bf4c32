import type { RowIndex } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import { drawBag } from "./bag.ts";
import { codeRows } from "./code.ts";
import type { Forest, ForestData } from "./forest.ts";
import { leafView, teachingRows, treeCount, valueWidth } from "./forest.ts";
import { rowLoss } from "./outofbag.ts";
import { addValue, plainWalker } from "./walk.ts";

/** How much a column matters to a forest: over its trees, mean and standard error of the mean. */
export interface ColumnImportance {
  readonly column: string;
  readonly mean: number;
  readonly standardError: number;
}

/**
 * Mean decrease of impurity: what the splits on each column took from Gini, or the share they took of the
 * target's variance, in the mean over trees. Free, but biased to columns of many values (Strobl et al. 2007).
 */
export function impurityImportance(forest: Forest): ColumnImportance[] {
  const { impurity, columns } = forest;
  return [...codedByName(forest)].map(([column, coded]) =>
    summarise(column, treeCount(forest), (tree) =>
      coded.reduce((sum, one) => sum + impurity[tree * columns.length + one]!, 0),
    ),
  );
}

/**
 * Out-of-bag permutation importance (Breiman 2001, section 10): how much the loss of each tree on the rows it did not
 * see, clipped log-loss or squared error, grows when one column is shuffled among them. Give the data, rows and
 * bootstrap with which the forest was grown; `trees` takes only the first ones.
 */
export function permutationImportance(
  forest: Forest,
  data: ForestData,
  rows: RowIndex,
  seed: number,
  trees = treeCount(forest),
): ColumnImportance[] {
  const teaching = teachingRows(data, rows);
  const codes = codeRows(forest.columns, data.columns, teaching);
  const kept = Math.min(trees, treeCount(forest));
  const groups = [...codedByName(forest)];
  const growth = groups.map(() => new Float64Array(kept));
  for (let tree = 0; tree < kept; tree++) {
    const number = forest.firstTree + tree;
    const bag = drawBag(data, teaching, { bootstrap: true }, forest.seed, number);
    const out = Uint32Array.from(teaching.keys()).filter((i) => bag.weights[i] === 0);
    if (out.length === 0) continue;
    const targets = Float64Array.from(out, (i) => data.targets[teaching[i]!]!);
    const outCodes = codes.map((column) => Uint16Array.from(out, (i) => column[i]!));
    const before = treeLoss(forest, data, tree, outCodes, targets);
    const used = usedColumns(forest, tree);
    groups.forEach(([name, coded], group) => {
      if (!coded.some((one) => used.has(one))) return;
      const shuffled = Random.of(seed, "importance", number, name).shuffle(out.slice());
      const changed = outCodes.slice();
      for (const one of coded) changed[one] = Uint16Array.from(shuffled, (i) => codes[one]![i]!);
      growth[group]![tree] = treeLoss(forest, data, tree, changed, targets) - before;
    });
  }
  return groups.map(([column], group) => summarise(column, kept, (tree) => growth[group]![tree]!));
}

/** Which coded columns are orders of one column of the table. */
function codedByName(forest: Forest): Map<string, number[]> {
  const byName = new Map<string, number[]>();
  forest.columns.forEach(({ name }, coded) => byName.set(name, [...(byName.get(name) ?? []), coded]));
  return byName;
}

/** Coded columns that a tree splits on. */
function usedColumns(forest: Forest, tree: number): Set<number> {
  const used = new Set<number>();
  for (const view of forest.view.subarray(forest.treeStart[tree], forest.treeStart[tree + 1])) {
    if (view !== leafView(forest.columns.length)) used.add(view >>> 1);
  }
  return used;
}

function treeLoss(
  forest: Forest,
  data: ForestData,
  tree: number,
  codes: readonly Uint16Array[],
  targets: Float64Array,
): number {
  const { leafValues } = plainWalker(forest, codes, targets.length).walk(tree);
  const predicted = new Float64Array(valueWidth(forest.task));
  let sum = 0;
  leafValues.forEach((value, i) => {
    predicted.fill(0);
    addValue(forest, tree, value, predicted, 0);
    sum += rowLoss(data, targets[i]!, predicted);
  });
  return sum / targets.length;
}

/** Mean of the amounts over trees and its standard error. */
function summarise(column: string, trees: number, amount: (tree: number) => number): ColumnImportance {
  let sum = 0;
  let squares = 0;
  for (let tree = 0; tree < trees; tree++) {
    sum += amount(tree);
    squares += amount(tree) * amount(tree);
  }
  const mean = trees === 0 ? 0 : sum / trees;
  const variance = trees < 2 ? 0 : Math.max(0, squares - sum * mean) / (trees - 1);
  return { column, mean, standardError: trees === 0 ? 0 : Math.sqrt(variance / trees) };
}
