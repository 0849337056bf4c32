import type { ModelId } from "../models/names.ts";

/** What a fold explains beside its scores. */
export interface ExplainRequest {
  readonly models: readonly ModelId[];
  /** Columns of the explanation of other models of the fold; null where this is the first, which chooses them. */
  readonly columns: ExplainedColumns | null;
}

/** Columns of an explanation, by name. */
export interface ExplainedColumns {
  readonly tried: readonly string[]; // that were shuffled
  readonly drawn: readonly string[]; // whose curves were drawn
}
