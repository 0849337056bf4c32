import { UserError } from "../base/errors.ts";
import { ColumnBuilder } from "./column-builder.ts";
import { learntKind, learntReading, type SchemaColumn } from "./conform.ts";
import { inferColumn } from "./infer.ts";
import { missingTokens } from "./missing.ts";
import { PointForm } from "./point-form.ts";
import type { AskedKind } from "./type-context.ts";
import type { TypedColumn } from "./typed-column.ts";

/** How values in memory become columns; what is left out is found out. */
export interface ValueOptions {
  readonly missing?: readonly string[];
  readonly types?: Readonly<Record<string, AskedKind>>;
  readonly decimal?: "." | ",";
  readonly schema?: readonly SchemaColumn[]; // of a model that reads the values as it learnt to; `types` overrule it
}

const millisecondsPerDay = 86_400_000;

/**
 * A column of values in memory. Numbers alone stay numbers, dates alone stay dates; anything else is written as text
 * and typed as a file's column would be, or read as the schema says. null and undefined are missing. Throws a UserError
 * for objects.
 */
export function columnFromValues(name: string, values: ArrayLike<unknown>, options: ValueOptions): TypedColumn {
  const given = options.types !== undefined && Object.hasOwn(options.types, name) ? options.types[name]! : null;
  const learnt = given === null ? options.schema?.find((column) => column.name === name) : undefined;
  const asked = given ?? (learnt === undefined ? null : learntKind(learnt));
  const missing = missingTokens(options.missing);
  const context = {
    where: (row: number) => `row ${row}`,
    missingNumbers: missing.numbers,
    missingDays: missing.days,
    fileDecimal: null,
    delimiter: ",",
    decimal: options.decimal ?? null,
    asked: asked === "ignore" ? null : asked,
    lenient: options.schema !== undefined,
    ...learntReading(learnt),
  };
  const cells = Array.from(values);
  const isText = asked === "category" || (learnt !== undefined && learnt.kind === "date");
  if (!isText && cells.every((cell) => cell == null || typeof cell === "number")) {
    const numbers = Float64Array.from(cells, (cell) =>
      typeof cell === "number" && !missing.numbers.has(cell) ? cell + 0 : Number.NaN,
    );
    const raw = { kind: "numbers", name, values: numbers, points: new PointForm(), missingWords: new Map() } as const;
    // Whole numbers such as 20210514 are dates in a file; a program that holds numbers means numbers.
    return inferColumn(raw, { ...context, asked: context.asked ?? "numeric" });
  }
  if (asked !== "category" && cells.every((cell) => cell == null || cell instanceof Date)) {
    return dates(name, cells, missing.days);
  }
  const builder = new ColumnBuilder(name, missing, true);
  for (const [row, cell] of cells.entries()) builder.add(textOf(cell, row, name));
  return inferColumn(builder.finish(), context);
}

function dates(name: string, cells: readonly unknown[], missingDays: ReadonlySet<number>): TypedColumn {
  const values = Float64Array.from(cells, (cell) => {
    const day = cell instanceof Date ? cell.getTime() / millisecondsPerDay : Number.NaN;
    return missingDays.has(day) ? Number.NaN : day;
  });
  const present = values.filter((day) => !Number.isNaN(day));
  const hasTime = present.some((day) => !Number.isInteger(day));
  const missing = values.length - present.length;
  const distinct = new Set(present).size;
  return {
    column: { kind: "date", name, values, hasTime },
    decision: { name, kind: "date", reason: "every value is a Date", missing, distinct },
    findings: [],
  };
}

function textOf(cell: unknown, row: number, name: string): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "string") return cell;
  if (typeof cell === "number" || typeof cell === "bigint" || typeof cell === "boolean") return String(cell);
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString();
  const what = Array.isArray(cell) ? "an array" : typeof cell === "object" ? "an object" : `a ${typeof cell}`;
  throw new UserError(`Row ${row} holds ${what} in column "${name}".`, {
    hint: "Cells may be texts, numbers, booleans, dates or null.",
  });
}
