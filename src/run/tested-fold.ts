import type { RowIndex } from "../base/matrix.ts";
import type { ModelId } from "../models/names.ts";
import type { TrainedModel } from "../models/trained-model.ts";
import type { TrainingRows } from "../models/training-fold.ts";
import type { Task } from "../prepare/prepared.ts";
import type { Deadline } from "./deadline.ts";

/** A fold in the units of the table. */
export interface FoldFacts extends TrainingRows {
  readonly task: Task;
}

/** A fold whose models are trained: the source of all charts about them. */
export interface TestedFold {
  readonly fold: FoldFacts;
  readonly test: RowIndex;
  readonly deadline: Deadline;
  readonly models: readonly { readonly id: ModelId; readonly trained: TrainedModel }[];
}
