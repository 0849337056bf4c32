import type { RowFile } from "./row-file.ts";

/** Rows to learn at a time. */
export interface Megabatch<Rows> {
  readonly parts: readonly Rows[];
  readonly rows: number;
  readonly place: string; // in the file, for messages
}

/** All rows but those of these numbers, at most `most` at a time. */
export async function* megabatches<Rows>(
  file: RowFile<Rows>,
  without: ReadonlySet<number>,
  most: number,
): AsyncGenerator<Megabatch<Rows>> {
  let parts: Rows[] = [];
  let rows = 0;
  let number = 0;
  let place = "";
  for await (const block of file.blocks()) {
    let from = 0; // of the rows that go together
    const put = (to: number): void => {
      if (to > from) parts.push(block.take(from, to));
    };
    for (let row = 0; row < block.rows; row++) {
      if (without.has(number++)) {
        put(row);
        from = row + 1;
        continue;
      }
      if (rows === 0) place = block.place(row);
      if (++rows < most) continue;
      put(row + 1);
      from = row + 1;
      yield { parts, rows, place };
      parts = [];
      rows = 0;
    }
    put(block.rows);
  }
  if (rows > 0) yield { parts, rows, place };
}
