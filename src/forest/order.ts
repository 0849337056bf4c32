import type { RowIndex } from "../base/matrix.ts";
import { hash, Random } from "../base/random.ts";
import type { Column } from "../ingest/table.ts";
import type { ForestData } from "./forest.ts";

type CategoryColumn = Extract<Column, { kind: "category" }>;

/** A level of fewer rows says too little to be ordered: it takes the side of missing values. */
function fewestRows(rows: number): number {
  return Math.min(5, 1 + rows / 50);
}

const mostLevels = 65_535;
const mostOrders = 3; // of one column

/**
 * Orders of a column's levels along which a node may be split, learnt from the named rows. For two classes and for
 * numbers the order of mean targets holds the best of all partitions (Fisher 1958; Breiman et al. 1984, section 4.2.2);
 * `targets`, per table row, may have had taken out what other columns explain. For more classes no one order does: each
 * of several random directions makes numbers of the classes and orders the levels by their mean, so that the trees of a
 * forest see different partitions. Equal levels lie in random order.
 */
export function orderLevels(
  column: CategoryColumn,
  data: Pick<ForestData, "task" | "targets" | "weights">,
  rows: RowIndex,
): string[][] {
  const { targets } = data;
  const classes = data.task.kind === "regression" ? 1 : data.task.classes.length;
  if (classes <= 2) return [orderBy(column, rows, { weights: data.weights, number: (row) => targets[row]!, salt: 0 })];
  const orders = Math.max(1, Math.min(mostOrders, column.levels.length - 1));
  return Array.from({ length: orders }, (_, direction) => {
    const random = Random.of("direction of classes", direction);
    const numbers = Float64Array.from({ length: classes }, () => random.normal());
    return orderBy(column, rows, { weights: data.weights, number: (row) => numbers[targets[row]!]!, salt: direction });
  });
}

interface Ordering {
  readonly weights: Float64Array | null; // of rows
  readonly number: (row: number) => number;
  readonly salt: number; // of the order of equal levels
}

/** Levels of enough rows, ascending by the mean of `number` over their rows. */
function orderBy(column: CategoryColumn, rows: RowIndex, { weights: rowWeights, number, salt }: Ordering): string[] {
  const counts = new Float64Array(column.levels.length);
  const weights = new Float64Array(column.levels.length);
  const sums = new Float64Array(column.levels.length);
  for (const row of rows) {
    const code = column.codes[row]!;
    if (code < 0) continue;
    const weight = rowWeights === null ? 1 : rowWeights[row]!;
    counts[code]!++;
    weights[code]! += weight;
    sums[code]! += weight * number(row);
  }
  const fewest = fewestRows(rows.length);
  const kept = column.levels
    .map((name, code) => ({ name, code, mean: sums[code]! / weights[code]!, tie: hash([name], salt) }))
    .filter(({ code }) => counts[code]! >= fewest);
  if (kept.length > mostLevels)
    kept.sort((a, b) => counts[b.code]! - counts[a.code]! || a.tie - b.tie).length = mostLevels;
  kept.sort((a, b) => a.mean - b.mean || a.tie - b.tie || (a.name < b.name ? -1 : 1));
  return kept.map(({ name }) => name);
}
