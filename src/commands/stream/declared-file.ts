import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { UserError } from "../../base/errors.ts";
import { arrowBatches } from "../../ingest/formats/arrow-batches.ts";
import type { DeclaredColumn } from "../../ingest/formats/declared.ts";
import type { World } from "../command-line/command.ts";
import { declaredParts } from "../files/declared-parts.ts";
import type { TableSource } from "../files/reading.ts";
import { unpackedBytes } from "../prediction/source.ts";
import type { RowBlock, RowFile } from "./row-file.ts";

type Cells = readonly unknown[];

export interface DeclaredPart {
  readonly path: string;
  readonly format: "parquet" | "arrow-file" | "arrow-stream"; // the last perhaps in gzip
}

/** The rows of Parquet or Arrow files, one row group or record batch at a time. */
export class DeclaredFile implements RowFile<readonly Cells[]> {
  sha256 = "";
  bytes = 0;
  private readonly files: readonly DeclaredPart[];
  private readonly world: World;
  private columns: readonly DeclaredColumn[] | null = null; // of the first part that was read

  constructor(files: readonly DeclaredPart[], world: World) {
    this.files = files;
    this.world = world;
  }

  async *blocks(): AsyncGenerator<RowBlock<readonly Cells[]>> {
    const hash = createHash("sha256");
    this.bytes = 0;
    for (const file of this.files) {
      let before = 0;
      for await (const columns of this.partsOf(file, hash)) {
        this.columns ??= columns.map((column) => ({ ...column, values: [] }));
        checkAlike(columns, this.columns, { file: file.path, first: this.files[0]!.path });
        const block = new DeclaredRows(columns, { before, file: file.path });
        before += block.rows;
        yield block;
      }
    }
    this.sha256 = hash.digest("hex");
  }

  table(parts: readonly (readonly Cells[])[], named: { readonly name: string; readonly file: string }): TableSource {
    const rows = parts.flat();
    const columns = this.columns!.map((column, place) => ({
      ...column,
      values: column.kind === "nested" ? [] : rows.map((cells) => cells[place]),
    }));
    return { ...named, columns };
  }

  private async *partsOf({ path, format }: DeclaredPart, hash: Hash): AsyncGenerator<readonly DeclaredColumn[]> {
    if (format === "arrow-stream") {
      return yield* arrowBatches(this.hashed(await unpackedBytes(path, this.world), hash), path);
    }
    yield* declaredParts(path, format);
    // The parts were read out of order; the hash is of the file from start to end.
    for await (const chunk of createReadStream(path)) this.hash(chunk as Uint8Array, hash);
  }

  private async *hashed(chunks: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.hash(chunk, hash);
      yield chunk;
    }
  }

  private hash(chunk: Uint8Array, hash: Hash): void {
    hash.update(chunk);
    this.bytes += chunk.length;
  }
}

/** Rows of columns, row by row. */
class DeclaredRows implements RowBlock<readonly Cells[]> {
  readonly rows: number;
  private readonly columns: readonly DeclaredColumn[];
  private readonly start: { readonly before: number; readonly file: string };

  constructor(columns: readonly DeclaredColumn[], start: { readonly before: number; readonly file: string }) {
    this.rows = Math.max(0, ...columns.map(({ values }) => values.length));
    this.columns = columns;
    this.start = start;
  }

  take(from: number, to: number): readonly Cells[] {
    return Array.from({ length: to - from }, (_, i) => this.columns.map(({ values }) => values[from + i] ?? null));
  }

  place(row: number): string {
    return `row ${this.start.before + row + 1} of ${this.start.file}`;
  }
}

/** Throws a UserError for columns with other names or kinds than the first. */
function checkAlike(
  columns: readonly DeclaredColumn[],
  wanted: readonly DeclaredColumn[],
  { file, first }: { readonly file: string; readonly first: string },
): void {
  const words = ({ name, kind, type }: DeclaredColumn) => `"${name}" (${kind}, ${type})`;
  const place = Math.max(columns.length, wanted.length);
  for (let i = 0; i < place; i++) {
    const [one, other] = [columns[i], wanted[i]];
    if (one !== undefined && other !== undefined && one.name === other.name && one.kind === other.kind) continue;
    const here = one === undefined ? "no further column" : `the column ${words(one)}`;
    const there = other === undefined ? "none" : words(other);
    throw new UserError(`${file} declares ${here} where ${first} has ${there}.`, {
      hint: "Files that make up one table have the same columns, in the same order when they are streamed.",
    });
  }
}
