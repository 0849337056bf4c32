import { visible } from "../../report/text.ts";

/**
 * The text with every character that a terminal would obey shown as a picture or its number, line breaks and tabs too.
 */
export function inOneLine(text: string): string {
  return visible(text).replace(/[\t\n]/gu, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)));
}

/** East Asian wide characters and pictographs take two cells of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const marks = /\p{Mn}/u;

/** Cells that a text takes in a terminal. */
export function cells(text: string): number {
  let count = 0;
  for (const character of text) count += marks.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return count;
}

/** The text within `width` cells, its end replaced by "…" where it is too long. */
export function clip(text: string, width: number): string {
  if (cells(text) <= width) return text;
  let kept = "";
  let count = 0;
  for (const character of text) {
    count += cells(character);
    if (count > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** The text in lines broken at spaces so that none is wider than `width`; later ones begin with `indent` spaces. */
export function wrap(text: string, width: number, indent = 0): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of inOneLine(text).split(" ")) {
    const room = width - (lines.length === 0 ? 0 : indent);
    if (line !== "" && cells(line) + 1 + cells(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each, i) => (i === 0 ? each : " ".repeat(indent) + each));
}

export interface TextColumn {
  readonly title: string;
  readonly align: "left" | "right";
  readonly spare?: number; // left out where the table is too wide, the largest number first
  readonly whole?: boolean; // a name: not clipped while a spare column or another text can give way
}

/**
 * Rows under their titles, two spaces apart, within `width` cells. Where that is too narrow, left-aligned columns are
 * clipped, the widest first; where they would be left with too little, spare columns are left out before. Numbers are
 * never clipped.
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const shown = [columns.map((column) => column.title), ...rows.map((row) => row.map(inOneLine))];
  const widths = columns.map((_, j) => Math.max(...shown.map((row) => cells(row[j] ?? ""))));
  const least = widths.map((own, j) => (isClipped(columns[j]!) ? Math.min(own, leastText) : own));
  const spare = total(least) > width ? mostSpare(columns) : null;
  if (spare !== null) {
    const kept = (_: unknown, j: number) => j !== spare;
    return textTable(
      columns.filter(kept),
      rows.map((row) => row.filter(kept)),
      width,
    );
  }
  for (let excess = total(widths) - width; excess > 0; excess = total(widths) - width) {
    const widest = widestText(columns, widths);
    if (widest === null) break;
    widths[widest]!--;
  }
  return shown.map((row) =>
    row
      .map((text, j) => {
        const clipped = clip(text, widths[j]!);
        const space = " ".repeat(Math.max(0, widths[j]! - cells(clipped)));
        return columns[j]!.align === "right" ? space + clipped : clipped + space;
      })
      .join("  ")
      .trimEnd(),
  );
}

function mostSpare(columns: readonly TextColumn[]): number | null {
  const most = Math.max(...columns.map(({ spare }) => spare ?? 0));
  return most > 0 ? columns.findIndex(({ spare }) => spare === most) : null;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each, 2 * (widths.length - 1));
}

/** Cells that a clipped name keeps, even if the table then is too wide. */
const leastText = 8;

function isClipped({ align, whole = false }: TextColumn): boolean {
  return align === "left" && !whole;
}

/** The widest text that may be clipped; a name where nothing else is left. */
function widestText(columns: readonly TextColumn[], widths: readonly number[]): number | null {
  const wide = columns.map((_, j) => j).filter((j) => columns[j]!.align === "left" && widths[j]! > leastText);
  const texts = wide.filter((j) => isClipped(columns[j]!));
  const candidates = texts.length > 0 ? texts : wide;
  return candidates.length === 0 ? null : candidates.reduce((a, b) => (widths[b]! > widths[a]! ? b : a));
}
