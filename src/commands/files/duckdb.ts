import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { exitCode, reasonOf, UserError } from "../../base/errors.ts";
import { clockHours } from "../../ingest/clock.ts";
import type { DeclaredKind } from "../../ingest/formats/column-values.ts";
import type { DeclaredColumn } from "../../ingest/formats/declared.ts";

/** What is used of @duckdb/node-api, an optional peer. */
interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string, options: Readonly<Record<string, string>>): Promise<Instance>;
  };
  readonly StatementType: { readonly SELECT: number };
}

interface Instance {
  connect(): Promise<Connection>;
  closeSync(): void;
}

interface Connection {
  closeSync(): void;
  run(sql: string): Promise<unknown>;
  extractStatements(sql: string): Promise<{ readonly count: number; prepare(index: number): Promise<Prepared> }>;
  runAndReadAll(sql: string): Promise<Answer>;
}

interface Prepared {
  readonly statementType: number;
  runAndReadAll(): Promise<Answer>;
}

interface Answer {
  columnNames(): readonly string[];
  columnTypes(): readonly object[];
  getColumns(): readonly (readonly unknown[])[];
}

/** What a file is to DuckDB. */
export type DatabaseKind = "duckdb" | "sqlite" | "file";

const require = createRequire(import.meta.url);
const install = "Install it beside occam-tab: npm install @duckdb/node-api";

/**
 * The answer of DuckDB to a query over a file: a database, opened read-only, or any file that it reads, which is then
 * the table `data`. Nothing is fetched: extensions are neither installed nor loaded on their own. Without a query the
 * one table of the file is read. Throws a UserError.
 */
export async function queryFile(
  path: string,
  kind: DatabaseKind,
  query: string | null,
): Promise<readonly DeclaredColumn[]> {
  const { DuckDBInstance, StatementType } = await load(path);
  const options = { autoinstall_known_extensions: "false", autoload_known_extensions: "false" };
  const readOnly = kind === "duckdb" ? { access_mode: "READ_ONLY" } : {};
  let instance: Instance | null = null;
  let connection: Connection | null = null;
  try {
    instance = await DuckDBInstance.create(kind === "duckdb" ? path : ":memory:", { ...options, ...readOnly });
    connection = await instance.connect();
    if (kind === "sqlite") await attachSqlite(connection, path);
    if (kind === "file") await connection.run(`CREATE VIEW data AS FROM ${quoted(path, "'")}`);
    const statements = await connection.extractStatements(query ?? (await onlyTable(connection, path)));
    const prepared = statements.count === 1 ? await statements.prepare(0) : null;
    if (prepared === null || prepared.statementType !== StatementType.SELECT) {
      throw new UserError("--query is one SELECT; nothing else is run.", { hint: 'Such as "SELECT * FROM data".' });
    }
    return columnsOf(await prepared.runAndReadAll());
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (/version number \d+/u.test(reasonOf(error))) {
      throw new UserError(`${path} was written by a DuckDB of another version than the installed one reads.`, {
        hint:
          "Install a newer one (npm install @duckdb/node-api@latest), or write the table as Parquet: " +
          "COPY … TO 'table.parquet'.",
      });
    }
    throw new UserError(`DuckDB does not read ${path}: ${firstLine(error)}.`, {
      hint: kind === "file" ? 'The file is the table "data" of the query.' : "Check the query and the file.",
    });
  } finally {
    connection?.closeSync();
    instance?.closeSync();
  }
}

async function load(path: string): Promise<DuckDb> {
  const refuse = (why: string) =>
    new UserError(`${path} needs the package @duckdb/node-api to be queried, which ${why}.`, {
      hint: install,
      exitCode: exitCode.unavailable,
    });
  let place: string;
  try {
    place = require.resolve("@duckdb/node-api");
  } catch {
    throw refuse("is not installed");
  }
  try {
    return (await import(pathToFileURL(place).href)) as DuckDb;
  } catch (error) {
    throw refuse(`is installed but does not start (${firstLine(error)})`);
  }
}

async function attachSqlite(connection: Connection, path: string): Promise<void> {
  try {
    await connection.run("LOAD sqlite");
  } catch {
    throw new UserError(`${path} is an SQLite database, for which DuckDB lacks its extension "sqlite".`, {
      hint: "Install it once with INSTALL sqlite in any DuckDB, or write the table as CSV: sqlite3 -header -csv FILE.",
      exitCode: exitCode.unavailable,
    });
  }
  await connection.run(`ATTACH ${quoted(path, "'")} AS base (TYPE sqlite, READ_ONLY)`);
  await connection.run("USE base");
}

/** A query of the one table of a database. */
async function onlyTable(connection: Connection, path: string): Promise<string> {
  const [names = []] = (await connection.runAndReadAll("SELECT name FROM (SHOW TABLES)")).getColumns();
  const [name] = names;
  if (names.length === 1) return `FROM ${quoted(String(name), '"')}`;
  const some = names.slice(0, 5).map((each) => JSON.stringify(each));
  throw new UserError(
    names.length === 0
      ? `${path} holds no table.`
      : `${path} holds ${names.length} tables: ${some.join(", ")}${names.length > 5 ? ", …" : ""}.`,
    { hint: 'Say which rows to read: --query "SELECT … FROM …".' },
  );
}

function quoted(text: string, mark: "'" | '"'): string {
  return `${mark}${text.replaceAll(mark, mark + mark)}${mark}`;
}

function columnsOf(answer: Answer): readonly DeclaredColumn[] {
  const types = answer.columnTypes().map(String);
  const columns = answer.getColumns();
  return answer.columnNames().map((name, place) => {
    const type = types[place]!;
    const kind = kindOf(type);
    return { name, kind, type, values: kind === "nested" ? [] : columns[place]!.map((value) => valueOf(value, kind)) };
  });
}

const numbers = /^(?:TIME|U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|FLOAT|DOUBLE|DECIMAL\b.*|"?NULL"?|SQLNULL)$/u;

function kindOf(type: string): DeclaredKind {
  if (numbers.test(type)) return "number";
  if (type === "BOOLEAN") return "boolean";
  if (type === "DATE" || /^TIMESTAMP/u.test(type)) return "date";
  return /^(?:VARCHAR|ENUM|UUID|TIME)\b(?!.*\[\])/u.test(type) ? "text" : "nested";
}

/** A value of DuckDB as one of JavaScript; null where a date lies beyond its calendar. */
function valueOf(value: unknown, kind: DeclaredKind): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (kind === "date") return dateOf(value as Readonly<Record<string, unknown>>);
  // Objects of DuckDB, such as decimal numbers, have a text of their own.
  const text = (value as { readonly toString: () => string }).toString();
  if (kind !== "number") return text;
  return text.includes(":") ? clockHours(text) : Number(text); // times of day, as in a text file
}

/** What dates and timestamps count since 1970, in milliseconds. */
const units = { days: 86_400_000, seconds: 1000, millis: 1, micros: 0.001, nanos: 0.000_001 };

function dateOf(value: Readonly<Record<string, unknown>>): Date | null {
  const [unit, milliseconds] = Object.entries(units).find(([name]) => name in value) ?? ["", Number.NaN];
  const date = new Date(Number(value[unit]) * milliseconds);
  return Number.isNaN(date.getTime()) ? null : date;
}

function firstLine(error: unknown): string {
  return reasonOf(error).split("\n")[0]!.trim().replace(/\.$/u, "").slice(0, 300);
}
