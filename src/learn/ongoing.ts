import type { Finding, Table } from "../ingest/table.ts";
import type { NetworksModel } from "../model/artifact.ts";
import type { LearnMemory, LearnRecord } from "./memory.ts";

/** A model with what lies beside it. */
export interface Ongoing {
  readonly model: NetworksModel;
  readonly memory: LearnMemory;
}

/** New rows as they were read. */
export interface RowsRead {
  readonly table: Table;
  readonly name: string;
  readonly sha256: string;
}

/** Rows of the fit that were put into the memory. Their score is one of rows that the model has learnt. */
export interface Recalled extends Omit<LearnRecord, "outcome"> {
  readonly outcome: "recalled";
}

export interface Learnt extends Ongoing {
  readonly record: LearnRecord | Recalled; // the last of the history, or rows of the fit
  readonly findings: readonly Finding[];
}
