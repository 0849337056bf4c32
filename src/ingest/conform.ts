import { nearest, UserError } from "../base/errors.ts";
import { levelPlaces } from "../base/level-places.ts";
import { readDates } from "./date.ts";
import { readNumbers } from "./detect-format.ts";
import { type NumberFormat, readFormatted } from "./number-format.ts";
import type { Column, Finding, Table } from "./table.ts";
import type { AskedKind, TypeContext } from "./type-context.ts";

/** A column that a model was trained on. */
export interface SchemaColumn {
  readonly name: string;
  readonly kind: Column["kind"];
  readonly levels?: readonly string[]; // of a category, in the model's order
  readonly dayFirst?: boolean; // of a date, when training data decided it
  readonly format?: NumberFormat; // of numbers that are not written plainly
  readonly missingWords?: readonly string[]; // that counted as missing in this column alone
}

/** The kind in which a model reads a column. */
export function learntKind({ kind, dayFirst }: SchemaColumn): Exclude<AskedKind, "ignore"> {
  if (kind !== "date" || dayFirst === undefined) return kind;
  return dayFirst ? "date-day-first" : "date-month-first";
}

/** How a model reads the cells of a column, for its type. */
export function learntReading(column: SchemaColumn | undefined): Pick<TypeContext, "format" | "words"> {
  const { format, missingWords: words } = column ?? {};
  return { ...(format === undefined ? {} : { format }), ...(words === undefined ? {} : { words }) };
}

export interface ConformedTable {
  readonly table: Table; // the schema's columns, in its order and kinds
  readonly others: readonly Column[]; // columns that the schema does not name, such as an id
  readonly findings: readonly Finding[];
}

/**
 * The columns of a table as a model knows them: found by name, numbers turned to text or back where the kinds differ,
 * a missing column as missing values. The levels of a category begin with the schema's, so that its codes hold; new
 * ones follow. Throws a UserError when no column of the schema is there.
 */
export function conformTable(table: Table, schema: readonly SchemaColumn[], name: string): ConformedTable {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const known = new Set(schema.map((column) => column.name));
  if (!schema.some((column) => byName.has(column.name))) {
    throw new UserError(`${name} has none of the ${schema.length} columns that the model needs.`, {
      hint: `They are ${schema
        .slice(0, 8)
        .map((column) => column.name)
        .join(", ")}${schema.length > 8 ? ", …" : ""}.`,
    });
  }
  const findings: Finding[] = [];
  const columns = schema.map((wanted) => {
    const column = byName.get(wanted.name);
    if (column !== undefined) return conformColumn(column, wanted, findings);
    const unused = table.columns.map((one) => one.name).filter((one) => !known.has(one));
    const near = nearest(wanted.name, unused);
    findings.push({
      code: "missing-column",
      severity: "warning",
      column: wanted.name,
      message: `${name} has no column "${wanted.name}"${near === undefined ? "" : `; its column "${near}" is near`}.`,
      action: "Every value of it counts as missing.",
    });
    return emptyColumn(wanted, table.rowCount);
  });
  const others = table.columns.filter((column) => !known.has(column.name));
  return { table: { rowCount: table.rowCount, columns }, others, findings };
}

function conformColumn(column: Column, wanted: SchemaColumn, findings: Finding[]): Column {
  const { name, kind } = wanted;
  if (kind === "category") return withLevels(column, wanted.levels ?? [], findings);
  if (column.kind === kind) return column;
  if (column.kind !== "category") {
    if (column.values.some((value) => !Number.isNaN(value))) findings.push(notThatKind(wanted));
    return emptyColumn(wanted, column.values.length);
  }
  const read =
    kind === "numeric" ? numbersOf(column.levels, wanted.format) : datesOf(column.levels, wanted.dayFirst ?? null);
  if (read.some(Number.isNaN)) findings.push(notThatKind(wanted));
  const values = Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : read[code]!));
  return kind === "numeric"
    ? { kind, name, values }
    : { kind, name, values, hasTime: read.some((day) => !Number.isNaN(day) && !Number.isInteger(day)) };
}

function numbersOf(levels: readonly string[], format: NumberFormat | undefined): Float64Array {
  if (format !== undefined) {
    const known = Float64Array.from(levels, (level) => readFormatted(level, format, true));
    return known.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  }
  const counts = levels.map(() => 1);
  const { values } = readNumbers({ levels, counts, delimiter: ",", decimal: null, leastShare: 0 });
  return values.map((value) => (Number.isFinite(value) ? value : Number.NaN));
}

function datesOf(levels: readonly string[], dayFirst: boolean | null): Float64Array {
  const { values, ambiguous } = readDates(levels, dayFirst);
  return ambiguous ? values.fill(Number.NaN) : values;
}

function withLevels(column: Column, levels: readonly string[], findings: Finding[]): Column {
  const text = column.kind === "category" ? column : textOf(column);
  const codeOf = levelPlaces(levels);
  const fresh = text.levels.filter((level) => !codeOf.has(level));
  for (const [i, level] of fresh.entries()) codeOf.set(level, levels.length + i);
  const place = text.levels.map((level) => codeOf.get(level)!);
  if (fresh.length > 0) {
    findings.push({
      code: "unseen-level",
      severity: "note",
      column: column.name,
      message:
        `Column "${column.name}" has ${fresh.length} ${fresh.length === 1 ? "text" : "texts"} that the model does ` +
        `not know, such as ${JSON.stringify(fresh[0]!.slice(0, 40))}.`,
      action: "The model treats them as unknown values.",
    });
  }
  const codes = text.codes.map((code) => (code < 0 ? -1 : place[code]!));
  return { kind: "category", name: column.name, codes, levels: [...levels, ...fresh] };
}

function textOf(column: Exclude<Column, { kind: "category" }>): Extract<Column, { kind: "category" }> {
  const codeOf = new Map<number, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = codeOf.get(value) ?? codeOf.size;
    codeOf.set(value, code);
    return code;
  });
  return { kind: "category", name: column.name, codes, levels: [...codeOf.keys()].map(String) };
}

function emptyColumn(wanted: SchemaColumn, rowCount: number): Column {
  const { name, kind } = wanted;
  if (kind === "category") return { kind, name, codes: new Int32Array(rowCount).fill(-1), levels: wanted.levels ?? [] };
  const values = new Float64Array(rowCount).fill(Number.NaN);
  return kind === "numeric" ? { kind, name, values } : { kind, name, values, hasTime: false };
}

function notThatKind({ name, kind }: SchemaColumn): Finding {
  return {
    code: "other-kind",
    severity: "warning",
    column: name,
    message: `Column "${name}" was ${kind} when the model was trained, and is not here.`,
    action: `What cannot be read as ${kind} counts as missing.`,
  };
}
