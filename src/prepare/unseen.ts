import type { RowIndex } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import type { Encoder } from "./input-group.ts";

/** Cells of one column whose level the encoder does not know. */
export interface UnseenLevels {
  readonly column: string;
  readonly rows: number;
  readonly levels: readonly string[]; // by rows, at most 5
}

export interface Unseen {
  readonly missingColumns: readonly string[];
  readonly levels: readonly UnseenLevels[]; // of columns with at least one such cell
}

const shownLevels = 5;

/** What of the named rows the encoder cannot read: columns that are not there, and levels that it did not learn (of many levels, also those with one training row). */
export function unseen(columns: readonly Column[], rows: RowIndex, encoder: Encoder): Unseen {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const names = [...new Set(encoder.groups.map((group) => group.column))];
  const missingColumns = names.filter((name) => !byName.has(name));
  const levels = [...knownLevels(encoder)].flatMap(([name, known]) => {
    const column = byName.get(name);
    const found = column?.kind === "category" ? unseenLevels(column, rows, known) : null;
    return found === null ? [] : [found];
  });
  return { missingColumns, levels };
}

function knownLevels(encoder: Encoder): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, Set<string>>();
  for (const group of encoder.groups) {
    if (!("levels" in group)) continue;
    known.set(group.column, new Set([...(known.get(group.column) ?? []), ...group.levels]));
  }
  return known;
}

function unseenLevels(
  column: Extract<Column, { kind: "category" }>,
  rows: RowIndex,
  known: ReadonlySet<string>,
): UnseenLevels | null {
  const counts = new Map<string, number>();
  let total = 0;
  for (const row of rows) {
    const level = column.levels[column.codes[row]!];
    if (level === undefined || known.has(level)) continue;
    counts.set(level, (counts.get(level) ?? 0) + 1);
    total++;
  }
  if (total === 0) return null;
  const byRows = [...counts].sort(([, a], [, b]) => b - a).map(([level]) => level);
  return { column: column.name, rows: total, levels: byRows.slice(0, shownLevels) };
}
