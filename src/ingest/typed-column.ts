import { distinctOfSorted, sortedPresent } from "../base/statistics.ts";
import type { RawColumn } from "./column-builder.ts";
import { infinities } from "./type-findings.ts";
import type { Column, ColumnDecision, Finding } from "./table.ts";

/** A column whose kind is decided, with the reason and what a reader must know. */
export interface TypedColumn {
  readonly column: Column;
  readonly decision: ColumnDecision;
  readonly findings: readonly Finding[];
}

export type TextColumn = Extract<RawColumn, { kind: "text" }>;

/** Takes over `cells`; infinities become missing. */
export function numeric(name: string, cells: Float64Array, reason: string, findings: readonly Finding[]): TypedColumn {
  let infinite = 0;
  let missing = 0;
  for (let row = 0; row < cells.length; row++) {
    const value = cells[row]!;
    if (Number.isFinite(value)) continue;
    missing++;
    if (!Number.isNaN(value)) infinite++;
    cells[row] = Number.NaN;
  }
  const all = infinite === 0 ? findings : [...findings, infinities(name, infinite)];
  const decision = {
    name,
    kind: "numeric",
    reason,
    missing,
    distinct: distinctOfSorted(sortedPresent(cells)),
  } as const;
  return { column: { kind: "numeric", name, values: cells }, decision, findings: all };
}

/** A date column; `levelDays` are days since 1970-01-01, one a level. */
export function date(
  text: TextColumn,
  levelDays: Float64Array,
  reason: string,
  dayFirst: boolean | null,
  findings: readonly Finding[],
): TypedColumn {
  const values = spread(text, levelDays);
  const hasTime = levelDays.some((day) => !Number.isNaN(day) && !Number.isInteger(day));
  const missing = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  const column = {
    kind: "date",
    name: text.name,
    values,
    hasTime,
    ...(dayFirst === null ? {} : { dayFirst }),
  } as const;
  const decision = {
    name: text.name,
    kind: "date",
    reason,
    missing,
    distinct: distinctOfSorted(sortedPresent(levelDays)),
  } as const;
  return { column, decision, findings };
}

/** Levels in the order of their characters, or of their numbers when all are: the order of the rows shall not matter. */
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
