import type { Interval, MetricId, TaskKind } from "../evaluate/results.ts";
import { decimalsFor, fixed } from "./number.ts";

/** How a metric is called, read and printed. */
export interface MetricWords {
  readonly id: MetricId;
  readonly label: string;
  readonly short: string; // for an axis or a narrow column
  readonly better: "lower" | "higher";
  readonly share: boolean; // printed as per cent; differences in percentage points
  readonly gloss: string; // what it says, within a sentence
  readonly meaning: string; // one or two plain sentences for the glossary
}

const words: readonly MetricWords[] = [
  {
    id: "logLoss",
    label: "Log-loss",
    short: "log-loss",
    better: "lower",
    share: false,
    gloss: "how wrong the probabilities are",
    meaning:
      "How surprised the model is by the truth: the mean of −ln(probability given to the true class). 0 is perfect; a model that is sure and wrong pays most. Here no probability counts as less than 0.001, for every model alike, so that a single certain mistake cannot decide.",
  },
  {
    id: "logLossUnclipped",
    label: "Log-loss at 1e-15",
    short: "log-loss (1e-15)",
    better: "lower",
    share: false,
    gloss: "how wrong the probabilities are",
    meaning:
      "The same with the limit at 10⁻¹⁵, as scikit-learn users know it. A forest that gives the true class no vote at all is punished hard here.",
  },
  {
    id: "accuracy",
    label: "Accuracy",
    short: "accuracy",
    better: "higher",
    share: true,
    gloss: "the share of right answers",
    meaning: "The share of rows whose most probable class is the true one.",
  },
  {
    id: "balancedAccuracy",
    label: "Balanced accuracy",
    short: "balanced acc.",
    better: "higher",
    share: true,
    gloss: "the share of right answers, every class alike",
    meaning:
      "Accuracy within each class, averaged over the classes, so that a rare class counts as much as a common one.",
  },
  {
    id: "rocAuc",
    label: "ROC area",
    short: "ROC area",
    better: "higher",
    share: false,
    gloss: "how well the rows are ranked",
    meaning:
      "The chance that a row of the class is ranked above a row that is not of it. 0.5 is a coin, 1 is perfect. With more than two classes: each class against the rest, averaged.",
  },
  {
    id: "brier",
    label: "Brier score",
    short: "Brier",
    better: "lower",
    share: false,
    gloss: "how far the probabilities are off",
    meaning: "The mean squared distance between the probabilities and what happened. 0 is perfect.",
  },
  {
    id: "calibrationError",
    label: "Calibration error",
    short: "calibration",
    better: "lower",
    share: true,
    gloss: "how far promises are from what happened",
    meaning:
      "How far the promised probabilities are from the shares that came true, on average. 0 means: of the rows given 70\u00a0%, 70\u00a0% are right.",
  },
  {
    id: "rmse",
    label: "Root mean squared error",
    short: "RMSE",
    better: "lower",
    share: false,
    gloss: "the typical error, large ones weighing more",
    meaning:
      "The typical size of an error in the unit of the target; large errors weigh more than small ones.",
  },
  {
    id: "mae",
    label: "Mean absolute error",
    short: "MAE",
    better: "lower",
    share: false,
    gloss: "the mean error",
    meaning: "The mean size of an error in the unit of the target.",
  },
  {
    id: "r2",
    label: "R²",
    short: "R²",
    better: "higher",
    share: false,
    gloss: "the share of the variation that is explained",
    meaning:
      "The share of the target's variance that the model explains. 1 is perfect, 0 is as good as always saying the mean, below 0 is worse than that.",
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

/** Prints values of one metric with the decimals that its intervals deserve. */
export interface MetricFormat {
  readonly value: (value: number) => string;
  readonly size: (difference: number) => string; // without a sign, with the unit of a difference
  readonly plain: (value: number) => string; // no unit, for a column that has it in its head
}

/** One format for all values of a metric, so that their decimals line up: two significant digits of the narrowest interval. */
export function metricFormat(id: MetricId, intervals: readonly (Interval | undefined)[]): MetricFormat {
  const { share } = metricWords(id);
  const scale = share ? 100 : 1;
  const widths = intervals.flatMap((interval) =>
    interval === undefined ? [] : [((interval.high - interval.low) / 2) * scale],
  );
  const positive = widths.filter((width) => width > 0);
  const levels = intervals.flatMap((interval) =>
    interval === undefined ? [] : [Math.abs(interval.mean) * scale],
  );
  const precision = positive.length > 0 ? Math.min(...positive) : Math.max(...levels, 1) / 100;
  const most = share ? 2 : Math.max(3, decimalsFor(Math.max(...levels, 1e-12)) + 2);
  const decimals = Math.min(decimalsFor(precision), most);
  const plain = (value: number) => fixed(value * scale, decimals);
  return {
    plain,
    value: (value) => (share ? `${plain(value)}\u00a0%` : plain(value)),
    size: (difference) => (share ? `${plain(Math.abs(difference))} points` : plain(Math.abs(difference))),
  };
}
