import { isoDay, millisecondsPerDay } from "../base/day.ts";
import type { RowIndex } from "../base/matrix.ts";
import type { ExplainedRow } from "../evaluate/results/explanation.ts";
import { graphOf } from "../export/graph.ts";
import type { Column } from "../ingest/table.ts";
import { firstColumns, type RunData } from "../models/run-data.ts";
import { type Explained, explainerOf } from "../predict/explain.ts";
import { backgroundOf, cellOf } from "./background.ts";
import type { TestedFold } from "./tested-fold.ts";

/** Rows shown, and columns named for each. */
const shownRows = 6;
const shownColumns = 3;

/**
 * Why a model that did not see them predicts a few test rows as it does: those of the highest, the middle and the
 * lowest prediction. Empty for a model that cannot be saved.
 */
export async function exampleRows(
  { fold }: Pick<TestedFold, "fold">,
  { trained }: TestedFold["models"][number],
  rows: RowIndex,
): Promise<readonly ExplainedRow[]> {
  const saved = trained.save();
  if (saved === null) return [];
  const graph = graphOf(saved);
  const background = backgroundOf(graph, fold);
  if (background.length === 0) return [];
  const explainer = explainerOf(graph, background);
  const columns = tableColumns(fold.data);
  const { values } = await trained.predict(fold.data.columns, rows);
  const last = (i: number) => values.data[(i + 1) * values.columns - 1]!;
  const order = Array.from(rows, (_, i) => i).sort((a, b) => last(b) - last(a) || a - b);
  return spread(order, shownRows).map((i) => {
    const row = rows[i]!;
    return { row, ...shown(explainer.explain(cellsOf(columns, row)), columns, row) };
  });
}

/** The input columns of the table by name; of a date the column of its days. */
type TableColumns = ReadonlyMap<string, { readonly isDate: boolean; readonly column: Column }>;

function tableColumns(data: RunData): TableColumns {
  const first = firstColumns(data);
  return new Map(data.schema.map(({ name, kind }) => [name, { isDate: kind === "date", column: first.get(name)! }]));
}

/** The first, the last and the ones in between, as far apart as possible. */
function spread(order: readonly number[], count: number): readonly number[] {
  if (order.length <= count) return order;
  return Array.from({ length: count }, (_, i) => order[Math.round((i * (order.length - 1)) / (count - 1))]!);
}

function shown({ prediction, value, baseline, effects }: Explained, columns: TableColumns, row: number) {
  const named = effects.slice(0, shownColumns);
  return {
    ...{ prediction, value, baseline },
    effects: named.map(({ column, effect }) => ({ column, cell: textOf(columns, column, row), effect })),
    others: effects.slice(shownColumns).reduce((sum, { effect }) => sum + effect, 0),
    error: effects.reduce((most, { standardError }) => Math.max(most, standardError), 0),
  };
}

/** The cells of a row, by column of the table. */
function cellsOf(columns: TableColumns, row: number): Readonly<Record<string, unknown>> {
  const cells = Array.from(columns, ([name, { isDate, column }]) => {
    const cell = cellOf(column, row);
    return [name, isDate && typeof cell === "number" ? new Date(cell * millisecondsPerDay) : cell];
  });
  return Object.fromEntries(cells);
}

function textOf(columns: TableColumns, name: string, row: number): string {
  const { isDate, column } = columns.get(name)!;
  const cell = cellOf(column, row);
  if (cell === null) return "missing";
  if (typeof cell === "string") return cell;
  return isDate ? isoDay(cell) : String(Number(cell.toPrecision(6)));
}
