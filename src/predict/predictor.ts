import { nearest, UserError } from "../base/errors.ts";
import type { Graph } from "../export/graph.ts";
import { deciderOf } from "../evaluate/decide.ts";
import { columnReaders } from "./cells.ts";
import { scorerOf } from "./score-graph.ts";

/**
 * A number, a text as in a file, a date, true or false; null, undefined and numbers that are not finite are missing.
 */
export type Cell = string | number | bigint | boolean | Date | null | undefined;

/** A row by column name, or its cells in the order of `columns`. */
export type Row = Readonly<Record<string, unknown>> | readonly unknown[];

export interface RowPrediction {
  readonly prediction: string | number; // the likeliest class, or a number in the target's unit
  readonly probabilities: readonly number[]; // of each class, in the order of `classes`; empty for a number
  readonly decision?: string; // by costs or a threshold, where the model keeps a rule
}

/** Predictions of many rows: `values` holds a row after the other, a probability for each class or one number. */
export interface Predictions {
  readonly rows: number;
  readonly width: number;
  readonly values: Float64Array;
}

/**
 * A model that is ready to predict. Rows are found by column name; a column that a row lacks is missing, others are
 * passed over.
 */
export interface Predictor {
  readonly target: string;
  readonly classes: readonly string[]; // empty when the target is a number
  readonly columns: readonly string[]; // that the model asks for
  /** Throws a UserError for what is no row, has none of the columns, or holds what is no cell. */
  predict(row: Row): RowPrediction;
  predictMany(rows: readonly Row[]): readonly RowPrediction[];
  /** Predicts a table of columns by name, all of one length. */
  predictColumns(columns: Readonly<Record<string, ArrayLike<unknown>>>): Predictions;
}

export function predictorOf(graph: Graph): Predictor {
  const scorer = scorerOf(graph);
  const readers = columnReaders(graph);
  const read = rowReader(graph);
  const names = graph.columns.map((column) => column.name);
  const classes = graph.task.kind === "regression" ? [] : graph.task.classes;
  const features = new Float64Array(graph.features.length);
  const scores = new Float64Array(scorer.width);
  const decide = graph.decision === null || classes.length === 0 ? null : deciderOf(graph.decision, classes);

  function predictRow(row: Row, number: number): RowPrediction {
    read(row, number, features);
    scorer.score(features, scores, 0);
    if (classes.length === 0) return { prediction: scores[0]!, probabilities: [] };
    const told = { prediction: classes[likeliest(scores, 0, scores.length)]!, probabilities: Array.from(scores) };
    return decide === null ? told : { ...told, decision: classes[decide(scores)]! };
  }

  return {
    target: graph.target,
    classes,
    columns: names,
    predict: (row) => predictRow(row, 0),
    predictMany: (rows) => rows.map(predictRow),
    predictColumns(columns) {
      const given = new Map(Object.entries(columns));
      const known = names.filter((name) => given.has(name));
      if (known.length === 0) throw noColumn("The table", names, [...given.keys()]);
      const rows = given.get(known[0]!)!.length;
      for (const name of known) {
        const { length } = given.get(name)!;
        if (length === rows) continue;
        throw new UserError(`Column "${name}" has ${length} cells, but "${known[0]}" has ${rows}.`);
      }
      const values = new Float64Array(rows * scorer.width);
      const sources = readers.map((reader) => ({ reader, cells: given.get(reader.name) }));
      for (let row = 0; row < rows; row++) {
        for (const { reader, cells } of sources) reader.read(cells?.[row], features, row);
        scorer.score(features, values, row * scorer.width);
      }
      return { rows, width: scorer.width, values };
    },
  };
}

/** Reads the features of rows. Throws a `UserError` for a row that has none of the columns or holds what is no cell. */
export function rowReader(graph: Graph): (row: Row, number: number, features: Float64Array) => void {
  const readers = columnReaders(graph);
  const names = graph.columns.map((column) => column.name);
  return (row, number, features) => {
    if (isList(row)) {
      if (row.length !== names.length) {
        throw new UserError(`Row ${number} has ${row.length} cells, but the model asks for ${names.length} columns.`, {
          hint: "Give a cell for each of `columns`, in their order, or an object by column name.",
        });
      }
      for (const reader of readers) reader.read(row[reader.position], features, number);
      return;
    }
    if (typeof row !== "object" || row === null) {
      throw new UserError(
        `Row ${number} is ${row === null ? "null" : `a ${typeof row}`}, expected an object or array.`,
      );
    }
    if (!names.some((name) => Object.hasOwn(row, name))) throw noColumn(`Row ${number}`, names, Object.keys(row));
    for (const reader of readers) {
      reader.read(Object.hasOwn(row, reader.name) ? row[reader.name] : undefined, features, number);
    }
  };
}

function isList(row: Row): row is readonly unknown[] {
  return Array.isArray(row);
}

/** Position of the largest of the numbers from `start` on, counted from there; the first of equals. */
export function likeliest(scores: ArrayLike<number>, start: number, count: number): number {
  let best = 0;
  for (let j = 1; j < count; j++) if (scores[start + j]! > scores[start + best]!) best = j;
  return best;
}

function noColumn(what: string, names: readonly string[], given: readonly string[]): UserError {
  const near = given.map((name) => nearest(name, names)).find((name) => name !== undefined);
  const shown = `${names.slice(0, 8).join(", ")}${names.length > 8 ? ", …" : ""}`;
  return new UserError(`${what} has none of the ${names.length} columns that the model needs.`, {
    hint: near === undefined ? `They are ${shown}.` : `Did you mean "${near}"? They are ${shown}.`,
  });
}
