import { mostProbable } from "../evaluate/score.ts";
import type { FoldSize } from "../evaluate/compare.ts";
import { isoDay } from "../base/day.ts";
import type { Results } from "../evaluate/results/results.ts";
import { errorSegments, type RowErrors } from "../evaluate/segments.ts";
import type { Column } from "../ingest/table.ts";
import { findColumn } from "../ingest/target.ts";
import { shownInFull } from "../models/index.ts";
import { heldOut } from "./decision.ts";
import type { OutOfFold } from "./out-of-fold.ts";
import type { Plan } from "./plan.ts";
import type { FitRequest } from "./request.ts";

const columnsShown = 10;
const rowsShown = 8;

interface Found {
  readonly plan: Plan;
  readonly predictions: OutOfFold;
  readonly sizes: ReadonlyMap<number, FoldSize>;
  readonly importance: Results["importance"];
  readonly chosen: string | null; // its errors are shown first, where it looks at rows
}

/** For whom the models are wrong: segments of the columns that matter most, and the rows of largest errors. */
export function weaknessesPart(
  request: FitRequest,
  { plan, predictions, sizes, importance, chosen }: Found,
): Pick<Results, "weaknesses"> {
  const best = predictions.models.filter(({ id }) => id === chosen && id !== "dummy");
  const [first, second] = shownInFull([...new Set([...best, ...predictions.models])]);
  if (first === undefined || second === undefined || predictions.rows.length === 0) return {};
  const matter = new Map<string, number>();
  for (const { column, mean } of importance) matter.set(column, Math.max(mean, matter.get(column) ?? 0));
  const columns = plan.run.columns
    .filter(({ name }) => matter.has(name))
    .toSorted((a, b) => matter.get(b.name)! - matter.get(a.name)!)
    .slice(0, columnsShown);
  const models = [errorsOf(first, predictions), errorsOf(second, predictions)] as const;
  const segments = errorSegments(columns, { held: heldOut(plan, predictions), sizes, models: [...models] });
  return { weaknesses: { segments, rows: largest(request, predictions, models[0]) } };
}

type Predicted = OutOfFold["models"][number];

function errorsOf(
  { id, values }: Predicted,
  { classes, truth }: OutOfFold,
): RowErrors & { readonly loss: Float64Array } {
  const share = (i: number) => values.data.subarray(i * values.columns, (i + 1) * values.columns);
  if (classes.length === 0) {
    const errors = Float64Array.from(truth, (value, i) => Math.abs(values.data[i]! - value));
    return { model: id, errors, loss: errors };
  }
  return {
    model: id,
    errors: Float64Array.from(truth, (value, i) => (mostProbable(share(i)) === value ? 0 : 1)),
    loss: Float64Array.from(truth, (value, i) => 1 - share(i)[value]!),
  };
}

/** Rows that the first model is furthest from, over all repeats. */
function largest(
  request: FitRequest,
  { rows, truth, classes, models }: OutOfFold,
  { loss }: { readonly loss: Float64Array },
): NonNullable<Results["weaknesses"]>["rows"] {
  const entries = new Map<number, number[]>();
  rows.forEach((row, i) => entries.set(row, [...(entries.get(row) ?? []), i]));
  const meanOf = (own: readonly number[], value: (i: number) => number) =>
    own.reduce((sum, i) => sum + value(i), 0) / own.length;
  const worst = [...entries]
    .map(([row, own]) => ({ row, own, loss: meanOf(own, (i) => loss[i]!) }))
    .toSorted((a, b) => b.loss - a.loss || a.row - b.row)
    .slice(0, rowsShown);
  const id = request.id === null ? null : findColumn(request.table, request.id, { role: "Column", file: request.name });
  return worst.map(({ row, own }) => ({
    row,
    id: id === null ? null : textOf(id, row),
    truth: classes.length === 0 ? truth[own[0]!]! : classes[truth[own[0]!]!]!,
    // A number, or the probability of the true class.
    predictions: models.map(({ id: model, values }) => ({
      model,
      value: meanOf(own, (i) => values.data[i * values.columns + (classes.length === 0 ? 0 : truth[i]!)]!),
    })),
  }));
}

/** A cell as the table has it; a date as an ISO day. */
function textOf(column: Column, row: number): string {
  if (column.kind === "category") return column.levels[column.codes[row]!] ?? "";
  const value = column.values[row]!;
  if (Number.isNaN(value)) return "";
  return column.kind === "date" ? isoDay(value) : String(value);
}
