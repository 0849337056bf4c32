import type { RowIndex } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import type { Encoder, LevelCode, ManyLevelsGroup } from "./input-group.ts";
import { type CategoryColumn, placeOfCode } from "./levels.ts";
import type { Target } from "./target.ts";

/** An encoder with what further rows say of levels, and the levels that it did not know before, by column. */
export interface TakenUp {
  readonly encoder: Encoder;
  readonly levels: ReadonlyMap<string, readonly string[]>;
}

/**
 * The frequencies and target codes of categories with many levels after further rows. New levels with two rows or more
 * are taken up, known ones updated; the number of inputs stays. A level that has an input of its own gets no company:
 * there a new one stays unknown.
 */
export function takeUpLevels(
  encoder: Encoder,
  columns: readonly Column[],
  further: { readonly rows: RowIndex; readonly target: Target },
): TakenUp {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const levels = new Map<string, readonly string[]>();
  const groups = encoder.groups.map((group) => {
    const column = byName.get(group.column);
    if (group.kind !== "many-levels" || column?.kind !== "category") return group;
    const updated = updateGroup(group, column, further);
    const fresh = updated.levels.slice(group.levels.length);
    if (fresh.length > 0) levels.set(group.column, fresh);
    return updated;
  });
  return { encoder: { inputs: encoder.inputs, groups }, levels };
}

function updateGroup(
  group: ManyLevelsGroup,
  column: CategoryColumn,
  { rows, target }: { readonly rows: RowIndex; readonly target: Target },
): ManyLevelsGroup {
  const rowsOfCode = new Uint32Array(column.levels.length);
  for (const row of rows) if (column.codes[row]! >= 0) rowsOfCode[column.codes[row]!]!++;
  const known = new Set(group.levels);
  const fresh = column.levels.filter((level, code) => !known.has(level) && rowsOfCode[code]! > 1).toSorted();
  const levels = [...group.levels, ...fresh];
  const place = placeOfCode(column, levels);
  const counts = levels.map((_, index) => group.counts[index] ?? 0);
  rowsOfCode.forEach((count, code) => {
    if (place[code]! >= 0) counts[place[code]!]! += count;
  });
  const codes = group.codes.map((code): LevelCode => {
    const sums = new Float64Array(levels.length);
    rows.forEach((row, index) => {
      const at = column.codes[row]! < 0 ? -1 : place[column.codes[row]!]!;
      if (at >= 0) sums[at]! += standardised(target.values[index]!, code);
    });
    const values = levels.map((_, index) => {
      const before = (code.values[index] ?? 0) * ((group.counts[index] ?? 0) + code.smoothing);
      const value =
        ((group.counts[index] === undefined ? 0 : before) + sums[index]!) / (counts[index]! + code.smoothing);
      return Math.round(value * 1e4) / 1e4 + 0;
    });
    return { ...code, values };
  });
  // Counts grow with every call: what the input says is how frequent a level is among all rows so far.
  const growth = Math.log(total(counts) / total(group.counts));
  return { ...group, levels, counts, logCentre: group.logCentre + growth, codes };
}

function standardised(value: number, { class: classNumber, centre, deviation }: LevelCode): number {
  const number = classNumber === null ? value : value === classNumber ? 1 : 0;
  return (number - centre) / deviation;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
