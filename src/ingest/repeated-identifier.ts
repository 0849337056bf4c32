import type { RowIndex } from "../base/matrix.ts";
import { profileOf } from "./profile/profile.ts";
import type { Column, Finding } from "./table.ts";
import { flagValue } from "./type-findings.ts";
import { levelCounts } from "./level-counts.ts";

const things =
  "patient|subject|person|participant|respondent|customer|client|user|member|employee|student|driver|player|" +
  "household|account|" +
  "machine|device|sensor|vehicle|listing|property|parcel|supplier|vendor|seller|store|shop|loan|session|ticket|sku";
const nameOfThing = new RegExp(
  `^(?:${things})(?:[ _.-]?(?:id|no|nr|num|number|code|key|name))?$|(?:^|[ _.-])(?:id|uid|uuid|guid)$|[a-z](?:Id|ID)$`,
  "i",
);
const code = /^[\p{L}]{1,12}[ _.-]?\d{2,}$|^\d+[-_]\d+$|^[0-9a-f]{8}-[0-9a-f]{4}-/u;
const fewest = 20; // different ones
const digitsOfNumber = 8; // a whole number of as many is seldom an amount

/**
 * A finding for a column that names things with several rows each: a model may learn the things instead of their
 * properties.
 */
export function repeatedIdentifier(column: Column, rows: RowIndex): Finding | null {
  if (column.kind === "date" || (column.kind === "numeric" && !mayName(column, rows))) return null;
  const { different, present, coded } = column.kind === "category" ? countLevels(column, rows) : count(column, rows);
  if (different < fewest || different === present) return null;
  const named = nameOfThing.test(column.name);
  if (!named && coded < 0.9 * different) return null;
  return {
    code: "repeated-identifier",
    severity: named ? "warning" : "note",
    column: column.name,
    message: `Column "${column.name}" seems to name things that repeat: ${different} of them in ${present} rows.`,
    action:
      `Kept. If new rows will be of others, say --group ${flagValue(column.name)}, so that no model is tested on a ` +
      `thing that it knows; --ignore ${flagValue(column.name)} leaves it out.`,
  };
}

interface Counted {
  readonly different: number; // values
  readonly present: number; // cells with one
  readonly coded: number; // values that look like codes
}

function countLevels(column: Extract<Column, { kind: "category" }>, rows: RowIndex): Counted {
  const counted = { different: 0, present: 0, coded: 0 };
  for (const [level, cells] of levelCounts(column, rows).entries()) {
    if (cells === 0) continue;
    counted.present += cells;
    counted.different++;
    counted.coded += Number(code.test(column.levels[level]!));
  }
  return counted;
}

function count({ values }: Extract<Column, { kind: "numeric" }>, rows: RowIndex): Counted {
  const seen = new Set<number>();
  let present = 0;
  let coded = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    present++;
    if (!seen.has(value)) coded += Number(isCode(value));
    seen.add(value);
  }
  return { different: seen.size, present, coded };
}

/** Whether all numbers are whole, and their name or the digits of one may tell a code: cheaper than counting them. */
function mayName({ name, values }: Extract<Column, { kind: "numeric" }>, rows: RowIndex): boolean {
  const named = nameOfThing.test(name);
  const leastCode = 10 ** (digitsOfNumber - 1);
  const { low, high } = profileOf(values);
  if (!named && Math.max(-low, high) < leastCode) return false; // of all rows, so of some
  let most = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (value !== value) continue;
    if (!Number.isInteger(value)) return false;
    most = Math.max(most, Math.abs(value));
  }
  return named || most >= leastCode;
}

function isCode(value: number): boolean {
  return String(Math.abs(value)).length >= digitsOfNumber && value % 100 !== 0;
}
