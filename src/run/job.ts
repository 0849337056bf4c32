import type { NumberMatrix, RowIndex } from "../base/matrix.ts";
import type { FoldResult } from "../evaluate/results/models.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import type { ModelId } from "../models/names.ts";
import type { Cost, Interruption, Size } from "../models/trained-model.ts";
import type { TrainingProgress } from "../models/model.ts";
import type { Fold } from "../split/fold.ts";
import type { JobLimit } from "./deadline.ts";
import type { Explanation } from "./explain.ts";
import type { ExplainRequest } from "./explain-request.ts";
import type { FitRequest } from "./request.ts";

export type JobSettings = Pick<
  FitRequest,
  "seed" | "preset" | "trees" | "maxParameters" | "maxOperations" | "pruneBy" | "engine" | "backend"
>;

interface Work {
  readonly models: readonly ModelId[];
  readonly settings: JobSettings;
  readonly limit: JobLimit | null;
}

/** Every model trained on the training rows of a fold and scored on its test rows. */
export interface FoldJob extends Work {
  readonly kind: "fold";
  readonly fold: Fold;
  readonly explain: ExplainRequest | null; // null: only scores are wanted, no predictions and no explanation
}

/** Models trained to be saved: on all rows, and so without a score. */
export interface FinalJob extends Work {
  readonly kind: "final";
  readonly rows: RowIndex;
}

export type Job = FoldJob | FinalJob;

/** The progress of a job: `share` is that of one model. */
export interface JobReport extends TrainingProgress {
  readonly model: string;
  readonly done: boolean; // trained, and scored
}

/** One model after a fold, as plain values that can leave a worker thread. */
export interface ScoredModel {
  readonly id: ModelId;
  readonly result: FoldResult;
  readonly predictions: NumberMatrix | null; // of the test rows, in their order; null where only scores are wanted
  readonly inputs: ReadonlyMap<string, number> | null; // columns that it reads, with their weights; null: any
  readonly encodedInputs: number | null;
  readonly interruption: Interruption | null;
}

export interface FoldOutcome {
  readonly kind: "fold";
  readonly fold: number;
  readonly models: readonly ScoredModel[];
  readonly explanation: Explanation | null;
}

export interface FinalModel {
  readonly id: ModelId;
  readonly cost: Cost;
  readonly seconds: number;
  readonly size: Size;
  readonly artifact: ModelArtifact | null;
}

export interface FinalOutcome {
  readonly kind: "final";
  readonly models: readonly FinalModel[];
}

export type Outcome = FoldOutcome | FinalOutcome;
