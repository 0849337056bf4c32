import { UserError } from "../base/errors.ts";
import type { MissingTokens } from "./missing.ts";
import { parseNumber } from "./number.ts";
import { PointForm } from "./point-form.ts";
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

// A JavaScript Map holds at most 2^24 entries.
const mostLevels = 16_000_000;

/**
 * Takes the cells of one column in order. It holds plain numbers as numbers, so that a long numeric column costs no
 * text; at the first other text it turns to levels, and cells before `textFrom` must be handed in again by `refill`.
 */
export class ColumnBuilder {
  readonly name: string;
  private readonly missing: MissingTokens;
  private length = 0;
  private numbers: Float64Array | null;
  private codes: Int32Array;
  private readonly codeOf = new Map<string, number>();
  private counts = new Uint32Array(16);
  private readonly missingWords = new Map<string, number>();
  private readonly points = new PointForm();
  private sawNumber = false;
  textFrom = 0;

  constructor(name: string, missing: MissingTokens, asText: boolean) {
    this.name = name;
    this.missing = missing;
    this.numbers = asText ? null : new Float64Array(16);
    this.codes = new Int32Array(asText ? 16 : 0);
  }

  /** Whether cells before `textFrom` are still to be given to `refill`. */
  get needsRefill(): boolean {
    return this.numbers === null && this.textFrom > 0;
  }

  add(cell: string): void {
    const text = trimmed(cell);
    if (this.numbers !== null && !this.addNumber(text)) this.becomeText();
    if (this.numbers === null) {
      if (this.length === this.codes.length) this.codes = grown(this.codes, new Int32Array(2 * this.length));
      this.codes[this.length] = this.codeFor(text);
    }
    this.length++;
  }

  /** Gives again the cell of a row before `textFrom`. */
  refill(row: number, cell: string): void {
    this.codes[row] = this.codeFor(trimmed(cell));
  }

  finish(): RawColumn {
    if (this.numbers !== null) {
      const { name, points, missingWords } = this;
      return { kind: "numbers", name, values: this.numbers.slice(0, this.length), points, missingWords };
    }
    const levels = [...this.codeOf.keys()];
    const counts = this.counts.slice(0, levels.length);
    const { name, missingWords } = this;
    return { kind: "text", name, codes: this.codes.slice(0, this.length), levels, counts, missingWords };
  }

  private addNumber(text: string): boolean {
    const numbers = this.numbers!;
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
    if (this.length === numbers.length) this.numbers = grown(numbers, new Float64Array(2 * this.length));
    this.numbers![this.length] = value;
    return true;
  }

  private noValue(text: string): number {
    if (text !== "") this.missingWords.set(text, (this.missingWords.get(text) ?? 0) + 1);
    return Number.NaN;
  }

  private becomeText(): void {
    this.codes = new Int32Array(Math.max(16, this.numbers!.length)).fill(-1, 0, this.length);
    this.textFrom = this.sawNumber ? this.length : 0;
    if (this.sawNumber) this.missingWords.clear(); // they come again
    this.numbers = null;
  }

  private codeFor(text: string): number {
    let code = this.codeOf.get(text);
    if (code === undefined) {
      if (this.missing.has(text)) {
        this.noValue(text);
        return -1;
      }
      code = this.codeOf.size;
      if (code >= mostLevels) {
        throw new UserError(`Column "${this.name}" holds more than ${mostLevels} different texts.`, {
          hint: "Leave the column out of the file.",
        });
      }
      this.codeOf.set(text, code);
      if (code === this.counts.length) this.counts = grown(this.counts, new Uint32Array(2 * code));
    }
    this.counts[code]!++;
    return code;
  }
}

function grown<T extends Float64Array | Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
