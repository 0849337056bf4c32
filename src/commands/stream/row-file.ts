import type { TableSource } from "../files/reading.ts";

/** Rows of a file, one after another. */
export interface RowBlock<Rows> {
  readonly rows: number;
  take(from: number, to: number): Rows; // in memory of their own
  place(row: number): string; // in the file, for messages
}

/** The rows of one file, or of several with the same columns, read as often as asked for. */
export interface RowFile<Rows = unknown> {
  readonly sha256: string; // of all bytes, after the rows were read to their end
  readonly bytes: number;
  blocks(): AsyncGenerator<RowBlock<Rows>>;
  /** Some rows as a table. */
  table(rows: readonly Rows[], named: { readonly name: string; readonly file: string }): TableSource;
}
