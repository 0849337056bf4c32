import { UserError } from "../base/errors.ts";
import { FileText } from "./file-text.ts";

/** Lines of a file that are not to be read. */
export interface SkipOptions {
  readonly skipRows?: readonly string[]; // "3": the first three lines; "2-2": line 2 alone
  readonly skipLast?: number; // lines at the end, blank ones not counted
  readonly comment?: string; // what the lines begin with
}

export interface SkippedText {
  readonly text: FileText; // with those lines blank, so that the others keep their numbers
  readonly skipped: number;
  readonly delimiter: string | null; // of a first line such as "sep=;"
}

const separatorLine = /^"?sep=(.|\\t|tab)"?[,;\t]*(?:\n|$)/i;

/**
 * Makes the lines blank that a user, or a spreadsheet's first line, says are no data. Throws a UserError for a wrong
 * range.
 */
export function skipLines(file: FileText, options: SkipOptions): SkippedText {
  const separator = separatorLine.exec(file.head);
  const ranges = (options.skipRows ?? []).map(rangeOf);
  const { comment = "", skipLast = 0 } = options;
  const skipsNone = ranges.length === 0 && comment === "" && skipLast === 0;
  if (separator === null && skipsNone) return { text: file, skipped: 0, delimiter: null };
  const { text } = file;
  const mark = separator?.[1] ?? null;
  const delimiter = mark === "\\t" || mark?.toLowerCase() === "tab" ? "\t" : mark;
  const data = separator === null ? text : `\n${text.slice(separator[0].length)}`;
  const special = separator === null ? 0 : 1;
  if (skipsNone) return { text: FileText.ofString(data), skipped: special, delimiter };
  const lines = data.split("\n");
  let skipped = 0;
  const blank = (index: number): void => {
    if (lines[index]!.trim() === "") return;
    lines[index] = "";
    skipped++;
  };
  for (const { from, to } of ranges) for (let line = from; line <= Math.min(to, lines.length); line++) blank(line - 1);
  if (comment !== "") blankComments(lines, comment, blank);
  for (let left = skipLast, at = lines.length - 1; left > 0 && at >= 0; at--) {
    if (lines[at]!.trim() === "") continue;
    blank(at);
    left--;
  }
  return { text: FileText.ofString(lines.join("\n")), skipped: skipped + special, delimiter };
}

/** Lines that begin with the mark, but not inside a quoted cell. */
function blankComments(lines: readonly string[], comment: string, blank: (index: number) => void): void {
  let open = false;
  for (const [index, line] of lines.entries()) {
    if (!open && line.trimStart().startsWith(comment)) {
      blank(index);
      continue;
    }
    for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) open = !open;
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function rangeOf(text: string): Range {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text.trim());
  const [from, to] = match === null ? [0, 0] : [Number(match[1]), Number(match[2] ?? 0)];
  if (match !== null && match[2] === undefined) return { from: 1, to: from };
  if (match !== null && from >= 1 && to >= from) return { from, to };
  throw new UserError(`--skip-rows is a number of first lines or a range of lines, not ${JSON.stringify(text)}.`, {
    hint: 'Write 3 for the first three lines, 2-2 for line 2 alone, or several with commas: "3,81-81".',
  });
}
