import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { UserError } from "../../base/errors.ts";
import { arrowBatches } from "../../ingest/formats/arrow-batches.ts";
import type { DeclaredColumn } from "../../ingest/formats/declared.ts";
import type { World } from "../world.ts";
import { declaredParts, sliced } from "../files/declared-parts.ts";
import { partitionColumns, withPartition } from "../files/partition-columns.ts";
import type { TableSource } from "../files/reading.ts";
import type { TableFile } from "../files/table-files.ts";
import { unpackedBytes } from "../files/byte-source.ts";
import type { RowBlock, RowFile } from "./row-file.ts";

/** Some rows: the cells of a single one, or columns of several. */
type Rows = { readonly cells: readonly unknown[] } | { readonly columns: readonly ArrayLike<unknown>[] };

export interface DeclaredPart extends TableFile {
  readonly format: "parquet" | "arrow-file" | "arrow-stream"; // the last perhaps in gzip
}

/** The rows of Parquet or Arrow files, one row group or record batch at a time. */
export class DeclaredFile implements RowFile<Rows> {
  sha256 = "";
  bytes = 0;
  private readonly files: readonly DeclaredPart[];
  private readonly world: World;
  private columns: readonly DeclaredColumn[] | null = null; // of the first part that was read

  constructor(files: readonly DeclaredPart[], world: World) {
    this.files = files;
    this.world = world;
  }

  async *blocks(): AsyncGenerator<RowBlock<Rows>> {
    const hash = createHash("sha256");
    const columnsOf = partitionColumns(this.files);
    this.bytes = 0;
    for (const file of this.files) {
      let before = 0;
      const parts = this.partsOf(file, hash);
      const next = async (): Promise<DeclaredRows | null> => {
        const { value, done } = await parts.next();
        if (done === true) return null;
        const columns = withPartition(value, file, columnsOf);
        this.columns ??= columns.map((column) => ({ ...column, values: [] }));
        checkAlike(columns, this.columns, { file: file.path, first: this.files[0]!.path });
        return new DeclaredRows(columns, { before, file: file.path });
      };
      try {
        for (let block = await next(); block !== null; block = await next()) {
          before += block.rows;
          yield block;
          block.release();
        }
      } finally {
        await parts.return(undefined); // closes the file, also where the rest is not wanted
      }
    }
    this.sha256 = hash.digest("hex");
  }

  table(parts: readonly Rows[], named: { readonly name: string; readonly file: string }): TableSource {
    const columns = this.columns!.map((column, place) => {
      if (column.kind === "nested") return column;
      return { ...column, values: joinedCells(parts.map((part) => cellsOf(part, place))) };
    });
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

/** Rows of columns. */
class DeclaredRows implements RowBlock<Rows> {
  readonly rows: number;
  private columns: readonly DeclaredColumn[];
  private readonly start: { readonly before: number; readonly file: string };

  constructor(columns: readonly DeclaredColumn[], start: { readonly before: number; readonly file: string }) {
    this.rows = Math.max(0, ...columns.map(({ values }) => values.length));
    this.columns = columns;
    this.start = start;
  }

  /** Lets the columns go: whoever still holds the block would keep them beside those of the next. */
  release(): void {
    this.columns = [];
  }

  take(from: number, to: number): Rows {
    // Twenty lists of one cell take five times the memory of one list of twenty.
    if (to - from === 1) return { cells: this.columns.map(({ values }) => values[from]) };
    return { columns: this.columns.map(({ values }) => sliced(values, from, to)) };
  }

  place(row: number): string {
    return `row ${this.start.before + row + 1} of ${this.start.file}`;
  }
}

function cellsOf(part: Rows, place: number): ArrayLike<unknown> {
  return "cells" in part ? [part.cells[place]] : part.columns[place]!;
}

/** Cells one after another; 8 bytes each where all are numbers, as those of dates are. */
function joinedCells(parts: readonly ArrayLike<unknown>[]): ArrayLike<unknown> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const isNumbers = parts.every((part) => part instanceof Float64Array || typeof part[0] === "number");
  const cells = isNumbers ? new Float64Array(length) : new Array<unknown>(length);
  let at = 0;
  for (const part of parts) for (let i = 0; i < part.length; i++) cells[at++] = part[i] as number;
  return cells;
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
