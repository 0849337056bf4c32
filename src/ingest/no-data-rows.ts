import type { TextColumn } from "./column-builder.ts";
import type { RawTable } from "./read-columns.ts";
import type { Column, Finding } from "./table.ts";
import { hasValue } from "./target.ts";
import { listed } from "./type-findings.ts";

const total =
  /^(?:grand[ -]?|sub[ -]?)?totals?\b|^(?:summe|sum|gesamt|insgesamt|zwischensumme|endsumme|total général|somme|suma|totale|totaal|razem|toplam|итого|всего|合計|总计|合计)\b|^(?:average|mean|mittelwert|durchschnitt|moyenne)\b/iu;
const mostNamed = 20; // such rows; more are data
const rareShare = 0.05;
const mostFooters = 5;
const fewestColumns = 2;

interface NoDataRow {
  readonly row: number;
  readonly text: string;
}

/**
 * Rows that are no data, it seems: a line of units below the names, totals, notes below the table. Each with the flag
 * that leaves it out.
 */
export function noDataFindings(raw: RawTable, columns: readonly Column[]): readonly Finding[] {
  if (raw.columns.length < fewestColumns || raw.rowCount < 3) return [];
  const byName = new Map(columns.map((column) => [column.name, column]));
  const texts = raw.columns.filter((column) => column.kind === "text" && byName.has(column.name)) as TextColumn[];
  const found = [
    ...namesAgain(raw).map((one) => finding(raw, [one], { what: "the names of the columns again, not data" })),
    ...units(texts, byName).map((one) => finding(raw, [one], { what: "a line of units, not of data" })),
    ...groupedByPlace(raw, [...sums(raw, columns), ...totals(texts, columns, raw.rowCount)], "a total, not data"),
    ...groupedByPlace(raw, notes(texts, columns, raw.rowCount), "a note, not data"),
  ];
  return found;
}

/** Rows of texts that repeat the names in any case, where no other row holds one of them. */
function namesAgain({ columns }: RawTable): readonly NoDataRow[] {
  const spelt = columns.map((column) => {
    if (column.kind !== "text") return null;
    const name = column.name.toLowerCase();
    return { codes: column.codes, named: column.levels.map((level) => level.toLowerCase() === name) };
  });
  const [first] = spelt;
  if (first == null || !first.named.includes(true)) return [];
  const isNamed = (one: (typeof spelt)[number], row: number): boolean => one?.named[one.codes[row]!] === true;
  const rows: number[] = [];
  first.codes.forEach((_, row) => {
    if (rows.length < mostNamed && spelt.every((one) => isNamed(one, row))) rows.push(row);
  });
  if (spelt.some((one) => one!.codes.reduce((sum, _, row) => sum + Number(isNamed(one, row)), 0) > rows.length))
    return [];
  const text = listed(columns.map(({ name }) => name));
  return rows.map((row) => ({ row, text }));
}

/** The first row, if it is the only one that is no number in the columns of numbers, and all of them. */
function units(texts: readonly TextColumn[], byName: ReadonlyMap<string, Column>): readonly NoDataRow[] {
  const words: string[] = [];
  for (const column of byName.values()) {
    if (column.kind === "category") continue;
    if (hasValue(column, 0)) return [];
    const text = texts.find(({ name }) => name === column.name);
    const code = text === undefined ? -1 : text.codes[0]!;
    if (code < 0) continue;
    if (text!.counts[code] !== 1) return [];
    words.push(text!.levels[code]!);
  }
  return words.length === 0 ? [] : [{ row: 0, text: listed(words) }];
}

/** Rows with a rare text such as "Total", whose numbers are the largest of their columns or not there. */
function totals(texts: readonly TextColumn[], columns: readonly Column[], rowCount: number): readonly NoDataRow[] {
  const found = new Map<number, string>();
  for (const { levels, counts, codes } of texts) {
    const few = Math.max(1, rareShare * rowCount);
    const named = new Set(levels.flatMap((level, code) => (total.test(level) && counts[code]! <= few ? [code] : [])));
    if (named.size === 0) continue;
    codes.forEach((code, row) => {
      if (named.has(code) && found.size < mostNamed && standsOut(columns, row)) found.set(row, listed([levels[code]!]));
    });
  }
  return [...found].map(([row, text]) => ({ row, text }));
}

function standsOut(columns: readonly Column[], row: number): boolean {
  return columns.some((column) => {
    if (!hasValue(column, row)) return true;
    return column.kind === "numeric" && column.values.every((value) => !(value > column.values[row]!));
  });
}

/** The last row, if a number in it is the sum of all above and it lacks other values. */
function sums(raw: RawTable, columns: readonly Column[]): readonly NoDataRow[] {
  const row = raw.rowCount - 1;
  if (columns.every((column) => hasValue(column, row))) return [];
  const sum = columns.find((column) => {
    if (column.kind !== "numeric" || !hasValue(column, row)) return false;
    const above = column.values.subarray(0, row).reduce((all, value) => all + (Number.isNaN(value) ? 0 : value), 0);
    return above !== 0 && Math.abs(column.values[row]! - above) <= 1e-6 * Math.abs(above);
  });
  return sum === undefined ? [] : [{ row, text: `the sum of column ${listed([sum.name])}` }];
}

/**
 * The last rows that hold one text and nothing else, where other rows are full; and such a row anywhere that begins
 * with #.
 */
function notes(texts: readonly TextColumn[], columns: readonly Column[], rowCount: number): readonly NoDataRow[] {
  if (columns.length < 3) return [];
  const found: NoDataRow[] = [];
  const alone = (row: number): string | null => {
    const filled = columns.filter((column) => hasValue(column, row));
    if (filled.length > 1) return null;
    const text = texts.find(({ codes }) => codes[row]! >= 0);
    const level = text?.levels[text.codes[row]!];
    return level === undefined || (filled.length === 1 && filled[0]!.name !== text!.name) ? null : level;
  };
  for (let row = rowCount - 1; row >= Math.max(1, rowCount - mostFooters); row--) {
    const text = alone(row);
    if (text === null) break;
    found.push({ row, text: listed([text]) });
  }
  return found.length === mostFooters ? [] : found.reverse();
}

/** One finding for the rows at the end, one for the others. */
function groupedByPlace(raw: RawTable, found: readonly NoDataRow[], what: string): readonly Finding[] {
  const rows = new Map(found.map((one) => [one.row, one]));
  const sorted = [...rows.values()].sort((a, b) => a.row - b.row);
  let first = sorted.length;
  while (first > 0 && sorted[first - 1]!.row === raw.rowCount - (sorted.length - first) - 1) first--;
  return [sorted.slice(0, first), sorted.slice(first)].flatMap((part, atEnd) =>
    part.length === 0 ? [] : [finding(raw, part, { what, atEnd: atEnd === 1 })],
  );
}

interface Kind {
  readonly what: string; // that the rows seem to be
  readonly atEnd?: boolean; // they are the last of the file
}

function finding(raw: RawTable, found: readonly NoDataRow[], { what, atEnd = false }: Kind): Finding {
  const lines = found.map(({ row }) => raw.lines.lineOf(row));
  const [first, second] = [found[0]!, found[1]];
  const where =
    second === undefined
      ? `Line ${lines[0]} seems`
      : `Lines ${lines.slice(0, 5).join(", ")}${lines.length > 5 ? ", …" : ""} seem`;
  const flag = atEnd
    ? `--skip-last ${found.length}`
    : `--skip-rows ${lines.map((line) => `${line}-${line}`).join(",")}`;
  return {
    code: "no-data-rows",
    severity: "warning",
    column: null,
    message: `${where} to be ${what}: ${first.text}.`,
    action:
      `Kept as ${second === undefined ? "a row" : "rows"}; say ${flag} to leave ` +
      `${second === undefined ? "it" : "them"} out.`,
  };
}
