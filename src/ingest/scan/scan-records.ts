import { type RecordSource, readRecords } from "../records.ts";
import { ColumnCells } from "./column-cells.ts";
import { Room } from "./room.ts";
import { irregular, oddQuotes, Piece, ranOut } from "./schema.ts";

/** Records of the same width, one after another, which no one needs to look at one by one. */
export interface Batch {
  readonly records: number;
  readonly share: number; // of the bytes of the file that has been read with it
  readonly lines: Uint32Array; // where each starts in the file; void once a column is read
  readonly column: (place: number) => ColumnCells;
}

/** What is known of the records from some place on. */
export interface Regular {
  readonly width: number; // cells of a record
  readonly names: readonly string[] | null; // cells of a record that is to be visited, trimmed
}

export interface RecordVisitor {
  /** Records are visited one by one until this says what a regular one is. */
  readonly regular: () => Regular | null;
  /** As readRecords calls it. */
  readonly visit: (fields: readonly string[], record: number, line: number) => boolean | void;
  /** Takes regular records; returns false to end the scan. */
  readonly batch: (batch: Batch, record: number) => boolean | void;
}

const pieceBytes = 1 << 18; // so that a piece with what is found in it stays in the caches
const mostBytes = 1 << 23; // of a record; a longer one is an open quote, most likely
const longestCell = 100_000; // bytes; longer cells are visited

/** A function that reads all records of a source, as often as it is called: by a kernel where that can be. */
export function recordReader(source: RecordSource, bytesOfPiece = pieceBytes): (visitor: RecordVisitor) => number {
  const { bytes = null, delimiter } = source;
  if (bytes === null || !/^[^\r\n"\u0080-\uffff]$/.test(delimiter)) {
    return (visitor) => readRecords(source, visitor.visit);
  }
  const scan = new RecordScan(source, bytes, bytesOfPiece);
  return (visitor) => scan.run(visitor);
}

/** Reads records of UTF-8 text by a kernel, piece by piece. */
class RecordScan {
  private readonly room = new Room();
  private readonly columns: ColumnCells[] = [];
  private readonly source: RecordSource;
  private readonly bytes: Uint8Array;
  private readonly pieceBytes: number;
  private names = 0; // their address, once they are known

  constructor(source: RecordSource, bytes: Uint8Array, bytesOfPiece: number) {
    this.source = source;
    this.bytes = bytes;
    this.pieceBytes = bytesOfPiece;
  }

  /**
   * Calls `batch` for regular records and `visit` for the others, in order. What the kernel does not read, readRecords
   * does: blank lines, records of another width, odd quotes and all that follows them. Returns the number of blank
   * lines passed over. Throws as readRecords does.
   */
  run(visitor: RecordVisitor): number {
    const { bytes } = this;
    let record = 0;
    let blank = 0;
    let line = this.source.firstLine ?? 1;
    let ended = false;
    const visit = (text: string): void => {
      const first = record;
      if (text === "") blank++;
      else {
        const { delimiter, name } = this.source;
        blank += readRecords({ text, delimiter, name, firstLine: line }, (fields, number, at) => {
          record = first + number + 1;
          ended = visitor.visit(fields, first + number, at) === false;
          return !ended;
        });
      }
    };
    for (let start = 0, size = this.pieceBytes; start < bytes.length; ) {
      const isLast = start + size >= bytes.length;
      const { from, to } = this.room.load(bytes.subarray(start, start + size), isLast);
      let at = from;
      for (;;) {
        const found = this.find({ from: at, to, isLast, line }, visitor.regular());
        at = found.from;
        line = found.line;
        if (found.records > 0) {
          record += found.records;
          if (visitor.batch(this.batch(found, start + at - from), record - found.records) === false) return blank;
        }
        if (found.stopped !== irregular) {
          if (found.stopped !== oddQuotes && !(at === from && size > mostBytes)) break;
          visit(textOf(bytes.subarray(start + at - from)));
          return blank;
        }
        visit(lineFeeds(this.room.text(at, found.recordEnd)));
        if (ended) return blank;
        at = found.after;
        line = found.lineAfter;
      }
      size = at === from ? 2 * size : this.pieceBytes;
      start += at - from;
    }
    return blank;
  }

  private find(
    piece: { readonly from: number; readonly to: number; readonly isLast: boolean; readonly line: number },
    regular: Regular | null,
  ): Found {
    const { room } = this;
    const names = this.namesOf(regular); // the first time, it makes room for them
    const places = room.places();
    const { from, to, isLast, line } = piece;
    Piece.write(room.buffer, room.piece, {
      ...{ from, to, isLast: Number(isLast), line, delimiter: this.source.delimiter.charCodeAt(0) },
      ...{ width: regular?.width ?? 0xffff_ffff, longest: longestCell, names, ...places },
      ...{ records: 0, stopped: ranOut, recordEnd: 0, after: 0, lineAfter: 0, otherCount: 0 },
    });
    room.kernel.scan(room.piece);
    return Piece.read(room.buffer, room.piece);
  }

  private batch({ records, lines }: Found, read: number): Batch {
    return {
      records,
      share: read / this.bytes.length,
      lines: new Uint32Array(this.room.buffer, lines, records),
      column: (place) => (this.columns[place] ??= new ColumnCells(this.room, place)),
    };
  }

  private namesOf(regular: Regular | null): number {
    if (regular === null || regular.names === null) return 0;
    if (this.names > 0) return this.names;
    const texts = regular.names.map((name) => Buffer.from(name));
    const heads = 8 * texts.length;
    this.names = this.room.stretch(heads + texts.reduce((sum, { length }) => sum + length, 0)).address;
    let at = this.names + heads;
    for (const [i, text] of texts.entries()) {
      new Uint8Array(this.room.buffer, at, text.length).set(text);
      this.room.words.set([at, at + text.length], (this.names >>> 2) + 2 * i);
      at += text.length;
    }
    return this.names;
  }
}

type Found = ReturnType<typeof Piece.read>;

function textOf(bytes: Uint8Array): string {
  return lineFeeds(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8"));
}

function lineFeeds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}
