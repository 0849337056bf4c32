import type { Matrix } from "../base/matrix.ts";
import { chooseEngine } from "../engine/choose.ts";
import { conformTable } from "../ingest/conform.ts";
import type { Column, Finding, Table } from "../ingest/table.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import { expandDates } from "../prepare/features.ts";
import { networkPredictor } from "../models/network.ts";
import { allRows } from "../models/run-data.ts";

export interface Prediction {
  readonly classes: readonly string[]; // empty for regression
  readonly values: Matrix; // rows × classes: probabilities; or rows × 1 in target units
  readonly others: readonly Column[]; // columns of the table that the model does not read
  readonly findings: readonly Finding[];
}

/** Rows encoded at once: a table of any length needs memory for these only. */
const blockRows = 16_384;

/**
 * Predicts every row of a table. Columns are found by name, in any order. A column that is missing counts as missing in
 * every row, a text that was never seen in training as an unknown level; both are findings. Throws a UserError when no
 * column of the model is there.
 */
export async function predict(model: ModelArtifact, table: Table, name: string): Promise<Prediction> {
  const levels = levelsOf(model);
  const schema = model.columns.map(({ name: wanted, kind, dayFirst }) => ({
    name: wanted,
    kind,
    levels: levels.get(wanted) ?? [],
    ...(dayFirst === null ? {} : { dayFirst }),
  }));
  const { table: known, others, findings: found } = conformTable(table, schema, name);
  // A column that made no input has no levels to miss.
  const findings = found.filter(({ code, column }) => code !== "unseen-level" || levels.has(column ?? ""));
  const columns = expandDates(known.columns);
  const classes = model.task.kind === "classification" ? model.task.classes : [];
  const rows = allRows(columns);
  const width = Math.max(1, classes.length);
  const values = { rows: rows.length, columns: width, data: new Float32Array(rows.length * width) };
  const predictRows = networkPredictor(model, chooseEngine("auto"));
  for (let from = 0; from < rows.length; from += blockRows) {
    const block = rows.subarray(from, from + blockRows);
    const { values: predicted } = await predictRows(columns, block);
    values.data.set(predicted.data, from * width);
  }
  return { classes, values, others, findings };
}

/** Levels of each category column that the model knows. */
function levelsOf({ encoder }: ModelArtifact): ReadonlyMap<string, readonly string[]> {
  return new Map(encoder.groups.flatMap((group) => ("levels" in group ? [[group.column, group.levels] as const] : [])));
}
