import { UserError } from "../base/errors.ts";
import { type RecordSource, readRecords } from "./records.ts";

const mostTitles = 50; // lines looked at for the first one of the table
const mostFooters = 20;

export interface RaggedRecord {
  readonly line: number;
  readonly fields: readonly string[];
  readonly expected: number; // fields of the first record
  readonly isFirst: boolean; // the first record after the names
}

/**
 * The error for a record of another length, with the flag that leaves the lines out which are no data, if it can be
 * told.
 */
export function raggedError(source: RecordSource, { line, fields, expected, isFirst }: RaggedRecord): UserError {
  const got = fields.length;
  return new UserError(
    `Line ${line} of ${source.name} has ${got} ${got === 1 ? "field" : "fields"}, expected ${expected}.`,
    { hint: hintFor(source, { line, fields, expected, isFirst }) },
  );
}

function hintFor(source: RecordSource, { line, fields, expected, isFirst }: RaggedRecord): string {
  const lines = recordsOf(source);
  if (isFirst && lines.slice(1).every(({ width, endsOpen }) => endsOpen && width === expected + 1)) {
    return "Every line but the first ends in a delimiter: end the first line in one too, or remove it from the others.";
  }
  const width = commonestWidth(lines.map((one) => one.width));
  const table = lines.findIndex((one) => one.width === width && !one.comment);
  const titles = table < 0 ? undefined : lines[table];
  const before = lines.slice(0, Math.max(0, table));
  if (titles !== undefined && expected !== width && titles.line <= mostTitles && before.length > 0) {
    const mark = before.every((one) => one.comment) ? before[0]!.mark : null;
    if (mark !== null) return `If lines that begin with ${mark} are comments, say --comment "${mark}".`;
    return `If the names of the columns stand in line ${titles.line}, say --skip-rows ${titles.line - 1}.`;
  }
  const mark = markOf(fields);
  if (mark !== null) return `If lines that begin with ${mark} are comments, say --comment "${mark}".`;
  const rest = lines.filter((one) => one.line >= line);
  if (!isFirst && rest.length <= mostFooters && rest.every((one) => one.width !== expected)) {
    return (
      `If the file ends with ${rest.length === 1 ? "a line" : `${rest.length} lines`} of no data, say --skip-last ` +
      `${rest.length}.`
    );
  }
  if (isFirst && fields.length === expected + 1) {
    return (
      "If the first column holds row names, name it in the first line; else look for a delimiter inside a value " +
      "and quote it."
    );
  }
  if (expected === 1) return "The first line must name the columns: say --skip-rows N if N lines stand above it.";
  return (
    "Look for a missing or extra delimiter there; a value that holds one must be quoted. If the line is no data, " +
    `say --skip-rows ${line}-${line}.`
  );
}

interface RecordShape {
  readonly line: number;
  readonly width: number;
  readonly endsOpen: boolean; // with a delimiter
  readonly comment: boolean;
  readonly mark: string | null;
}

function recordsOf(source: RecordSource): readonly RecordShape[] {
  const shapes: RecordShape[] = [];
  try {
    readRecords(source, (fields, _, line) => {
      const mark = markOf(fields);
      const endsOpen = fields.length > 1 && fields.at(-1) === "";
      shapes.push({ line, width: fields.length, endsOpen, comment: mark !== null, mark });
    });
  } catch {
    // A broken quote further down: what was read so far is enough for a hint.
  }
  return shapes;
}

function markOf(fields: readonly string[]): string | null {
  return /^(?:#|\/\/|%|--|;|!)/.exec(fields[0]!.trimStart())?.[0] ?? null;
}

function commonestWidth(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || b - a)[0]?.[0] ?? 0;
}
