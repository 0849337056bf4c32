import type { RowIndex } from "../base/matrix.ts";
import { findDuplicates } from "./duplicates.ts";
import type { Column, Finding } from "./table.ts";
import { valueCounts } from "./target.ts";

/** Where the folds come from. */
export type SplitKind = "dealt" | "given" | "time-ordered";

const rareShare = 0.1;

/** Rare classes and uneven ones. */
export function classFindings(target: Column, rows: RowIndex, folds: number): Finding[] {
  if (target.kind !== "category") return [];
  const counts = valueCounts(target, rows);
  const findings: Finding[] = [];
  const rare = [...counts].filter(([, count]) => count < folds);
  if (rare.length > 0) {
    const names = rare.slice(0, 3).map(([level, count]) => `${JSON.stringify(String(level).slice(0, 40))} (${count})`);
    findings.push({
      code: "rare-class",
      severity: "warning",
      column: target.name,
      message:
        `${counted(rare.length, "class has", "classes have")} fewer rows than there are folds: ` +
        `${names.join(", ")}${rare.length > 3 ? ", …" : ""}.`,
      action: "Kept; some folds cannot test them, so the scores say little about them.",
    });
  }
  const largest = Math.max(...counts.values());
  const smallest = Math.min(...counts.values());
  if (smallest < rareShare * largest) {
    findings.push({
      code: "imbalance",
      severity: "note",
      column: target.name,
      message: `The classes are uneven: the largest has ${largest} rows, the smallest ${smallest}.`,
      action: "Nothing is reweighted; read log-loss and balanced accuracy rather than accuracy.",
    });
  }
  return findings;
}

interface DuplicatesRequest {
  readonly rowCount: number; // of the table
  readonly folds: number;
  readonly split?: SplitKind;
  readonly groups?: Int32Array | null; // that the user gave
}

/** Rows that equal one of another group: what the user says of groups rules, so they are no reason to join two. */
function acrossGroups(equals: Int32Array, groups: Int32Array, rows: RowIndex): readonly Finding[] {
  const across = rows.filter((row) => equals[row]! >= 0 && groups[row] !== groups[equals[row]!]).length;
  if (across === 0) return [];
  return [
    {
      code: "duplicate-rows",
      severity: "note",
      column: null,
      message:
        `${counted(across, "row equals", "rows equal")} an earlier one of another group in every input and the ` +
        "target.",
      action:
        "Split by their groups; a training row may equal a test row. If they are copies, name a column that also " +
        "groups them.",
    },
  ];
}

interface DuplicateRows {
  readonly groups: Int32Array | null; // by table row: to keep together; null = none
  readonly findings: readonly Finding[];
}

/**
 * What to do with rows that are equal in all columns; the last one is the target. Where the same inputs also come with
 * another class they are no copies: few values meet by chance, and to keep rows of one class together would teach a
 * model of each pattern all classes but its own.
 */
export function duplicateRows(
  columns: readonly Column[],
  rows: RowIndex,
  { rowCount, folds, split = "dealt", groups: given = null }: DuplicatesRequest,
): DuplicateRows {
  const { groups, extra, largest } = findDuplicates(columns, rows, rowCount);
  if (extra === 0) return { groups: null, findings: [] };
  if (given !== null && split === "dealt") return { groups: null, findings: acrossGroups(groups, given, rows) };
  // A few patterns that fill the table are no copies; kept together they would make folds of one pattern.
  const fits = largest <= rows.length / (2 * folds);
  const { copies, chance } = withoutChance(groups, columns, rows);
  let action = "Equal rows stay in one fold, so that no copy of a test row is trained on.";
  if (chance > 0) action = action.replace(/\.$/u, `, but for ${chance} whose inputs also come with another class.`);
  if (split !== "dealt") action = `Left where the ${split} folds put them; a training row may equal a test row.`;
  else if (!fits) action = `Split like other rows: one pattern alone fills ${largest} rows, too many for one fold.`;
  const finding: Finding = {
    code: "duplicate-rows",
    severity: extra > 0.01 * rows.length ? "warning" : "note",
    column: null,
    message: `${counted(extra, "row equals", "rows equal")} an earlier one in every input and the target.`,
    action,
  };
  return { groups: split === "dealt" && fits ? copies : null, findings: [finding] };
}

/** Groups of equal rows without those whose inputs also come with another class, and how many rows these are. */
function withoutChance(
  groups: Int32Array,
  columns: readonly Column[],
  rows: RowIndex,
): { readonly copies: Int32Array | null; readonly chance: number } {
  const target = columns.at(-1)!;
  if (target.kind !== "category") return { copies: groups, chance: 0 };
  const patterns = findDuplicates(columns.slice(0, -1), rows, groups.length).groups;
  const mixed = new Set<number>();
  for (const row of rows) {
    const first = patterns[row]!;
    if (first >= 0 && target.codes[row] !== target.codes[first]) mixed.add(first);
  }
  const copies = groups.map((group, row) => (mixed.has(patterns[row]!) ? -1 : group));
  const chance = rows.filter((row) => copies[row] !== groups[row]).length;
  return { copies: copies.some((group) => group >= 0) ? copies : null, chance };
}

/** "1 row has", "2 rows have". */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
