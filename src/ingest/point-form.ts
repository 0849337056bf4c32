import type { FormSeen } from "./scan/column-cells.ts";

/**
 * Learns from the plain numbers of a column whether its points part decimals, or may stand between thousands as in
 * 9.123.
 */
export class PointForm {
  private decimal = false;
  private short = false; // a whole number below 1000 without a point
  private long = false; // one from 1000 on
  private triples = 0;
  example = ""; // of a point that three digits follow

  add(text: string, value: number): void {
    if (this.decimal) return;
    const size = Math.abs(value);
    if (text.charCodeAt(text.length - 4) === 46) {
      if (size < 1 || size >= 1000) this.decimal = true;
      this.triples++;
      if (this.example === "") this.example = text;
    } else if (!Number.isInteger(value) || text.includes(".")) this.decimal = true;
    else if (size < 1000) this.short = true;
    else this.long = true;
  }

  /** Takes over what a kernel saw in other cells of the column. */
  join({ decimal, short, long, triples }: FormSeen): void {
    this.decimal ||= decimal;
    this.short ||= short;
    this.long ||= long;
    this.triples += triples;
  }

  /** Whether a point parts decimals beyond doubt. */
  get isDecimal(): boolean {
    return this.decimal || (this.triples > 0 && this.long);
  }

  /** Whether every point may stand between thousands. */
  get maybeThousands(): boolean {
    return this.triples > 0 && !this.isDecimal;
  }

  /** Whether that is likely: three digits follow every point, and smaller numbers have none. */
  get likelyThousands(): boolean {
    return this.maybeThousands && this.short && this.triples >= 20;
  }
}
