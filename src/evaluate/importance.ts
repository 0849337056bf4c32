import type { NumberMatrix, RowIndex } from "../base/matrix.ts";
import type { Random } from "../base/random.ts";
import { mean, studentQuantile } from "../base/statistics.ts";
import type { Column } from "../ingest/table.ts";
import { type FoldSize, foldedStandardError } from "./compare.ts";
import { metrics } from "./metrics.ts";
import type { Importance, MetricId } from "./results.ts";
import { scoreClassification, scoreRegression } from "./score.ts";

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
  const { headline, truth, random, repeats } = input;
  const columns = input.columns.map((column) => takeRows(column, input.rows));
  const sign = metrics[headline].higherIsBetter ? 1 : -1;
  const score = async (given: readonly Column[]) => {
    const predictions = await input.predict(given);
    const regression = metrics[headline].unit === "target";
    return (regression ? scoreRegression(truth, predictions) : scoreClassification(truth, predictions))[headline];
  };
  const drops = new Map<string, number>();
  const whole = await score(columns);
  if (whole === undefined) return drops;
  const wanted = new Set(input.names);
  for (const [i, column] of columns.entries()) {
    if (!wanted.has(column.name)) continue;
    let total = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = random.shuffle(Uint32Array.from({ length: input.rows.length }, (_, row) => row));
      const shuffled = await score(columns.with(i, takeRows(column, order)));
      total += sign * (whole - (shuffled ?? whole));
    }
    drops.set(column.name, total / repeats);
  }
  return drops;
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
  // Loops: "from" with a function takes twenty times as long.
  if (column.kind === "category") {
    const codes = new Int32Array(rows.length);
    for (let i = 0; i < codes.length; i++) codes[i] = column.codes[rows[i]!]!;
    return { ...column, codes };
  }
  const values = new Float64Array(rows.length);
  for (let i = 0; i < values.length; i++) values[i] = column.values[rows[i]!]!;
  return { ...column, values };
}
