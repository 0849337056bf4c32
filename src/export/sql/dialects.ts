import { UserError } from "../../base/errors.ts";

/** Where databases differ. Expressions are texts; `x` is one that names a column. */
export interface Dialect {
  readonly id: string;
  readonly double: string; // type of double precision
  readonly text: string; // type of texts
  readonly materialized: string; // keeps the engine from writing a step's expressions into each place that reads them
  readonly mostColumns: number; // of one step
  readonly longestName: number; // bytes
  readonly forbidden: RegExp; // characters that no column name may hold
  name(name: string): string; // an identifier, quoted
  string(text: string): string; // a literal
  least(values: readonly string[]): string;
  greatest(values: readonly string[]): string;
  number(x: string): string; // a numeric column as double precision
  days(x: string): string; // a date or timestamp column as days since 1970-01-01 UTC
  month(x: string): string; // 1 to 12
  dayOfMonth(x: string): string; // 1 to 31
  moment(iso: string): string; // a literal of such a column
}

const nul = /\0/u;

const standard = {
  double: "DOUBLE PRECISION",
  text: "TEXT",
  materialized: "MATERIALIZED ",
  longestName: 255,
  forbidden: nul,
  name: (name: string) => `"${name.replaceAll('"', '""')}"`,
  string: (text: string) => `'${text.replaceAll("'", "''")}'`,
  least: (values: readonly string[]) => `LEAST(${values.join(", ")})`,
  greatest: (values: readonly string[]) => `GREATEST(${values.join(", ")})`,
  number: (x: string) => `CAST(${x} AS DOUBLE PRECISION)`,
  days: (x: string) => `CAST(EXTRACT(EPOCH FROM ${x}) AS DOUBLE PRECISION) / 86400.0`,
  month: (x: string) => `EXTRACT(MONTH FROM ${x})`,
  dayOfMonth: (x: string) => `EXTRACT(DAY FROM ${x})`,
  moment: (iso: string) => `TIMESTAMP '${iso.replace("T", " ").replace("Z", "")}'`,
};

/** Escapes with a backslash, as BigQuery and Snowflake read literals. */
function backslashed(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}

export const dialects = [
  { ...standard, id: "postgres", mostColumns: 1600, longestName: 63 },
  {
    ...standard,
    id: "duckdb",
    double: "DOUBLE",
    mostColumns: 10_000,
    longestName: 100_000,
    number: (x: string) => `CAST(${x} AS DOUBLE)`,
    days: (x: string) => `CAST(EXTRACT(EPOCH FROM ${x}) AS DOUBLE) / 86400.0`,
  },
  {
    ...standard,
    id: "sqlite",
    double: "REAL",
    mostColumns: 2000,
    longestName: 100_000,
    least: (values: readonly string[]) => `MIN(${values.join(", ")})`,
    greatest: (values: readonly string[]) => `MAX(${values.join(", ")})`,
    // A text would be cast to 0.
    number: (x: string) => `CASE WHEN TYPEOF(${x}) IN ('integer', 'real') THEN CAST(${x} AS REAL) END`,
    days: (x: string) => `JULIANDAY(${x}) - 2440587.5`,
    month: (x: string) => `CAST(STRFTIME('%m', ${x}) AS REAL)`,
    dayOfMonth: (x: string) => `CAST(STRFTIME('%d', ${x}) AS REAL)`,
    moment: (iso: string) => `'${iso.replace("T", " ").replace("Z", "")}'`,
  },
  {
    ...standard,
    id: "bigquery",
    double: "FLOAT64",
    text: "STRING",
    materialized: "",
    mostColumns: 10_000,
    longestName: 300,
    forbidden: /[!"$()*,./;?@[\\\]^`{}~\0\n\r]/u,
    name: (name: string) => `\`${name}\``,
    string: (text: string) => `'${backslashed(text).replaceAll("'", "\\'")}'`,
    number: (x: string) => `CAST(${x} AS FLOAT64)`,
    days: (x: string) => `UNIX_MICROS(CAST(${x} AS TIMESTAMP)) / 86400000000.0`,
  },
  {
    ...standard,
    id: "snowflake",
    materialized: "",
    mostColumns: 4000,
    string: (text: string) => `'${backslashed(text).replaceAll("'", "''")}'`,
    days: (x: string) => `CAST(DATE_PART(EPOCH_MICROSECOND, ${x}) AS DOUBLE PRECISION) / 86400000000.0`,
  },
] as const satisfies readonly Dialect[];

/** The name of a column as an identifier. Throws a UserError when the dialect has no way to write it. */
export function columnName(name: string, dialect: Dialect): string {
  const bytes = new TextEncoder().encode(name).length;
  const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
  const hint = "Use another dialect or form, or rename the column in the table and fit again.";
  if (bytes === 0) throw new UserError(`A column without a name cannot be read in ${dialect.id}.`, { hint });
  if (bytes > dialect.longestName) {
    const most = `names have at most ${dialect.longestName} bytes, and this one has ${bytes}`;
    throw new UserError(`Column ${shown} cannot be named in ${dialect.id}: ${most}.`, { hint });
  }
  if (dialect.forbidden.test(name)) {
    throw new UserError(`Column ${shown} cannot be named in ${dialect.id}: it has a character that no name may hold.`, {
      hint,
    });
  }
  return dialect.name(name);
}
