import {
  anything,
  boolean,
  type Check,
  checked,
  fail,
  integer,
  list,
  nullable,
  number,
  object,
  optional,
  record,
  schemaOf,
  text,
  word,
} from "../base/check.ts";
import { amount, count } from "../base/quantity.ts";
import type { Column, Table } from "../ingest/table.ts";

const schemaName = "occam-tab/memory@1";

/** One call of `learn`: how the model did on new rows before it learnt them, and what the training achieved. */
export interface LearnRecord {
  readonly data: string; // name of the rows
  readonly sha256: string; // of their file, or empty
  readonly rows: number; // that were scored
  readonly metric: "logLoss" | "rmse";
  readonly score: number; // of the new rows, before training
  readonly loss: { readonly mean: number; readonly deviation: number }; // of rows: nats, or squares in target units
  readonly unlike: readonly string[]; // columns whose values are unlike those before
  readonly worse: boolean; // the new rows are predicted worse than those before, beyond chance
  readonly outcome: "learnt" | "kept" | "waiting"; // kept: training did not help on held-out rows
  readonly anew?: Anew | undefined; // absent where the descent went on
  readonly held: { readonly before: number; readonly after: number } | null; // mean loss of held-out rows
  readonly weights: number;
  readonly operations: number; // multiply-adds of training
}

/** A descent from the start that was taken over. */
export interface Anew {
  readonly rows: number; // that it had
  readonly before: number; // that the last one had
}

/** Means of encoded inputs over rows so far. */
export interface Profile {
  readonly rows: number;
  readonly means: readonly number[];
  readonly squares: readonly number[]; // mean squares
}

/** What lies beside a model that goes on learning. */
export interface LearnMemory {
  readonly seen: number; // rows that have passed since the fit, those of the fit among them
  readonly started: number; // rows of the last descent from the start, at first of the fit
  readonly recalled: boolean; // the rows of the fit are or were in `table`
  readonly waiting: number; // rows at the end of `table` that are still to be learnt
  readonly table: Table | null; // rows to replay and rows that wait, raw: the model's columns and the target, the last
  readonly profile: Profile | null;
  readonly history: readonly LearnRecord[];
}

export function newMemory(rows: number): LearnMemory {
  return { seen: rows, started: rows, recalled: false, waiting: 0, table: null, profile: null, history: [] };
}

/** The text of the file beside a model: one line of JSON, numbers in full. Rows are raw, so encoders may change. */
export function formatMemory({ table, profile, history, ...counts }: LearnMemory): string {
  const columns =
    table?.columns.map((column) => {
      const { kind, name } = column;
      if (kind === "category") return { kind, name, levels: column.levels, codes: [...column.codes] };
      const values = Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
      return kind === "date" ? { kind, name, hasTime: column.hasTime, values } : { kind, name, values };
    }) ?? null;
  const rows = table?.rowCount ?? 0;
  const { seen, started, recalled, waiting } = counts;
  const head = { schema: schemaName, seen, started, recalled, waiting, rows };
  return `${JSON.stringify({ ...head, columns, profile, history })}\n`;
}

/** Reads what `formatMemory` wrote and checks every field. Throws a UserError that names the first wrong one. */
export function readMemory(written: string, file: string): LearnMemory {
  return checked(written, memory, {
    file,
    hint: "Use the file as learn wrote it; without it, the model starts with an empty memory.",
  });
}

const memory: Check<LearnMemory> = (written) => {
  const json = parse(text(written, ""));
  if (schemaOf(json) !== schemaName) fail("schema", `must be "${schemaName}"`);
  const counts = { seen: count, started: optional(count), recalled: optional(boolean), waiting: count, rows: count };
  const fields = { schema: text, ...counts, columns: anything };
  const head = record({ ...fields, profile: nullable(profile), history: list(learnRecord) })(json, "");
  const columns = nullable(list(column(head.rows)))(head.columns, "columns");
  // A memory of an earlier version does not say what the last descent from the start had.
  const { seen, started = seen, recalled = false, waiting, rows, history } = head;
  if (waiting > rows) fail("waiting", `must be at most ${rows}`);
  const table = columns === null ? null : { rowCount: rows, columns };
  return { seen, started, recalled, waiting, table, profile: head.profile, history };
};

function parse(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return fail("", "is not JSON");
  }
}

const profile: Check<Profile> = (value, place) => {
  const read = record<Profile>({ rows: count, means: list(number()), squares: list(amount) })(value, place);
  return read.means.length === read.squares.length ? read : fail(`${place}.squares`, "must have an entry per mean");
};

const learnRecord = record<LearnRecord>({
  data: text,
  sha256: text,
  rows: count,
  metric: word("logLoss", "rmse"),
  score: amount,
  loss: record({ mean: amount, deviation: amount }),
  unlike: list(text),
  worse: boolean,
  outcome: word("learnt", "kept", "waiting"),
  anew: optional(record<Anew>({ rows: count, before: count })),
  held: nullable(record({ before: amount, after: amount })),
  weights: count,
  operations: count,
});

function column(rows: number): Check<Column> {
  const cells = (value: unknown, place: string): Float64Array => {
    const read = list(nullable(number()))(value, place);
    if (read.length !== rows) fail(place, `must have ${rows} entries, but has ${read.length}`);
    return Float64Array.from(read, (each) => each ?? Number.NaN);
  };
  return (value, place) => {
    const kind = word("numeric", "category", "date")(object(value, place).get("kind"), `${place}.kind`);
    if (kind === "numeric") return record({ kind: word("numeric"), name: text, values: cells })(value, place);
    if (kind === "date") {
      return record({ kind: word("date"), name: text, hasTime: boolean, values: cells })(value, place);
    }
    const read = record({ kind: word("category"), name: text, levels: list(text), codes: anything })(value, place);
    const codes = list(integer(-1, read.levels.length - 1))(read.codes, `${place}.codes`);
    if (codes.length !== rows) fail(`${place}.codes`, `must have ${rows} entries, but has ${codes.length}`);
    return { ...read, codes: Int32Array.from(codes) };
  };
}
