import { type Matrix, zeros } from "../base/matrix.ts";
import { boostingColumns } from "./data.ts";
import type { Boosting } from "./fit.ts";
import { placeKernel } from "./kernel.ts";
import { LoadedTree } from "./loaded-tree.ts";
import { valuesPerRow } from "./options.ts";
import { probabilitiesOf } from "./probabilities.ts";
import { codeCount, TreeNode } from "./schema.ts";
import { largestTree, treeCount } from "./trees.ts";

/** What boosting says of rows, and the nodes it visited for that. */
export interface BoostingPrediction {
  readonly values: Matrix; // rows × classes probabilities, or rows × 1 in target units
  readonly operations: number;
}

const mostBlockRows = 16_384; // their codes stay in a near cache

/**
 * The mean of what the members say of `rows` rows: `codes` has those of each of the columns, which the fit must know
 * (see BoostingData).
 */
export function predictBoosting(boosting: Boosting, codes: readonly Uint8Array[], rows: number): BoostingPrediction {
  const values = zeros(rows, valuesPerRow(boosting.task));
  let operations = 0;
  for (let from = 0; from < rows; from += mostBlockRows) {
    const to = Math.min(rows, from + mostBlockRows);
    const block = values.data.subarray(from * values.columns, to * values.columns);
    const part = codes.map((column) => column.subarray(from, to));
    operations += predictBlock(boosting, part, block);
  }
  return { values, operations };
}

/** Writes to `values`, rows × values; returns the nodes visited. */
function predictBlock(boosting: Boosting, codes: readonly Uint8Array[], values: Float32Array): number {
  const { members, start, task } = boosting;
  const width = start.length;
  const perRow = valuesPerRow(task);
  const rows = values.length / perRow;
  const columns = boostingColumns(boosting.columns, codes);
  const nodeRoom = members.reduce((most, trees) => Math.max(most, largestTree(trees)), 1);
  const { kernel, memory, at } = placeKernel((bump) => ({
    nodes: bump.take(TreeNode.bytes * nodeRoom),
    sides: bump.take(codeCount * nodeRoom),
    list: bump.take(4 * rows),
    scores: bump.take(8 * rows * width),
    codes: bump.take(rows * columns.length),
  }));
  codes.forEach((column, i) => new Uint8Array(memory, at.codes + i * rows, rows).set(column));
  new Uint32Array(memory, at.list, rows).forEach((_, row, list) => (list[row] = row));
  const tree = new LoadedTree(memory, at.nodes, at.sides, nodeRoom);
  const scores = new Float64Array(memory, at.scores, rows * width);
  const sums = new Float64Array(values.length);
  let operations = 0;
  for (const trees of members) {
    start.forEach((score, i) => scores.fill(score, i * rows, (i + 1) * rows));
    for (let t = 0; t < treeCount(trees); t++) {
      tree.load(trees, t, columns, { at: at.codes, rows });
      operations += kernel.walk(at.list, rows, at.nodes, at.sides, at.scores + 8 * rows * (t % width));
    }
    addValues(boosting, scores, sums);
  }
  // One class is certain, and has no members.
  for (let i = 0; i < sums.length; i++) values[i] = members.length === 0 ? 1 : sums[i]! / members.length;
  return operations;
}

/** Adds to `sums`, rows × values, what scores of one member mean; they lie score after score. */
function addValues({ task, inverseTemperature, start }: Boosting, scores: Float64Array, sums: Float64Array): void {
  const perRow = valuesPerRow(task);
  const rows = sums.length / perRow;
  const ofRow = new Float64Array(start.length);
  const chances = new Float64Array(perRow);
  for (let row = 0; row < rows; row++) {
    if (task.kind === "regression") {
      const value = scores[row]! * task.deviation + task.mean;
      sums[row]! += Math.min(task.high, Math.max(task.low, value));
      continue;
    }
    for (let c = 0; c < ofRow.length; c++) ofRow[c] = scores[c * rows + row]!;
    probabilitiesOf(ofRow, inverseTemperature, chances);
    for (let c = 0; c < perRow; c++) sums[row * perRow + c]! += chances[c]!;
  }
}
