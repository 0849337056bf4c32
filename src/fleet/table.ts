import type { RowIndex } from "../base/matrix.ts";
import type { RunData } from "../models/run-data.ts";
import type { Job } from "../run/job.ts";
import type { JobGroup } from "../run/runner.ts";
import { shareColumn } from "../run/share.ts";

/** What jobs of every seed and fold read: one content for a table, however many jobs there are. */
export type TableContent = Omit<RunData, "origin">;

/** What is particular to the jobs of one run on a table: who they are for, and their rows. */
export interface RowsContent {
  readonly origin: RunData["origin"];
  readonly rows: readonly RowIndex[];
}

export function tableContent({ data }: JobGroup): TableContent {
  const { origin: _, ...table } = data;
  return table;
}

/** The rows of some jobs, each list once, and where in them a job finds its own. */
export function rowsContent({ data, jobs }: JobGroup): {
  readonly content: RowsContent;
  readonly placesOf: (job: Job) => readonly number[];
} {
  const places = new Map<RowIndex, number>();
  for (const job of jobs) for (const rows of rowsOf(job)) if (!places.has(rows)) places.set(rows, places.size);
  return {
    content: { origin: data.origin, rows: [...places.keys()] },
    placesOf: (job) => rowsOf(job).map((rows) => places.get(rows)!),
  };
}

/** The lists of rows of a job: training rows, then the test rows of a fold. */
export function rowsOf(job: Job): readonly RowIndex[] {
  return job.kind === "fold" ? [job.fold.train, job.fold.test] : [job.rows];
}

/** A table from elsewhere, with its numbers in shared memory; null if it is not one. */
export function readTableContent(value: unknown): TableContent | null {
  if (!isTable(value)) return null;
  return { ...value, columns: value.columns.map(shareColumn), target: shareColumn(value.target) };
}

function isTable(value: unknown): value is TableContent {
  if (typeof value !== "object" || value === null) return false;
  const { columns, target, usedRows, weights, groups, kind } = value as Partial<TableContent>;
  const length = target === undefined ? -1 : lengthOf(target);
  return (
    (kind === "classification" || kind === "regression") &&
    Array.isArray(columns) &&
    [...columns, target].every((column: unknown) => lengthOf(column) === length) &&
    areRows(usedRows, length) &&
    (weights === null || (weights instanceof Float64Array && weights.length === length)) &&
    (groups === null || (groups instanceof Int32Array && groups.length === length))
  );
}

/** The number of rows of a column; −1 if it is not a column, or names levels that it lacks. */
export function lengthOf(column: unknown): number {
  if (typeof column !== "object" || column === null) return -1;
  const { codes, levels, values } = column as { codes?: unknown; levels?: unknown; values?: unknown };
  if (values instanceof Float64Array) return values.length;
  if (!(codes instanceof Int32Array) || !Array.isArray(levels)) return -1;
  return codes.every((code) => code >= -1 && code < levels.length) ? codes.length : -1;
}

/** Rows from elsewhere, each of them in a table of this length; null where they are not. */
export function readRowsContent(value: unknown, length: number): RowsContent | null {
  if (typeof value !== "object" || value === null) return null;
  const { origin, rows } = value as Partial<RowsContent>;
  if (typeof origin !== "object" || !Array.isArray(rows)) return null;
  return rows.every((each: unknown) => areRows(each, length)) ? { origin, rows } : null;
}

function areRows(value: unknown, length: number): value is RowIndex {
  return value instanceof Uint32Array && value.every((row) => row < length);
}
