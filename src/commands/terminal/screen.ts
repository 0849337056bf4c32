import { styleText } from "node:util";
import type { Output, World } from "../world.ts";
import { clip, inOneLine } from "./terminal.ts";

export type Style = "bold" | "dim" | "green" | "yellow" | "red";

/** A line of text with the way it is painted, which is ours: the text may hold anything. */
export interface StyledLine {
  readonly text: string;
  readonly styles: readonly Style[];
}

export type Line = string | StyledLine;

export function styled(text: string, ...styles: readonly Style[]): StyledLine {
  return { text, styles };
}

/**
 * A stream for people. All terminal output goes through here, so that a name from a file is text on its own line
 * whatever bytes it holds. Styles are data, and a terminal obeys only what this class writes itself.
 */
export class Screen {
  readonly width: number; // cells to write in: COLUMNS, else the terminal's within 40 and 100; 80 where it is not known
  readonly isLive: boolean; // a line can be drawn again
  private readonly output: Output;
  private readonly coloured: boolean;
  private drawn = false;

  constructor(output: Output, environment: World["environment"]) {
    this.output = output;
    this.isLive = output.isTTY === true;
    this.width = widthOf(this.isLive ? output.columns || 80 : 80, environment["COLUMNS"]);
    // Colour only on a terminal, but never with NO_COLOR (no-color.org) or on a dumb terminal.
    this.coloured = this.isLive && (environment["NO_COLOR"] ?? "") === "" && environment["TERM"] !== "dumb";
  }

  /** Writes each as a line of its own. */
  print(...lines: readonly Line[]): void {
    this.clear();
    this.output.write(lines.map((line) => `${this.painted(line)}\n`).join(""));
  }

  /** Draws a line that the next one replaces, truncated to the width. */
  draw(text: string): void {
    const line = clip(inOneLine(text), this.width - 1);
    this.output.write(`\r\u001b[K${this.painted(styled(line, "dim"))}`);
    this.drawn = true;
  }

  /** Removes the line that was drawn. */
  clear(): void {
    if (this.drawn) this.output.write("\r\u001b[K");
    this.drawn = false;
  }

  /**
   * Writes what a program reads, such as JSON: byte for byte, except that a terminal shows control characters instead
   * of obeying them.
   */
  pass(content: string): void {
    this.clear();
    this.output.write(this.isLive ? content.split("\n").map(inOneLine).join("\n") : content);
  }

  private painted(line: Line): string {
    if (typeof line === "string") return inOneLine(line);
    const text = inOneLine(line.text);
    // Node's own check looks at process.stdout whatever the stream, so it is switched off.
    return this.coloured ? styleText([...line.styles], text, { validateStream: false }) : text;
  }
}

/** COLUMNS, where it is a number, is what the user wants; else a line of at most 100 cells reads best. */
function widthOf(columns: number, wanted: string | undefined): number {
  const given = /^\d+$/u.test(wanted ?? "") ? Number(wanted) : 0;
  return Math.max(40, given > 0 ? Math.min(given, 400) : Math.min(columns, 100));
}

/** The stream of results. */
export function outputScreen(world: World): Screen {
  return new Screen(world.output, world.environment);
}

/** The stream of progress, notes and mistakes. */
export function errorScreen(world: World): Screen {
  return new Screen(world.errors, world.environment);
}
