import type { RawColumn, TextColumn } from "./column-builder.ts";
import type { NumberFormat } from "./number-format.ts";
import { profileOf } from "./profile/profile.ts";
import { infinities } from "./type-findings.ts";
import type { Column, ColumnDecision, Finding } from "./table.ts";

/** A column whose kind is decided, with the reason and what a reader must know. */
export interface TypedColumn {
  readonly column: Column;
  readonly decision: ColumnDecision;
  readonly findings: readonly Finding[];
}

/** Why a column has its kind, and what is said of it. */
interface Grounds {
  readonly reason: string;
  readonly words?: readonly string[]; // texts that count as missing in this column alone
  readonly findings?: readonly Finding[];
}

/** Takes over `cells`; infinities become missing. */
export function numeric(
  { name }: Pick<RawColumn, "name">,
  cells: Float64Array,
  { reason, format, words = [], findings = [] }: Grounds & { readonly format?: NumberFormat | undefined },
): TypedColumn {
  const values = withoutInfinities(cells);
  const { present, distinct } = profileOf(values);
  const infinite = profileOf(cells).present - present;
  return {
    column: {
      kind: "numeric",
      name,
      values,
      ...(format === undefined ? {} : { format }),
      ...(words.length === 0 ? {} : { missingWords: words }),
    },
    decision: { name, kind: "numeric", reason, missing: values.length - present, distinct },
    findings: infinite === 0 ? findings : [...findings, infinities(name, infinite)],
  };
}

function withoutInfinities(cells: Float64Array): Float64Array {
  const { present, low, high } = profileOf(cells);
  if (present === 0 || (Number.isFinite(low) && Number.isFinite(high))) return cells;
  return cells.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}

/** A date column; `days` are days since 1970-01-01, one a row. */
export function date(
  { name }: Pick<RawColumn, "name">,
  days: Float64Array,
  { reason, dayFirst = null, words = [], findings = [] }: Grounds & { readonly dayFirst?: boolean | null },
): TypedColumn {
  const { present, distinct } = profileOf(days);
  return {
    column: {
      kind: "date",
      name,
      values: days,
      hasTime: days.some((day) => !Number.isInteger(day) && !Number.isNaN(day)),
      ...(dayFirst === null ? {} : { dayFirst }),
      ...(words.length === 0 ? {} : { missingWords: words }),
    },
    decision: {
      name,
      kind: "date",
      reason,
      missing: days.length - present,
      distinct,
    },
    findings,
  };
}

/**
 * Levels in the order of their characters, or of their numbers when all are: the order of the rows shall not matter.
 */
export function category(text: TextColumn, reason: string, findings: readonly Finding[]): TypedColumn {
  const order = Array.from(text.levels, (_, code) => code);
  const numbers = text.levels.every((level) => /^[+-]?\d+(\.\d+)?$/.test(level)) ? text.levels.map(Number) : null;
  order.sort((a, b) => (numbers === null ? 0 : numbers[a]! - numbers[b]!) || compare(text.levels[a]!, text.levels[b]!));
  const place = new Int32Array(order.length);
  for (const [i, code] of order.entries()) place[code] = i;
  const codes = text.codes.map((code) => (code < 0 ? -1 : place[code]!));
  const levels = order.map((code) => text.levels[code]!);
  const missing = text.codes.length - presentCells(text);
  return {
    column: { kind: "category", name: text.name, codes, levels },
    decision: { name: text.name, kind: "category", reason, missing, distinct: levels.length },
    findings,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Cells that are not missing. */
export function presentCells(text: TextColumn): number {
  return text.counts.reduce((sum, count) => sum + count, 0);
}

/** Values of the levels, one a row; NaN where missing. */
export function spread(text: TextColumn, levelValues: Float64Array): Float64Array {
  const values = new Float64Array(text.codes.length);
  for (let row = 0; row < values.length; row++) {
    const code = text.codes[row]!;
    values[row] = code < 0 ? Number.NaN : levelValues[code]!;
  }
  return values;
}
