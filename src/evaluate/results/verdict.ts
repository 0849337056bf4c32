import type { MetricId } from "./models.ts";

/** Network against forest on one metric; positive differences say that the network is better. */
export interface Comparison {
  readonly metric: MetricId;
  readonly difference: number;
  readonly standardError: number; // Nadeau-Bengio
  readonly low: number;
  readonly high: number;
  readonly margin: number; // of practical equivalence, in the metric's unit
  readonly pValue: number;
  readonly adjustedPValue: number; // Holm over metrics
  readonly outcome: Outcome;
  readonly rowsToDecide: number | null; // about how many rows would decide it, when not decided
  readonly byFold: readonly number[];
}

export type Outcome = "better" | "equivalent" | "worse" | "undecided";

export interface Verdict {
  readonly headline: MetricId;
  readonly outcome: Outcome; // of the network against the forest, on the headline
  readonly sentence: string; // the verdict in one plain sentence
  readonly advice: string; // what to do with it, one sentence
  /** One sentence where a forest as other libraries grow it would have led to another outcome; else absent. */
  readonly againstDefault?: string;
  readonly comparisons: readonly Comparison[]; // the headline first
  readonly parameterRatio: number; // forest ÷ network
  readonly operationRatio: number; // forest ÷ network
  readonly secondsRatio: number; // forest ÷ network
}

/** Which model to use: the smallest that none is shown to beat. */
export interface Choice {
  readonly model: string; // id
  readonly sentence: string;
  readonly advice: string;
  readonly rivals: readonly Rival[]; // all other models that were scored, the smallest first
}

/** Another model against the chosen one, on the headline; positive differences say that this one is better. */
export interface Rival {
  readonly model: string; // id
  readonly larger: boolean; // than the chosen one, in parameters
  readonly difference: number;
  readonly low: number; // 95% interval
  readonly high: number;
  readonly margin: number;
  readonly adjustedPValue: number; // Holm over all models larger than the smaller of the two
  readonly outcome: Outcome; // of this model against the chosen one
  readonly rowsToDecide: number | null;
}
