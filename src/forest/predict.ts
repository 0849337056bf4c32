import type { Matrix, RowIndex } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import { codeRows } from "./code.ts";
import type { Forest } from "./forest.ts";
import { treeCount, valueWidth } from "./forest.ts";
import type { Walker } from "./walk.ts";
import { fastWalker } from "./fast-walk.ts";
import { plainWalker } from "./walk.ts";

/** Predictions of a forest, and the nodes it visited for them. */
export interface ForestPrediction {
  readonly values: Matrix; // rows × classes probabilities, or rows × 1 in target units
  readonly operations: number;
}

const mostBlockRows = 65_536; // trees are packed anew for every block
const mostBlockValues = 2 ** 27; // bounds the memory: codes take six bytes a value at most
const fewRows = 12; // packing whole trees for fewer rows costs more than it saves

/**
 * Mean of the leaf values of all trees for the named rows. Columns are found by name, levels too; a column
 * that is not there, of another kind, or a level that the fit did not see counts as missing.
 */
export function predictForest(forest: Forest, columns: readonly Column[], rows: RowIndex): ForestPrediction {
  const width = valueWidth(forest.task);
  const data = new Float32Array(rows.length * width);
  const trees = treeCount(forest);
  const widest = Math.floor(mostBlockValues / Math.max(1, forest.columns.length));
  const blockRows = Math.min(mostBlockRows, widest);
  let operations = 0;
  for (let from = 0; from < rows.length; from += blockRows) {
    const block = rows.subarray(from, from + blockRows);
    const walker = chooseWalker(forest, codeRows(forest.columns, columns, { rows: block }), block.length);
    for (let tree = 0; tree < trees; tree++) operations += walker.addTree(tree);
    for (let i = 0; i < walker.sums.length; i++) data[from * width + i] = walker.sums[i]! / trees;
  }
  return { values: { rows: rows.length, columns: width, data }, operations };
}

/** Compiled code where it pays. Both walkers end in the same leaves. */
export function chooseWalker(forest: Forest, codes: readonly Uint16Array[], rows: number): Walker {
  return rows >= fewRows ? fastWalker(forest, codes, rows) : plainWalker(forest, codes, rows);
}
