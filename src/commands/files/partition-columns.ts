import { millisecondsPerDay } from "../../base/day.ts";
import type { DeclaredColumn } from "../../ingest/formats/declared.ts";
import type { TableFile } from "./table-files.ts";

type PartitionColumns = (file: TableFile, rows: number) => readonly DeclaredColumn[];

/**
 * The columns that the folders of a table's files name, for some rows of one of them. They hold numbers or days where
 * all values are, else texts.
 */
export function partitionColumns(files: readonly TableFile[]): PartitionColumns {
  const values = new Map<string, string[]>();
  for (const [name, value] of files.flatMap(({ partition }) => partition)) {
    if (value !== null) values.set(name, [...(values.get(name) ?? []), value]);
  }
  const kinds = new Map([...values].map(([name, all]) => [name, kindOf(all)]));
  return ({ partition }, rows) =>
    partition.map(([name, value]) => {
      const kind = kinds.get(name) ?? "text";
      const type = "a part of its path";
      if (kind === "text") return { name, kind, type, values: Array.from({ length: rows }, () => value) };
      const number = value === null ? Number.NaN : kind === "date" ? dayOf(value) : Number(value);
      return { name, kind, type, values: new Float64Array(rows).fill(number) };
    });
}

/** The columns of a file's rows behind those that its folders name, but for names that it has itself. */
export function withPartition(
  columns: readonly DeclaredColumn[],
  file: TableFile,
  columnsOf: PartitionColumns,
): readonly DeclaredColumn[] {
  const rows = Math.max(0, ...columns.map(({ values }) => values.length));
  const known = new Set(columns.map(({ name }) => name));
  return [...columnsOf(file, rows).filter(({ name }) => !known.has(name)), ...columns];
}

function kindOf(values: readonly string[]): "number" | "date" | "text" {
  if (values.every((value) => /^-?\d{1,15}(\.\d+)?$/u.test(value))) return "number";
  return values.every((value) => !Number.isNaN(dayOf(value))) ? "date" : "text";
}

/** Days since 1970 of a date in ISO 8601, NaN for other texts. */
function dayOf(value: string): number {
  return /^\d{4}-\d\d-\d\d$/u.test(value) ? Date.parse(value) / millisecondsPerDay : Number.NaN;
}
