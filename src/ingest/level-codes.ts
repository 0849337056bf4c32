import { UserError } from "../base/errors.ts";
import type { MissingTokens } from "./missing.ts";

// A JavaScript Map holds at most 2^24 entries.
const mostLevels = 16_000_000;

/** The different texts of a column, in the order of first sight, and how many cells each fills. */
export class LevelCodes {
  readonly missingWords = new Map<string, number>(); // cells of each word that means "no value", but for the empty one
  private readonly column: string; // its name, for messages
  private readonly missing: MissingTokens;
  private readonly codeOf = new Map<string, number>();
  private cells = new Uint32Array(16);

  constructor(column: string, missing: MissingTokens) {
    this.column = column;
    this.missing = missing;
  }

  /** The code of one more cell; -1 for what means "no value". Throws a UserError beyond 16 million texts. */
  add(text: string): number {
    let code = this.codeOf.get(text);
    if (code === undefined) {
      if (this.missing.has(text)) return this.addMissing(text);
      code = this.codeOf.size;
      if (code >= mostLevels) {
        throw new UserError(`Column "${this.column}" holds more than ${mostLevels} different texts.`, {
          hint: "Leave the column out of the file.",
        });
      }
      this.codeOf.set(text, code);
      if (code === this.cells.length) {
        const larger = new Uint32Array(2 * code);
        larger.set(this.cells);
        this.cells = larger;
      }
    }
    this.cells[code]!++;
    return code;
  }

  /** One more cell of a level. */
  again(code: number): void {
    this.cells[code]!++;
  }

  /** One more cell without a value, and the word in it; -1. */
  addMissing(text: string): -1 {
    if (text !== "") this.missingWords.set(text, (this.missingWords.get(text) ?? 0) + 1);
    return -1;
  }

  /** The levels by code, and the cells of each. */
  levels(): { readonly levels: readonly string[]; readonly counts: Uint32Array } {
    const levels = [...this.codeOf.keys()];
    return { levels, counts: this.cells.slice(0, levels.length) };
  }
}
