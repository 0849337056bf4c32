import { styleText } from "node:util";
import { visible } from "../../report/text.ts";
import type { Output, World } from "../command-line/command.ts";

/** Colours for one stream: a text goes through unchanged where colour is not wanted. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly red: (text: string) => string;
}

/** Colour only on a terminal, and never against NO_COLOR (no-color.org) or a dumb terminal. */
export function paintFor(output: Output, environment: World["environment"]): Paint {
  const coloured = output.isTTY === true && (environment["NO_COLOR"] ?? "") === "" && environment["TERM"] !== "dumb";
  // Node's own check looks at process.stdout whatever the stream, so it is switched off.
  const style =
    (format: "bold" | "dim" | "green" | "yellow" | "red") =>
    (text: string): string =>
      coloured ? styleText([format], text, { validateStream: false }) : text;
  return {
    bold: style("bold"),
    dim: style("dim"),
    green: style("green"),
    yellow: style("yellow"),
    red: style("red"),
  };
}

/** Columns to write in: the terminal's width within 40 and 100; 80 where it is not known. */
export function widthOf(output: Output): number {
  return output.isTTY === true ? Math.max(40, Math.min(output.columns || 80, 100)) : 80;
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

/** Breaks a text at spaces so that no line is wider than `width`; later lines begin with `indent` spaces. */
export function wrap(text: string, width: number, indent = 0): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const room = width - (lines.length === 0 ? 0 : indent);
    if (line !== "" && cells(line) + 1 + cells(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}

export interface TextColumn {
  readonly title: string;
  readonly align: "left" | "right";
}

/**
 * Rows under their titles, two spaces apart, within `width` cells: where that is too narrow, left-aligned columns are clipped,
 * the widest first, and numbers never are.
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const shown = [columns.map((column) => column.title), ...rows.map((row) => row.map(visible))];
  const widths = columns.map((_, j) => Math.max(...shown.map((row) => cells(row[j] ?? ""))));
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

function total(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each, 2 * (widths.length - 1));
}

/** Cells that a clipped name keeps, even if the table then is too wide. */
const leastText = 8;

function widestText(columns: readonly TextColumn[], widths: readonly number[]): number | null {
  let widest: number | null = null;
  for (let j = 0; j < columns.length; j++) {
    if (columns[j]!.align !== "left" || widths[j]! <= leastText) continue;
    if (widest === null || widths[j]! > widths[widest]!) widest = j;
  }
  return widest;
}
