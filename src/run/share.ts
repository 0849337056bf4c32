import type { Column } from "../ingest/table.ts";

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
