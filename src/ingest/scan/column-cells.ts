import type { Stretch } from "../../wasm/arena.ts";
import { trimmed } from "../spaces.ts";
import type { Room } from "./room.ts";
import { ColumnState, Entry, Piece } from "./schema.ts";

/** How the numbers of a column are written, as far as it was scanned; the fields are those of PointForm. */
export interface FormSeen {
  readonly decimal: boolean;
  readonly short: boolean;
  readonly long: boolean;
  readonly triples: number;
}

/** The cells of a piece that are numbers, and which are not. */
export interface NumberCells {
  readonly values: Float64Array; // one a record; NaN = empty, or one of the others; void after the next call
  readonly others: Uint32Array; // records whose cells are no numbers that were read, ascending
  readonly codes: Uint32Array; // by record: what stands in those
  readonly example: number; // first record with a point before three last digits; -1 = none
}

const fewestSlots = 64;

/** One column of a scan: its cells in the piece at hand, and the distinct texts seen so far. */
export class ColumnCells {
  private readonly room: Room;
  private readonly place: number; // in a record
  private readonly state: number; // address
  private readonly slots: Stretch;
  private readonly entries: Stretch;
  private readonly bytes: Stretch;

  constructor(room: Room, place: number) {
    this.room = room;
    this.place = place;
    this.state = room.stretch(ColumnState.bytes).address;
    this.slots = room.stretch(4 * fewestSlots);
    this.entries = room.stretch((Entry.bytes * fewestSlots) / 2);
    this.bytes = room.stretch(1024);
    ColumnState.write(room.buffer, this.state, {
      ...{ place, slots: this.slots.address, slotCount: fewestSlots, entries: this.entries.address, entryCount: 0 },
      ...{ bytes: this.bytes.address, bytesUsed: 0, bytesRoom: 1024 },
      ...{ decimal: 0, short: 0, long: 0, triples: 0, example: 0 },
    });
  }

  get records(): number {
    return this.piece("records");
  }

  /** The cells as numbers. */
  numbers(): NumberCells {
    this.set(this.room.piece, Piece.offsets.otherCount, 0);
    this.set(this.state, ColumnState.offsets.example, 0);
    this.fill((from) => this.room.kernel.numbers(this.room.piece, this.state, from));
    const { buffer } = this.room;
    return {
      values: new Float64Array(buffer, this.piece("values"), this.records),
      others: new Uint32Array(buffer, this.piece("others"), this.piece("otherCount")),
      codes: new Uint32Array(buffer, this.piece("codes"), this.records),
      example: this.column("example") - 1,
    };
  }

  /** Codes of the cells, one a record, right from a record on; emptyCell where nothing stands. */
  texts(first: number): Uint32Array {
    this.fill((from) => this.room.kernel.texts(this.room.piece, this.state, Math.max(first, from)));
    return new Uint32Array(this.room.buffer, this.piece("codes"), this.records);
  }

  /** The text of a code. */
  textOf(code: number): string {
    const entry = this.column("entries") + code * Entry.bytes;
    const from = this.column("bytes") + this.get(entry + Entry.offsets.start);
    return textOfCell(this.room.text(from, from + this.get(entry + Entry.offsets.length)));
  }

  /** The text of one cell. */
  cell(record: number): string {
    const index = record * this.piece("width") + this.place;
    const ends = this.piece("ends");
    const start = this.place === 0 ? this.get(this.piece("starts") + 4 * record) : this.get(ends + 4 * index - 4) + 1;
    return textOfCell(this.room.text(start, this.get(ends + 4 * index)));
  }

  form(): FormSeen {
    const { decimal, short, long, triples } = ColumnState.read(this.room.buffer, this.state);
    return { decimal: decimal === 1, short: short === 1, long: long === 1, triples };
  }

  /** Runs the kernel to the end of the piece, with more room for texts where it asks for it. */
  private fill(run: (from: number) => number): void {
    for (let record = run(0); record < this.records; record = run(record)) this.grow();
  }

  private grow(): void {
    const count = this.column("slotCount");
    if (2 * this.column("entryCount") >= count) {
      this.move(this.entries, Entry.bytes * count, ColumnState.offsets.entries);
      this.slots.hold(8 * count);
      new Uint32Array(this.room.buffer, this.slots.address, 2 * count).fill(0);
      this.set(this.state, ColumnState.offsets.slots, this.slots.address);
      this.set(this.state, ColumnState.offsets.slotCount, 2 * count);
      this.room.kernel.rehash(this.state);
    } else {
      const room = 2 * this.column("bytesRoom") + this.piece("longest");
      this.move(this.bytes, room, ColumnState.offsets.bytes);
      this.set(this.state, ColumnState.offsets.bytesRoom, room);
    }
  }

  /** Makes a place larger and takes along what stands in it. */
  private move(stretch: Stretch, bytes: number, field: number): void {
    const { address, end } = stretch;
    stretch.hold(bytes);
    new Uint8Array(this.room.buffer).copyWithin(stretch.address, address, end);
    this.set(this.state, field, stretch.address);
  }

  private piece(field: keyof typeof Piece.offsets): number {
    return this.get(this.room.piece + Piece.offsets[field]);
  }

  private column(field: keyof typeof ColumnState.offsets): number {
    return this.get(this.state + ColumnState.offsets[field]);
  }

  private get(address: number): number {
    return this.room.words[address >>> 2]!;
  }

  private set(record: number, offset: number, value: number): void {
    this.room.words[(record + offset) >>> 2] = value;
  }
}

/** What a raw cell spells. */
function textOfCell(raw: string): string {
  if (!raw.startsWith('"')) return trimmed(raw);
  return trimmed(raw.slice(1, -1).replaceAll('""', '"').replace(/\r\n?/g, "\n"));
}
