import type { Interval, MetricId } from "./models.ts";

/** One look at the network while it was trained and pruned, averaged or summed over the members of the fold. */
export interface PathPoint {
  readonly fold: number;
  readonly round: number; // counts on through the descent
  readonly phase: "dense" | "prune" | "final" | "chosen";
  readonly trainLoss: number;
  readonly holdoutLoss: number | null; // null: the rows kept aside were trained on
  readonly pruneFraction: number; // λ of this rung, 0 in the dense phase
  readonly weights: number; // summed over members
  readonly parameters: number;
  readonly activeInputs: number; // encoded inputs that any member still reads
  readonly operations: number; // so far
  readonly accepted: boolean | null; // null: no decision was due in this round
  /** Drawn, never used to choose; only where a rung ended. */
  readonly testMetrics: Readonly<Partial<Record<MetricId, number>>> | null;
}

/** A point of the picture of quality against size. */
export interface SizePoint {
  readonly model: string; // id of the family: "occam" or "forest"
  readonly label: string; // "30 trees", "round 41", "fully grown"
  readonly parameters: number; // mean over folds
  readonly metrics: Readonly<Partial<Record<MetricId, number>>>; // means over folds
}

/** A megabatch of a stream: every row was predicted before it was learnt. */
export interface StreamedPart {
  readonly rows: number;
  readonly score: number; // before it was learnt
  readonly outcome: "learnt" | "kept" | "waiting"; // kept: training did not help on held-out rows
  readonly worse: boolean; // predicted worse than those before, beyond chance
  readonly unlike: readonly string[]; // columns whose values are unlike those before
}

/** Would more rows help? The loss after training on shares of the rows, and where it may go. */
export interface LearningCurve {
  readonly models: readonly {
    readonly model: string;
    readonly points: readonly { readonly rows: number; readonly loss: Interval }[]; // training rows; the last is all
    readonly forecast: readonly { readonly rows: number; readonly loss: Interval }[];
    /** What twice the rows would take off the loss, as a share of it; null where the loss is 0. */
    readonly gain: Interval | null;
  }[];
  readonly left: string | null; // why there is none, in a sentence
}

/** What pruning left of one column of the table. */
export interface Survival {
  readonly column: string;
  readonly folds: number; // folds in which some weight reads it
  readonly weights: number; // mean over folds
}
