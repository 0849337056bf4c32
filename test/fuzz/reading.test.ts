import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { Random } from "../../src/base/random.ts";
import { type ParseOptions, parseTable, parseTableAs } from "../../src/ingest/parse.ts";
import { dataPart } from "../../src/run/data-part.ts";
import { planRun } from "../../src/run/plan.ts";
import { requestOf } from "../support/fit-request.ts";
import { mutated, smallTable } from "./mutate.ts";

/** How many tables: `OCCAM_FUZZ=100000 npx vitest run test/fuzz` for a long run. */
const tables = Number(process.env["OCCAM_FUZZ"] ?? 600);
let inspected = 0; // tables that were not refused
const slowest = 2000; // milliseconds for a table of at most 70 rows

/** What a table ends in: fine, refused with a sentence, or the number of the seed and what went wrong. */
function outcomeOf(seed: number): string {
  const random = Random.of(seed, "fuzz");
  const bytes = mutated(smallTable(random), random);
  const began = performance.now();
  try {
    inspectBytes(bytes, optionsFrom(random));
    inspected++;
  } catch (error) {
    if (!(error instanceof UserError)) return `seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`;
    if (!/^[^\n]+$/u.test(error.message.slice(0, 20))) return `seed ${seed}: a message of no sentence`;
  }
  const took = performance.now() - began;
  return took > slowest ? `seed ${seed}: took ${Math.round(took)} ms` : "fine";
}

function optionsFrom(random: Random): Omit<ParseOptions, "name"> {
  return {
    ...(random.below(8) === 0 ? { header: false } : {}),
    ...(random.below(8) === 0 ? { decimal: "," as const } : {}),
    ...(random.below(8) === 0 ? { missing: ["-200", "None", "1900-01-01"] } : {}),
    ...(random.below(8) === 0 ? { comment: "#" } : {}),
    ...(random.below(8) === 0 ? { skipRows: ["1", "3-4"] } : {}),
    ...(random.below(8) === 0 ? { skipLast: 1 } : {}),
  };
}

function inspectBytes(bytes: Uint8Array, options: Omit<ParseOptions, "name">): void {
  const name = "fuzz.csv";
  const read = parseTable(bytes, { name, ...options });
  const schema = read.table.columns.map((column) => ({
    ...{ name: column.name, kind: column.kind },
    ...(column.kind === "numeric" && column.format !== undefined ? { format: column.format } : {}),
  }));
  const again = parseTableAs(bytes, schema, { name, ...options });
  if (again.table.rowCount !== read.table.rowCount) throw new Error("a model reads another number of rows");
  for (const column of read.table.columns) {
    if (column.kind !== "category" && column.values.some((value) => Math.abs(value) === Infinity)) {
      throw new Error("an infinite cell");
    }
  }
  const request = requestOf(bytes, name, { table: read.table, source: read, folds: 2 });
  const wrong = wrongValue(dataPart(request, planRun(request), 0), "");
  if (wrong !== null) throw new Error(wrong);
}

/** The first number that is none, or text that says so, with its place. */
function wrongValue(value: unknown, place: string): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : `${place} is ${value}`;
  if (typeof value !== "object" || value === null) return value === undefined ? `${place} is undefined` : null;
  for (const [key, inner] of Object.entries(value)) {
    const wrong = wrongValue(inner, `${place}.${key}`);
    if (wrong !== null) return wrong;
  }
  return null;
}

describe("any small table", () => {
  it(`is read and inspected, or refused with one sentence: ${tables} mutations`, { timeout: 3_600_000 }, () => {
    const first = Number(process.env["OCCAM_FUZZ_SEED"] ?? 1);
    const wrong: string[] = [];
    const before = inspected;
    for (let seed = first; seed < first + tables && wrong.length < 5; seed++) {
      const outcome = outcomeOf(seed);
      if (outcome !== "fine") wrong.push(outcome);
    }
    expect(wrong).toEqual([]);
    expect(inspected - before).toBeGreaterThan(tables / 5);
  });
});
