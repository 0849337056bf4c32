import type { Matrix, RowIndex } from "../base/matrix.ts";
import type { FoldResult, PathPoint, SizePoint } from "../evaluate/results.ts";
import type { Column } from "../ingest/table.ts";
import type { FitRequest, ModelId } from "./request.ts";

export type FoldSettings = Pick<
  FitRequest,
  "seed" | "preset" | "trees" | "maxParameters" | "maxOperations" | "engine" | "backend"
>;

/** A job must end within so many seconds of the moment when it was dealt, in milliseconds as in clock.ts; its thread may start later. */
export interface JobLimit {
  readonly seconds: number;
  readonly dealt: number;
}

/** The work of one fold: every model trained on `train` and scored on `test`. The final model has fold −1 and no test rows. */
export interface FoldJob {
  readonly fold: number;
  readonly train: RowIndex;
  readonly test: RowIndex;
  readonly models: readonly ModelId[];
  readonly settings: FoldSettings;
  readonly limit: JobLimit | null;
  readonly explain: boolean; // importance and partial dependence too
}

/** How far a training had come when the time limit ended it: rounds, or trees of so many. */
export interface Cut {
  readonly done: number;
  readonly asked: number | null; // nobody knows how many rounds it would have been
}

/** One model after a fold: what it scored, and how it predicts, for whoever explains it. */
export interface FoldModel {
  readonly id: ModelId;
  readonly result: FoldResult;
  readonly predictions: Matrix; // of the test rows, as `test` orders them
  readonly predict: (columns: readonly Column[]) => Promise<Matrix>; // all rows of other columns of the same kinds
  readonly readColumns: ReadonlyMap<string, number> | null; // network: columns that it still reads, with their weights
  readonly encodedInputs: number | null;
  readonly path: readonly PathPoint[];
  readonly sizes: readonly SizePoint[];
  readonly cut: Cut | null;
}

/** Tells how a job goes on: `share` of this job's model. */
export type FoldReport = {
  readonly model: ModelId;
  readonly fold: number;
  readonly round: number;
  readonly holdoutLoss: number;
  readonly weights: number;
  readonly share: number;
  readonly done: boolean; // trained and scored
};
