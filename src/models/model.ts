import type { PruneBy, presets } from "../descent/options.ts";
import type { Mark } from "../evaluate/results/models.ts";
import type { TrainedModel } from "./trained-model.ts";
import type { TrainingFold } from "./training-fold.ts";

export type Preset = keyof typeof presets;

/** What a user may set about the models of a run. */
export interface ModelOptions {
  readonly preset: Preset;
  readonly trees: number;
  readonly maxParameters: number | null;
  readonly maxOperations: number | null;
  readonly pruneBy?: PruneBy | undefined; // of the network; by gradients unless said otherwise
}

export interface TrainingProgress {
  readonly share: number; // 0 to 1
  readonly round?: number;
  readonly holdoutLoss?: number; // absent where nothing was held out
  readonly weights?: number; // that are left
}

/** Observes a training. */
export interface Watch {
  /**
   * Reports the progress after every round or tree. Returns false when time is up: the training then ends with the best
   * it has.
   */
  report(progress: TrainingProgress): boolean;
  readonly seconds: number | null; // that it may take in all; null without a time limit
}

/**
 * A kind of model: everything that a run, its flags and its report need to know about it. `index.ts` lists them all.
 */
export interface Model<Id extends string = string> {
  readonly id: Id; // as `--models` and results.json name it
  readonly label: string; // as reports name it
  readonly mark: Mark; // as charts draw it
  /** Models that must be trained on the same fold before this one: `fold.trained` then has them. */
  readonly needs?: readonly string[];
  readonly timeShare?: number; // of the seconds of a run, set against those of the other models; else 1
  readonly untimed?: true; // no time limit can end its training
  readonly mostRows?: number; // training rows beyond which it refuses
  /** One sentence for the report: what it is, with its size options. */
  describe(options: ModelOptions): string;
  /** Learns from the rows of the fold, and from nothing else. Throws a UserError where it cannot. */
  train(fold: TrainingFold, options: ModelOptions, watch: Watch): Promise<TrainedModel>;
}
