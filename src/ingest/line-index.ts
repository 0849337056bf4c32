/** Which line of the file each row starts in, kept as the rows after which the count jumps. */
export class LineIndex {
  private readonly rows: number[] = [];
  private readonly offsets: number[] = [];

  /** Rows come in order, from 0. */
  add(row: number, line: number): void {
    if (this.offsets.at(-1) === line - row) return;
    this.rows.push(row);
    this.offsets.push(line - row);
  }

  /** Takes the lines of the next rows; `row` is the first of them. */
  addAll(row: number, lines: Uint32Array): void {
    const last = lines.length - 1;
    // Lines rise: without a gap between the ends there is none within.
    const gapless = lines[last]! - lines[0]! === last;
    for (let i = 0; i < (gapless ? 1 : lines.length); i++) this.add(row + i, lines[i]!);
  }

  lineOf(row: number): number {
    let low = 0;
    let high = this.rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.rows[middle]! <= row) low = middle;
      else high = middle - 1;
    }
    return row + (this.offsets[low] ?? 0);
  }
}

/** "line 7", "lines 7, 9, 12 and 4 more". */
export function lineList(lines: readonly number[]): string {
  if (lines.length === 1) return `line ${lines[0]}`;
  const shown = lines.slice(0, 3).join(", ");
  return `lines ${lines.length > 3 ? `${shown} and ${lines.length - 3} more` : shown.replace(/, (\d+)$/, " and $1")}`;
}
