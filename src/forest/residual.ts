import type { RowIndex } from "../base/matrix.ts";
import type { Forest, ForestData, ForestOptions } from "./forest.ts";
import { valueWidth } from "./forest.ts";
import { predictForest } from "./predict.ts";

const mostLeaves = 512;
const rowsPerLeaf = 30; // on average: fewer would explain away what the levels say

/**
 * Numbers per table row by which levels are ordered: what one regression tree on the numeric columns leaves of the
 * target (class 0 or 1, or target units). A level's place is what it adds to what the numbers say: clear diamonds are
 * small ones, and by mean price alone the clearest would come last. The target itself without numeric columns, without
 * category columns or with more than two classes. `grow` grows the tree.
 */
export function levelTargets(
  data: ForestData,
  rows: RowIndex,
  grow: (data: ForestData, rows: RowIndex, options: ForestOptions) => Forest,
): Float64Array {
  const columns = data.columns.filter((column) => column.kind === "numeric");
  if (columns.length === 0 || columns.length === data.columns.length || valueWidth(data.task) > 2) {
    return data.targets;
  }
  const regression: ForestData = {
    ...data,
    columns,
    task: { kind: "regression", mean: 0, deviation: 1, low: 0, high: 0 },
  };
  const forest = grow(regression, rows, {
    trees: 1,
    featuresPerSplit: "all",
    minSamplesLeaf: 5,
    maxLeaves: Math.max(2, Math.min(mostLeaves, Math.floor(rows.length / rowsPerLeaf))),
    maxDepth: null,
    bootstrap: false,
    splits: "binned",
  });
  const explained = predictForest(forest, columns, rows).values.data;
  const residuals = new Float64Array(data.targets.length).fill(NaN);
  rows.forEach((row, i) => (residuals[row] = data.targets[row]! - explained[i]!));
  return residuals;
}
