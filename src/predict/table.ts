import { levelPlaces } from "../base/level-places.ts";
import type { Matrix64 } from "../base/matrix.ts";
import { type Graph, graphOf } from "../export/graph.ts";
import { type Feature, levelsOf } from "../export/features.ts";
import { conformTable, type SchemaColumn } from "../ingest/conform.ts";
import type { Column, Finding, Table } from "../ingest/table.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import { datePart } from "../prepare/date-part.ts";
import { largest } from "../prepare/numeric.ts";
import { batchScorerOf, plainBatch } from "./batch/scorer.ts";
import { type Extras, extraColumns } from "./extra-columns.ts";

export interface Prediction {
  readonly classes: readonly string[]; // empty for regression
  readonly values: Matrix64; // rows × classes: probabilities; or rows × 1 in target units
  readonly extras: readonly PredictionColumn[]; // what was asked for beside the predictions
  readonly others: readonly Column[]; // columns of the table that the model does not read
  readonly findings: readonly Finding[];
}

/** A column beside the predictions, a cell a row. */
export interface PredictionColumn {
  readonly name: string;
  readonly cells: readonly (string | number)[];
}

const noExtras: Extras = { decision: null, certainty: null, explanation: null };

/**
 * Predicts every row of a table, with what is asked for beside. Columns are found by name, in any order. A column that
 * is missing counts as missing in every row, a text that was never seen in training as an unknown level; both are
 * findings. Throws a UserError when no column of the model is there.
 */
export function predict(
  model: ModelArtifact,
  { table, name }: { readonly table: Table; readonly name: string },
  extras: Extras = noExtras,
): Prediction {
  const schema = schemaOf(model);
  const levels = levelsOf(model);
  const { table: known, others, findings: found } = conformTable(table, schema, name);
  // A column that made no input has no levels to miss.
  const findings = found.filter(({ code, column }) => code !== "unseen-level" || levels.has(column ?? ""));
  const classes = model.task.kind === "classification" ? model.task.classes : [];
  return { classes, ...scoreTable(graphOf(model), known, extras), others, findings };
}

/** A table of fewer is scored before a kernel has started. */
const fewRows = 256;

/** Predicts the rows of a table that has the model's columns in its order and kinds. */
function scoreTable(graph: Graph, { columns, rowCount }: Table, asked: Extras): Pick<Prediction, "values" | "extras"> {
  const scorer = rowCount < fewRows ? plainBatch(graph) : batchScorerOf(graph);
  const beside = extraColumns(asked, graph);
  const extras = beside.names.map((name) => ({ name, cells: [] as (string | number)[] }));
  const data = new Float64Array(rowCount * scorer.width);
  const readers = graph.features.map((feature) => readerOf(feature, columns[feature.column]!));
  const size = readers.length;
  const features = new Float64Array(size * scorer.rows);
  for (let first = 0; first < rowCount; first += scorer.rows) {
    const count = Math.min(scorer.rows, rowCount - first);
    for (let row = 0; row < count; row++) {
      for (let i = 0; i < size; i++) features[row * size + i] = readers[i]!(first + row);
    }
    const scores = data.subarray(first * scorer.width, (first + count) * scorer.width);
    scorer.score(features, count, scores);
    if (extras.length === 0) continue;
    for (let row = 0; row < count; row++) {
      const own = scores.subarray(row * scorer.width, (row + 1) * scorer.width);
      const given = features.subarray(row * size, (row + 1) * size);
      beside.cells(own, given).forEach((cell, place) => extras[place]!.cells.push(cell));
    }
  }
  return { values: { rows: rowCount, columns: scorer.width, data }, extras };
}

function readerOf({ part, levels }: Feature, column: Column): (row: number) => number {
  if (column.kind === "category") {
    const placeOf = levelPlaces(levels);
    const places = column.levels.map((level) => placeOf.get(level) ?? -1);
    return (row) => (column.codes[row]! < 0 ? Number.NaN : places[column.codes[row]!]!);
  }
  const { values } = column;
  if (part === "number" || part === "level") return (row) => Math.max(-largest, Math.min(largest, values[row]!));
  return (row) => datePart(part, values[row]!);
}

/** How a model reads a file: its columns, and beside them a target that is a number, weights and groups of rows. */
export function readingSchema(model: ModelArtifact): readonly SchemaColumn[] {
  const { weight, group } = model.origin.recipe ?? {};
  return [
    ...schemaOf(model),
    ...(model.task.kind === "regression" ? [{ name: model.target, kind: "numeric" as const }] : []),
    ...(weight === undefined ? [] : [{ name: weight, kind: "numeric" as const }]),
    ...(group === undefined || group === weight ? [] : [{ name: group, kind: "category" as const }]),
  ];
}

/** The columns that a model wants to be given, as it learnt to read them. */
export function schemaOf(model: ModelArtifact): readonly SchemaColumn[] {
  const levels = levelsOf(model);
  return model.columns.map(({ name, kind, dayFirst, format, missingWords }) => ({
    ...{ name, kind, levels: levels.get(name) ?? [] },
    ...(dayFirst === null ? {} : { dayFirst }),
    ...(format === undefined ? {} : { format }),
    ...(missingWords === undefined ? {} : { missingWords }),
  }));
}
