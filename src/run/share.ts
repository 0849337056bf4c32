import type { Column } from "../ingest/table.ts";
import type { RunData } from "../models/run-data.ts";

/** The same data with its columns in shared memory. */
export function shareData(run: RunData): RunData {
  return { ...run, columns: run.columns.map(shareColumn), target: shareColumn(run.target) };
}

/** The same column with its numbers in shared memory, so that worker threads read one copy. */
export function shareColumn(column: Column): Column {
  if (column.kind === "category") {
    const codes = new Int32Array(new SharedArrayBuffer(column.codes.byteLength));
    codes.set(column.codes);
    return { ...column, codes };
  }
  const values = new Float64Array(new SharedArrayBuffer(column.values.byteLength));
  values.set(column.values);
  return { ...column, values };
}
