/** Names of metrics; `metrics.ts` says for each its label, unit and direction. */
export type MetricId =
  | "logLoss" // clipped at 0.001: the headline for classes
  | "logLossUnclipped" // clipped at 1e-15
  | "accuracy"
  | "balancedAccuracy"
  | "rocAuc" // macro one-vs-rest for more than two classes
  | "brier"
  | "calibrationError"
  | "rmse" // the headline for numbers
  | "mae"
  | "r2";

export type TaskKind = "binary" | "multiclass" | "regression";

export interface Interval {
  readonly mean: number;
  readonly deviation: number; // over folds
  readonly low: number; // 95% interval
  readonly high: number;
}

/** What one model did on one fold. Every number is counted from what ran. */
export interface FoldResult {
  readonly fold: number;
  /** A metric that is not defined there is absent, never NaN. */
  readonly metrics: Readonly<Partial<Record<MetricId, number>>>;
  readonly parameters: number;
  readonly bytes: number; // of the model as it would be saved
  readonly trainOperations: number; // multiply-adds, or split-scan steps of a forest
  readonly trainSeconds: number; // CPU of this machine
  readonly predictOperationsPerRow: number;
  readonly predictMicrosecondsPerRow: number;
}

/**
 * How charts draw a model: colour and shape, so that colour never speaks alone. `report/palette.ts` knows the names.
 */
export interface Mark {
  readonly color: string;
  readonly shape: string;
}

export interface ModelResult {
  readonly id: string; // "occam", "forest", "linear", "dummy", "dense", …: stable
  readonly label: string; // "Occam network", "Random forest"
  readonly mark?: Mark; // absent in files of older versions
  readonly description: string; // one sentence: what it is, with its size options
  readonly folds: readonly FoldResult[];
  readonly summary: Readonly<Partial<Record<MetricId, Interval>>>;
  readonly parameters: number; // means over folds, as the fields below
  readonly bytes: number;
  readonly trainOperations: number;
  readonly trainSeconds: number;
  readonly predictOperationsPerRow: number;
  readonly predictMicrosecondsPerRow: number;
}
