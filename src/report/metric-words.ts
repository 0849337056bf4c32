import type { MetricId, TaskKind } from "../evaluate/results/models.ts";

/** How a metric is called, read and printed. */
export interface MetricWords {
  readonly id: MetricId;
  readonly label: string;
  readonly short: string; // for an axis or a narrow column
  readonly better: "lower" | "higher";
  readonly limits: readonly [number, number]; // values beyond are impossible
  readonly share: boolean; // printed as per cent; differences in percentage points
  readonly unit: "nats" | "target" | ""; // of the value, where it has one
  readonly gloss: string; // what it says, within a sentence
  readonly meaning: string; // one or two plain sentences for the glossary
}

const words: readonly MetricWords[] = [
  {
    id: "logLoss",
    label: "Log-loss",
    short: "log-loss",
    unit: "nats",
    better: "lower",
    limits: [0, Infinity],
    share: false,
    gloss: "how wrong the probabilities are",
    meaning:
      "How surprised the model is by the truth: the mean of −ln(probability of the true class). 0 is perfect; a " +
      "model that is sure and wrong pays most. No probability counts as less than 0.001, for any model, so that a " +
      "single certain mistake cannot decide.",
  },
  {
    id: "logLossUnclipped",
    label: "Log-loss at 1e-15",
    short: "log-loss (1e-15)",
    unit: "nats",
    better: "lower",
    limits: [0, Infinity],
    share: false,
    gloss: "how wrong the probabilities are",
    meaning:
      "The same with the limit at 10⁻¹⁵, as in scikit-learn. It punishes a forest hard when no tree votes for the " +
      "true class.",
  },
  {
    id: "accuracy",
    label: "Accuracy",
    short: "accuracy",
    unit: "",
    better: "higher",
    limits: [0, 1],
    share: true,
    gloss: "the share of right answers",
    meaning: "The share of rows whose most probable class is the true one.",
  },
  {
    id: "balancedAccuracy",
    label: "Balanced accuracy",
    short: "balanced acc.",
    unit: "",
    better: "higher",
    limits: [0, 1],
    share: true,
    gloss: "the share of right answers, with equal weight for every class",
    meaning: "Accuracy within each class, averaged over the classes: a rare class counts as much as a common one.",
  },
  {
    id: "rocAuc",
    label: "ROC area",
    short: "ROC area",
    unit: "",
    better: "higher",
    limits: [0, 1],
    share: false,
    gloss: "how well the rows are ranked",
    meaning:
      "The chance that a row of the class is ranked above a row that is not of it. 0.5 is a coin, 1 is perfect. " +
      "With more than two classes: each class against the rest, averaged.",
  },
  {
    id: "brier",
    label: "Brier score",
    short: "Brier",
    unit: "",
    better: "lower",
    limits: [0, 2],
    share: false,
    gloss: "how far the probabilities are off",
    meaning: "The mean squared distance between the probabilities and what happened. 0 is perfect.",
  },
  {
    id: "calibrationError",
    label: "Calibration error",
    short: "calibration",
    unit: "",
    better: "lower",
    limits: [0, 1],
    share: true,
    gloss: "how far the probabilities are from the observed shares",
    meaning:
      "How far the predicted probabilities are from the observed shares, on average. 0 means: of the rows with a " +
      "probability of 70%, 70% are right.",
  },
  {
    id: "rmse",
    label: "RMSE",
    short: "RMSE",
    unit: "target",
    better: "lower",
    limits: [0, Infinity],
    share: false,
    gloss: "the typical error, with more weight for large ones",
    meaning:
      "Root mean squared error: the typical size of an error in the unit of the target; large errors weigh more " +
      "than small ones.",
  },
  {
    id: "mae",
    label: "MAE",
    short: "MAE",
    unit: "target",
    better: "lower",
    limits: [0, Infinity],
    share: false,
    gloss: "the mean error",
    meaning: "Mean absolute error: the mean size of an error in the unit of the target.",
  },
  {
    id: "r2",
    label: "R²",
    short: "R²",
    unit: "",
    better: "higher",
    limits: [-Infinity, 1],
    share: false,
    gloss: "the share of the variation that is explained",
    meaning:
      "The share of the target's variance that the model explains. 1 is perfect, 0 is as good as always predicting " +
      "the mean, and below 0 is worse than that.",
  },
];

/** The words of one metric. */
export function metricWords(id: MetricId): MetricWords {
  const found = words.find((metric) => metric.id === id);
  if (found === undefined) throw new Error(`The report has no words for the metric ${String(id)}.`);
  return found;
}

/** Metrics that fit the task, in the order of the tables. */
export function metricsOf(task: TaskKind): readonly MetricId[] {
  return task === "regression"
    ? ["rmse", "mae", "r2"]
    : ["logLoss", "accuracy", "balancedAccuracy", "rocAuc", "brier", "calibrationError", "logLossUnclipped"];
}
