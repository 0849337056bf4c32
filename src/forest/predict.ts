import type { Matrix, RowIndex } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import { codeColumn } from "./code.ts";
import type { Forest } from "./forest.ts";
import { missing, pureValues, treeCount, valueWidth } from "./forest.ts";
import type { Walker } from "./walk.ts";
import { fastWalker, mostWalkedColumns, plainWalker } from "./walk.ts";

/** What a forest says of rows, and the nodes it visited for that. */
export interface ForestPrediction {
  readonly values: Matrix; // rows × classes probabilities, or rows × 1 in target units
  readonly operations: number;
}

const blockRows = 65_536; // bounds the memory of codes; trees are packed anew for every block
const fewRows = 64; // packing whole trees for fewer rows costs more than it saves

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
  const width = valueWidth(forest.task);
  const data = new Float32Array(rows.length * width);
  const kept = Math.min(trees, treeCount(forest));
  let operations = 0;
  for (let from = 0; from < rows.length; from += blockRows) {
    const block = rows.subarray(from, from + blockRows);
    const walker = chooseWalker(forest, codeRows(forest, columns, block), block.length);
    const sums = new Float64Array(block.length * width);
    for (let tree = 0; tree < kept; tree++) {
      const { leaves, visits } = walker.walk(tree);
      addLeaves(forest, tree, leaves, sums);
      operations += visits;
    }
    for (let i = 0; i < sums.length; i++) data[from * width + i] = sums[i]! / kept;
  }
  return { values: { rows: rows.length, columns: width, data }, operations };
}

/** Compiled code where it pays. Both walkers end in the same leaves. */
export function chooseWalker(forest: Forest, codes: readonly Uint16Array[], rows: number): Walker {
  const fast = rows >= fewRows && codes.length > 0 && codes.length <= mostWalkedColumns;
  return fast ? fastWalker(forest, codes, rows) : plainWalker(forest, codes, rows);
}

/** Codes of the named rows, one array a column of the forest. */
export function codeRows(forest: Forest, columns: readonly Column[], rows: RowIndex): Uint16Array[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return forest.columns.map((coded) => {
    const column = byName.get(coded.name);
    return column === undefined
      ? new Uint16Array(rows.length).fill(missing)
      : codeColumn(coded, column, rows);
  });
}

/** Adds to `sums` (rows × values) the value of the leaf that each row ended in. */
function addLeaves(forest: Forest, tree: number, leaves: Uint32Array, sums: Float64Array): void {
  const width = valueWidth(forest.task);
  const pure = pureValues(forest.task);
  const root = forest.treeStart[tree]!;
  const firstValue = forest.valueStart[tree]! - pure;
  for (let row = 0; row < leaves.length; row++) {
    const value = forest.child[root + leaves[row]!]!;
    if (value < pure) {
      sums[row * width + value]! += 1;
      continue;
    }
    const at = (firstValue + value) * width;
    for (let i = 0; i < width; i++) sums[row * width + i]! += forest.values[at + i]!;
  }
}
