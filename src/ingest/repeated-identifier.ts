import type { RowIndex } from "../base/matrix.ts";
import type { Column, Finding } from "./table.ts";
import { flagValue } from "./type-findings.ts";
import { hasValue } from "./target.ts";

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
  const seen = new Set<number>();
  let present = 0;
  let coded = 0;
  for (const row of rows) {
    if (!hasValue(column, row)) continue;
    present++;
    const value = column.kind === "category" ? column.codes[row]! : column.values[row]!;
    if (!seen.has(value)) coded += Number(isCode(column, value));
    seen.add(value);
  }
  if (seen.size < fewest || seen.size === present) return null;
  const named = nameOfThing.test(column.name);
  if (!named && coded < 0.9 * seen.size) return null;
  return {
    code: "repeated-identifier",
    severity: named ? "warning" : "note",
    column: column.name,
    message: `Column "${column.name}" seems to name things that repeat: ${seen.size} of them in ${present} rows.`,
    action:
      `Kept. If new rows will be of others, say --group ${flagValue(column.name)}, so that no model is tested on a ` +
      `thing that it knows; --ignore ${flagValue(column.name)} leaves it out.`,
  };
}

/** Whether all numbers are whole, and their name or the digits of one may tell a code: cheaper than counting them. */
function mayName({ name, values }: Extract<Column, { kind: "numeric" }>, rows: RowIndex): boolean {
  let most = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (value !== value) continue;
    if (!Number.isInteger(value)) return false;
    most = Math.max(most, Math.abs(value));
  }
  return most >= 10 ** (digitsOfNumber - 1) || nameOfThing.test(name);
}

function isCode(column: Exclude<Column, { kind: "date" }>, value: number): boolean {
  if (column.kind === "category") return code.test(column.levels[value]!);
  return String(Math.abs(value)).length >= digitsOfNumber && value % 100 !== 0;
}
