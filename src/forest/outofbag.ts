import type { Matrix, RowIndex } from "../base/matrix.ts";
import { drawBag } from "./bag.ts";
import { codeRows } from "./code.ts";
import type { Forest, ForestData } from "./forest.ts";
import { teachingRows, treeCount, valueWidth } from "./forest.ts";
import { chooseWalker } from "./predict.ts";
import { addValue } from "./walk.ts";

/** What the trees that did not see a row say of it. */
export interface OutOfBag {
  readonly rows: RowIndex; // rows that could teach, as the forest was grown on them
  readonly values: Matrix; // rows × classes, or rows × 1; NaN in rows that every tree saw
  readonly trees: Uint32Array; // trees that speak, per row
  readonly coverage: number; // share of rows of which at least one tree speaks
  readonly operations: number; // nodes visited
}

/**
 * Out-of-bag predictions (Breiman, "Out-of-bag estimation", 1996) of a forest grown with bootstrap on exactly these
 * data and rows: the bags are drawn again from its seed. Nothing about the forest's parts is stored for it.
 */
export function predictOutOfBag(forest: Forest, data: ForestData, rows: RowIndex): OutOfBag {
  const teaching = teachingRows(data, rows);
  const width = valueWidth(forest.task);
  const walker = chooseWalker(forest, codeRows(forest.columns, data.columns, teaching), teaching.length);
  const sums = new Float64Array(teaching.length * width);
  const trees = new Uint32Array(teaching.length);
  let operations = 0;
  for (let tree = 0; tree < treeCount(forest); tree++) {
    const bag = drawBag(data, teaching, {
      bootstrap: true,
      seed: forest.seed,
      tree: forest.firstTree + tree,
    });
    const { leafValues, visits } = walker.walk(tree);
    operations += visits;
    for (let i = 0; i < teaching.length; i++) {
      if (bag.weights[i]! > 0) continue;
      trees[i]!++;
      addValue(forest, tree, leafValues[i]!, sums, i);
    }
  }
  const covered = trees.reduce((count, spoke) => count + (spoke > 0 ? 1 : 0), 0);
  return {
    rows: teaching,
    values: {
      rows: teaching.length,
      columns: width,
      data: Float32Array.from(sums, (sum, i) => sum / trees[Math.floor(i / width)]!),
    },
    trees,
    coverage: covered / Math.max(1, teaching.length),
    operations,
  };
}

/**
 * Mean loss of out-of-bag predictions over covered rows: nats, the true class clipped at 0.001, or squared target
 * units. NaN without one.
 */
export function outOfBagLoss(data: ForestData, outOfBag: OutOfBag): number {
  const { values, trees, rows } = outOfBag;
  let sum = 0;
  let covered = 0;
  rows.forEach((row, i) => {
    if (trees[i] === 0) return;
    covered++;
    sum += rowLoss(data, data.targets[row]!, values.data.subarray(i * values.columns, (i + 1) * values.columns));
  });
  return sum / covered;
}

/** Loss of one row's prediction, as in `outOfBagLoss`. */
function rowLoss(data: ForestData, target: number, predicted: Float32Array | Float64Array): number {
  if (data.task.kind === "regression") return (predicted[0]! - target) * (predicted[0]! - target);
  return -Math.log(Math.max(predicted[target]!, 0.001));
}
