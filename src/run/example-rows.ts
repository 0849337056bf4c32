import type { RowIndex } from "../base/matrix.ts";
import { isoDay } from "../evaluate/dependence.ts";
import type { ExplainedRow } from "../evaluate/results.ts";
import { graphOf } from "../export/graph.ts";
import type { RunData } from "../models/run-data.ts";
import { type Explained, explainerOf } from "../predict/explain.ts";
import { withBackground } from "./background.ts";
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
  const { data } = fold;
  const model = withBackground(saved, { run: data, rows: fold.rows });
  if (model.background.length === 0) return [];
  const explainer = explainerOf(graphOf(model), model.background);
  const { values } = await trained.predict(data.columns, rows);
  const last = (i: number) => values.data[(i + 1) * values.columns - 1]!;
  const order = Array.from(rows, (_, i) => i).sort((a, b) => last(b) - last(a) || a - b);
  return spread(order, shownRows).map((i) => {
    const row = rows[i]!;
    return { row, ...shown(explainer.explain(cellsOf(data, row)), data, row) };
  });
}

/** The first, the last and the ones in between, as far apart as possible. */
function spread(order: readonly number[], count: number): readonly number[] {
  if (order.length <= count) return order;
  return Array.from({ length: count }, (_, i) => order[Math.round((i * (order.length - 1)) / (count - 1))]!);
}

function shown({ prediction, value, baseline, effects }: Explained, data: RunData, row: number) {
  const named = effects.slice(0, shownColumns);
  return {
    ...{ prediction, value, baseline },
    effects: named.map(({ column, effect }) => ({ column, cell: textOf(data, column, row), effect })),
    others: effects.slice(shownColumns).reduce((sum, { effect }) => sum + effect, 0),
    error: effects.reduce((most, { standardError }) => Math.max(most, standardError), 0),
  };
}

/** The cells of a row, by column of the table. */
function cellsOf(data: RunData, row: number): Readonly<Record<string, unknown>> {
  const cells = data.schema.map(({ name, kind }) => {
    const column = data.columns[data.sources.indexOf(name)]!; // of a date the day, which comes first
    if (column.kind === "category") return [name, column.levels[column.codes[row]!] ?? null];
    const value = column.values[row]!;
    return [name, kind === "date" ? new Date(value * 86_400_000) : value];
  });
  return Object.fromEntries(cells);
}

function textOf(data: RunData, name: string, row: number): string {
  const column = data.columns[data.sources.indexOf(name)]!;
  if (column.kind === "category") return column.levels[column.codes[row]!] ?? "missing";
  const value = column.values[row]!;
  if (Number.isNaN(value)) return "missing";
  const isDate = data.schema.find((one) => one.name === name)?.kind === "date";
  return isDate ? isoDay(value) : String(Number(value.toPrecision(6)));
}
