import type { RowIndex } from "../base/matrix.ts";
import { gather, range } from "../base/select.ts";
import type { ReadingRules } from "../ingest/reading-rules.ts";
import type { Column } from "../ingest/table.ts";
import type { ModelColumn, ModelHead, ModelOrigin } from "../model/artifact.ts";
import type { Task } from "../prepare/prepared.ts";
import { targets } from "../prepare/target.ts";

/** What every job of a run reads; its arrays lie in shared memory, so worker threads hold no copies. */
export interface RunData {
  readonly columns: readonly Column[]; // inputs: numeric and category, dates expanded
  readonly sources: readonly string[]; // the table column behind each of them
  readonly schema: readonly ModelColumn[]; // the input columns before dates were expanded
  readonly reading?: ReadingRules; // of the file, where the user gave any
  readonly target: Column;
  readonly kind: Task["kind"];
  readonly usedRows: RowIndex; // rows with a target that take part
  readonly weights: Float64Array | null; // of each table row, mean 1 over the used ones
  readonly groups: Int32Array | null; // rows of one group stay in one inner part; -1 = alone
  readonly origin: ModelOrigin; // of the models of this run, without scores
}

/** The target of the named rows: class numbers, or target units. */
export function truthOf({ target }: RunData, rows: RowIndex, task: Task): Float32Array | Float64Array {
  if (task.kind === "classification") return targets(target, rows, task);
  if (target.kind === "category") throw new Error("A regression target has numbers.");
  return gather(target.values, rows);
}

/** What every model that learnt from this data says of itself. */
export function headOf({ target, schema, origin, reading }: RunData): ModelHead {
  return { target: target.name, columns: schema, ...(reading === undefined ? {} : { reading }), origin };
}

/** The first input behind each column of the table: of a date its day. */
export function firstColumns({ columns, sources }: RunData): ReadonlyMap<string, Column> {
  const first = new Map<string, Column>();
  for (const [i, name] of sources.entries()) if (!first.has(name)) first.set(name, columns[i]!);
  return first;
}

/** Every row of some columns of one table. */
export function allRows(columns: readonly Column[]): RowIndex {
  const first = columns[0];
  const length = first === undefined ? 0 : first.kind === "category" ? first.codes.length : first.values.length;
  return range(0, length);
}
