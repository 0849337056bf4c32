import type { NumberMatrix, RowIndex } from "../base/matrix.ts";
import type { Random } from "../base/random.ts";
import { gather, range } from "../base/select.ts";
import { studentQuantile } from "../base/distributions.ts";
import { mean } from "../base/statistics.ts";
import type { Column } from "../ingest/table.ts";
import { type FoldSize, foldedStandardError } from "./compare.ts";
import { metrics } from "./metrics.ts";
import type { Importance } from "./results/explanation.ts";
import type { MetricId } from "./results/models.ts";
import { scoreClassification, scoreRegression } from "./score.ts";

/** Cells of a table that is predicted at once: each call has a price, whatever its rows. */
export const mostCells = 1e6;

/** Predicts all rows of the given columns: rows × classes probabilities, or rows × 1 in target units. */
export type PredictColumns = (columns: readonly Column[]) => NumberMatrix | Promise<NumberMatrix>;

/**
 * How much worse the headline gets on the given test rows when one column is shuffled among them (Breiman 2001), mean
 * over `repeats` shuffles, by column name. `truth` holds class numbers or target values, one for each of `rows`;
 * `names` says which columns to shuffle. Columns that are not defined for the metric on these rows (the headline is
 * absent) get no entry.
 */
export async function permutationImportance(input: {
  readonly columns: readonly Column[];
  readonly rows: RowIndex;
  readonly truth: ArrayLike<number>;
  readonly names: readonly string[];
  readonly predict: PredictColumns;
  readonly headline: MetricId;
  readonly random: Random;
  readonly repeats: number;
}): Promise<Map<string, number>> {
  const { headline, truth, random, repeats, predict } = input;
  const columns = input.columns.map((column) => takeRows(column, input.rows));
  const count = input.rows.length;
  const sign = metrics[headline].higherIsBetter ? 1 : -1;
  const score = (predictions: NumberMatrix) => {
    const regression = metrics[headline].unit === "target";
    return (regression ? scoreRegression(truth, predictions) : scoreClassification(truth, predictions))[headline];
  };
  const drops = new Map<string, number>();
  const whole = score(await predict(columns));
  if (whole === undefined) return drops;
  const wanted = new Set(input.names);
  const shuffles: Shuffle[] = [];
  for (const [place, { name }] of columns.entries()) {
    if (!wanted.has(name)) continue;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = random.shuffle(range(0, count));
      shuffles.push({ place, order });
    }
  }
  const most = Math.max(1, Math.floor(mostCells / (count * columns.length)));
  for (let from = 0; from < shuffles.length; from += most) {
    const some = shuffles.slice(from, from + most);
    const predictions = await predict(shuffled(columns, some, count));
    for (const [block, { place }] of some.entries()) {
      const drop = sign * (whole - (score(rowsOf(predictions, block * count, count)) ?? whole));
      const { name } = columns[place]!;
      drops.set(name, (drops.get(name) ?? 0) + drop / repeats);
    }
  }
  return drops;
}

/** One column in another order. */
interface Shuffle {
  readonly place: number; // of the column
  readonly order: RowIndex;
}

/** A table for each shuffle, one below the other. */
function shuffled(columns: readonly Column[], shuffles: readonly Shuffle[], count: number): readonly Column[] {
  const inOrder = Uint32Array.from({ length: shuffles.length * count }, (_, i) => i % count);
  return columns.map((column, place) => {
    if (!shuffles.some((one) => one.place === place)) return takeRows(column, inOrder);
    const rows = inOrder.slice();
    for (const [block, one] of shuffles.entries()) if (one.place === place) rows.set(one.order, block * count);
    return takeRows(column, rows);
  });
}

function rowsOf({ columns, data }: NumberMatrix, from: number, count: number): NumberMatrix {
  return { rows: count, columns, data: data.subarray(from * columns, (from + count) * columns) };
}

/** Drops of all folds as one list, the most important column first; intervals over folds as for scores. */
export function summariseImportance(
  model: string,
  folds: readonly { readonly drops: ReadonlyMap<string, number>; readonly size: FoldSize }[],
): Importance[] {
  const names = new Set(folds.flatMap((fold) => [...fold.drops.keys()]));
  const list = [...names].map((column) => {
    const seen = folds.filter((fold) => fold.drops.has(column));
    const byFold = seen.map((fold) => fold.drops.get(column)!);
    const error = foldedStandardError(
      byFold,
      seen.map((fold) => fold.size),
    );
    const half = byFold.length < 2 ? 0 : error * studentQuantile(0.975, byFold.length - 1);
    return { model, column, mean: mean(byFold), low: mean(byFold) - half, high: mean(byFold) + half, byFold };
  });
  return list.sort((a, b) => b.mean - a.mean || (a.column < b.column ? -1 : 1));
}

/** The column at the given positions, in their order. */
export function takeRows(column: Column, rows: RowIndex): Column {
  return column.kind === "category"
    ? { ...column, codes: gather(column.codes, rows) }
    : { ...column, values: gather(column.values, rows) };
}
