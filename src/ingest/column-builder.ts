import { cut, grown } from "./cell-room.ts";
import { LevelCodes } from "./level-codes.ts";
import type { MissingTokens } from "./missing.ts";
import { parseNumber } from "./number.ts";
import { PointForm } from "./point-form.ts";
import type { ColumnCells } from "./scan/column-cells.ts";
import { emptyCell, hardNumber } from "./scan/schema.ts";
import { trimmed } from "./spaces.ts";

/** A column before its kind is known. */
export type RawColumn =
  | {
      readonly kind: "numbers";
      readonly name: string;
      readonly values: Float64Array; // NaN = missing; may be infinite
      readonly points: PointForm; // what its points may be
      readonly missingWords: ReadonlyMap<string, number>;
    }
  | {
      readonly kind: "text";
      readonly name: string;
      readonly codes: Int32Array; // -1 = missing
      readonly levels: readonly string[]; // in the order of first sight
      readonly counts: Uint32Array; // cells of each level
      readonly missingWords: Map<string, number>; // cells of each word that means "no value", but for the empty one
    };

export type TextColumn = Extract<RawColumn, { kind: "text" }>;

/**
 * Takes the cells of one column in order, one by one or as a kernel has scanned them. It holds plain numbers as
 * numbers, so that a long numeric column costs no text; at the first other text it turns to levels, and cells before
 * `textFrom` must be handed in again by `refill` or `refillAll`.
 */
export class ColumnBuilder {
  readonly name: string;
  private readonly missing: MissingTokens;
  private length = 0;
  private numbers: Float64Array | null;
  private codes: Int32Array;
  private readonly texts: LevelCodes;
  private readonly points = new PointForm();
  private sawNumber = false;
  // Of each text of the kernel: 0 = new here, 1 = no value, else level + 2.
  private meanings = new Int32Array(16);
  private readonly words = new Map<number, string>(); // of those that mean "no value"
  private scanned: ColumnCells | null = null;
  textFrom = 0;

  constructor(name: string, missing: MissingTokens, asText: boolean) {
    this.name = name;
    this.missing = missing;
    this.texts = new LevelCodes(name, missing);
    this.numbers = asText ? null : new Float64Array(16);
    this.codes = new Int32Array(asText ? 16 : 0);
  }

  /** Whether cells before `textFrom` are still to be given to `refill`. */
  get needsRefill(): boolean {
    return this.numbers === null && this.textFrom > 0;
  }

  add(cell: string): void {
    this.reserve(this.length + 1);
    const text = trimmed(cell);
    if (this.numbers !== null && !this.setNumber(this.length, text)) this.becomeText(this.length);
    if (this.numbers === null) this.codes[this.length] = this.texts.add(text);
    this.length++;
  }

  /** Takes the cells of all records of a batch. */
  addAll(cells: ColumnCells): void {
    this.reserve(this.length + cells.records);
    const done = this.numbers === null ? 0 : this.addNumbers(cells);
    if (done < cells.records) this.setCodes(cells, { from: done, to: cells.records, row: this.length + done });
    this.length += cells.records;
    this.scanned = cells;
  }

  /** Gives again the cell of a row before `textFrom`. */
  refill(row: number, cell: string): void {
    this.codes[row] = this.texts.add(trimmed(cell));
  }

  /** Gives again the cells of a batch, from `row` on, as far as they are before `textFrom`. */
  refillAll(row: number, cells: ColumnCells): void {
    this.setCodes(cells, { from: 0, to: Math.min(cells.records, this.textFrom - row), row });
  }

  /** Where there is no room for `least` cells, makes room for as many as there may be. */
  reserve(rows: number, least = rows): void {
    const held = this.numbers ?? this.codes;
    if (least <= held.length) return;
    const size = least < rows ? rows : Math.max(rows, 2 * held.length);
    if (this.numbers !== null) this.numbers = grown(this.numbers, new Float64Array(size));
    else this.codes = grown(this.codes, new Int32Array(size));
  }

  finish(): RawColumn {
    const { name, points } = this;
    const { missingWords } = this.texts;
    if (this.numbers !== null) {
      if (this.scanned !== null) points.join(this.scanned.form());
      return { kind: "numbers", name, values: cut(this.numbers, this.length), points, missingWords };
    }
    return { kind: "text", name, codes: cut(this.codes, this.length), ...this.texts.levels(), missingWords };
  }

  /** Takes numbers up to the first other text; returns how many cells. */
  private addNumbers(cells: ColumnCells): number {
    const { values, others, codes, example } = cells.numbers();
    this.numbers!.set(values, this.length);
    if (others.length === 0 && this.missing.numbers.size === 0 && (example < 0 || this.points.example !== "")) {
      this.sawNumber ||= values.some((value) => !Number.isNaN(value));
      return cells.records;
    }
    let next = 0; // of the others
    for (let record = 0; record < cells.records; record++) {
      const row = this.length + record;
      if (record === example && this.points.example === "") this.points.example = cells.cell(record);
      if (record !== others[next]) {
        const value = values[record]!;
        if (Number.isNaN(value)) continue;
        this.sawNumber = true;
        if (this.missing.numbers.has(value)) this.numbers![row] = this.noValue(cells.cell(record));
        continue;
      }
      next++;
      const code = codes[record]!;
      const word = this.words.get(code);
      const text = word ?? (code === hardNumber ? cells.cell(record) : cells.textOf(code));
      if (word !== undefined) this.noValue(word);
      else if (!this.setNumber(row, text)) {
        this.becomeText(row);
        return record;
      } else if (Number.isNaN(parseNumber(text))) this.words.set(code, text);
    }
    return cells.records;
  }

  private setNumber(row: number, text: string): boolean {
    let value = Number.NaN;
    if (text !== "") {
      value = parseNumber(text);
      if (!Number.isNaN(value)) {
        this.sawNumber = true;
        this.points.add(text, value);
        if (this.missing.numbers.has(value)) value = this.noValue(text);
      } else if (this.missing.has(text)) this.noValue(text);
      else return false;
    }
    this.numbers![row] = value;
    return true;
  }

  private noValue(text: string): number {
    this.texts.addMissing(text);
    return Number.NaN;
  }

  private becomeText(row: number): void {
    this.codes = new Int32Array(Math.max(16, this.numbers!.length)).fill(-1, 0, row);
    this.textFrom = this.sawNumber ? row : 0;
    if (this.sawNumber) this.texts.missingWords.clear(); // they come again
    this.numbers = null;
  }

  /** Sets the codes of records `from` to `to`, whose first is that of `row`. */
  private setCodes(
    cells: ColumnCells,
    part: { readonly from: number; readonly to: number; readonly row: number },
  ): void {
    const { from, to, row } = part;
    const codes = cells.texts(from);
    for (let record = from; record < to; record++) {
      const code = codes[record]!;
      let level = -1;
      if (code !== emptyCell) {
        const meaning = this.meanings[code] ?? 0;
        level = meaning === 0 ? this.learn(code, cells.textOf(code)) : meaning - 2;
        if (meaning === 1) this.texts.addMissing(this.words.get(code)!);
        else if (meaning > 1) this.texts.again(level);
      }
      this.codes[row + record - from] = level;
    }
  }

  private learn(code: number, text: string): number {
    const level = this.texts.add(text);
    if (level < 0) this.words.set(code, text);
    if (code >= this.meanings.length) this.meanings = grown(this.meanings, new Int32Array(2 * code));
    return (this.meanings[code] = level + 2) - 2;
  }
}
