import type { Matrix, RowIndex } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import { codeColumn } from "./code.ts";
import type { Forest } from "./forest.ts";
import { leaf, pureValues, treeCount, valueWidth } from "./forest.ts";

/** What a forest says of rows, and the nodes it visited for that. */
export interface ForestPrediction {
  readonly values: Matrix; // rows × classes probabilities, or rows × 1 in target units
  readonly operations: number;
}

/**
 * Mean of the leaf values of the first `trees` trees for the named rows. Columns are found by name, levels too; a column
 * that is not there, of another kind, or a level that the fit did not see counts as missing.
 */
export function predictForest(
  forest: Forest,
  columns: readonly Column[],
  rows: RowIndex,
  trees = treeCount(forest),
): ForestPrediction {
  const codes = codeRows(forest, columns, rows);
  const width = valueWidth(forest.task);
  const sums = new Float64Array(rows.length * width);
  const kept = Math.min(trees, treeCount(forest));
  let operations = 0;
  for (let tree = 0; tree < kept; tree++) operations += addTree(forest, tree, codes, rows.length, sums);
  return {
    values: { rows: rows.length, columns: width, data: Float32Array.from(sums, (sum) => sum / kept) },
    operations,
  };
}

/** Codes of the named rows, one array a column of the forest. */
export function codeRows(forest: Forest, columns: readonly Column[], rows: RowIndex): Uint16Array[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return forest.columns.map((coded) => {
    const column = byName.get(coded.name);
    return column === undefined ? new Uint16Array(rows.length).fill(65535) : codeColumn(coded, column, rows);
  });
}

/** Adds one tree's leaf values to `sums` (rows × values); returns the nodes visited. */
function addTree(
  forest: Forest,
  tree: number,
  codes: readonly Uint16Array[],
  rows: number,
  sums: Float64Array,
): number {
  const root = forest.treeStart[tree]!;
  let visits = 0;
  for (let row = 0; row < rows; row++) {
    let node = root;
    for (; forest.feature[node] !== leaf; visits++) {
      const code = codes[forest.feature[node]!]![row]!;
      const right = ((code - forest.low[node]!) & 0xffff) > forest.width[node]! ? 1 : 0;
      node = root + forest.child[node]! + right;
    }
    visits++;
    addLeaf(forest, tree, forest.child[node]!, sums, row);
  }
  return visits;
}

/** Adds the value of a leaf to row `row` of `sums`. */
export function addLeaf(forest: Forest, tree: number, value: number, sums: Float64Array, row: number): void {
  const width = valueWidth(forest.task);
  const pure = pureValues(forest.task);
  if (value < pure) {
    sums[row * width + value]! += 1;
    return;
  }
  const at = (forest.valueStart[tree]! + value - pure) * width;
  for (let i = 0; i < width; i++) sums[row * width + i]! += forest.values[at + i]!;
}
