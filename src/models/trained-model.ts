import type { NumberMatrix, RowIndex } from "../base/matrix.ts";
import type { PathPoint } from "../evaluate/results/training.ts";
import type { Column } from "../ingest/table.ts";
import type { ModelArtifact } from "../model/artifact.ts";

/**
 * Predictions of some rows: probabilities (rows × classes) or numbers in the units of the target that was learnt (rows
 * × 1), with the operations that they took.
 */
export interface Predicted {
  readonly values: NumberMatrix;
  readonly operations: number;
}

/** Predicts rows of columns of the same names and kinds as those that the model was trained on. */
export type Predict = (columns: readonly Column[], rows: RowIndex) => Promise<Predicted>;

export interface Cost {
  readonly operations: number; // of the whole training, see `countingRules`
  readonly reusedSeconds?: number; // that an encoding took which another model of the fold had made before
}

export interface Size {
  readonly parameters: number;
  readonly bytes: number; // of the model as it is saved
  readonly kept?: KeptWeights; // of a network that was pruned
}

/** How much of an ensemble of networks pruning left. */
export interface KeptWeights {
  readonly share: number; // of the weights at the start
  readonly parametersPerNetwork: number; // weights and biases
}

/** How far a training had come when its time was up. */
export interface Interruption {
  readonly done: number; // rounds, or trees
  readonly asked: number | null; // trees; null: the number of rounds it would have had is unknown
}

/** The same model at another size, for the picture of quality against size. */
export interface OtherSize {
  readonly label: string; // "30 trees"
  readonly round: number | null; // of the history
  readonly parameters: number;
  readonly predict: Predict;
}

/** Makes another size while it may go on; null where time ended that. */
export type MakeOtherSize = (goesOn: () => boolean) => OtherSize | null;

/** A round of the training, as the report draws it. */
export type HistoryPoint = Omit<PathPoint, "fold" | "testMetrics">;

/** The result of training a model. What only some kinds of model have is optional. */
export interface TrainedModel {
  readonly predict: Predict;
  readonly cost: Cost;
  readonly size: Size;
  readonly seconds?: number; // that the run measured, of a model that was trained before
  /** What `occam-tab predict` and exports read; null for a kind of model that cannot be saved. */
  save(): ModelArtifact | null;
  /** Columns that it reads, with the number of weights on them; absent: any. */
  readonly inputs?: ReadonlyMap<string, number>;
  readonly encodedInputs?: number;
  readonly interruption?: Interruption | null;
  readonly history?: readonly HistoryPoint[];
  readonly otherSizes?: readonly MakeOtherSize[]; // made when they are asked for
}
