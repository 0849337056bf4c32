import type { MetricId, TaskKind } from "./results/models.ts";

/** What calculating code must know of a metric; how it is explained to readers is the report's business. */
export interface MetricDescription {
  readonly label: string; // in the middle of a sentence
  readonly unit: "nats" | "share" | "target" | "none"; // "target": the target's own unit
  readonly higherIsBetter: boolean;
  /** Smallest difference that anyone should care about: absolute, or as a share of the other model's value. */
  readonly margin: { readonly kind: "absolute" | "relative"; readonly size: number };
}

const absolute = (size: number) => ({ kind: "absolute", size }) as const;
const relative = (size: number) => ({ kind: "relative", size }) as const;

/** Every metric, in the order in which tables show them. */
export const metrics: Readonly<Record<MetricId, MetricDescription>> = {
  logLoss: { label: "log-loss", unit: "nats", higherIsBetter: false, margin: relative(0.005) },
  logLossUnclipped: {
    label: "log-loss clipped at 1e-15",
    unit: "nats",
    higherIsBetter: false,
    margin: relative(0.005),
  },
  accuracy: { label: "accuracy", unit: "share", higherIsBetter: true, margin: absolute(0.001) },
  balancedAccuracy: { label: "balanced accuracy", unit: "share", higherIsBetter: true, margin: absolute(0.001) },
  rocAuc: { label: "ROC-AUC", unit: "none", higherIsBetter: true, margin: absolute(0.001) },
  brier: { label: "Brier score", unit: "none", higherIsBetter: false, margin: relative(0.005) },
  calibrationError: { label: "calibration error", unit: "share", higherIsBetter: false, margin: absolute(0.001) },
  rmse: { label: "RMSE", unit: "target", higherIsBetter: false, margin: relative(0.005) },
  mae: { label: "MAE", unit: "target", higherIsBetter: false, margin: relative(0.005) },
  r2: { label: "R²", unit: "none", higherIsBetter: true, margin: absolute(0.001) },
};

/** Ids of all metrics, in table order. */
export const metricIds: readonly MetricId[] = [
  "logLoss",
  "logLossUnclipped",
  "accuracy",
  "balancedAccuracy",
  "rocAuc",
  "brier",
  "calibrationError",
  "rmse",
  "mae",
  "r2",
];

/** The metric that decides: log-loss for classes, RMSE for numbers. */
export function headlineMetric(task: TaskKind): MetricId {
  return task === "regression" ? "rmse" : "logLoss";
}

/**
 * Metrics that the verdict tests, fixed before any data is seen: each more would cost all others power under Holm's
 * correction. The rest of the table is shown, not tested; R² says the same as RMSE, the Brier score nearly the same as
 * log-loss.
 */
export function testedMetrics(task: TaskKind): readonly MetricId[] {
  return task === "regression" ? ["rmse", "mae"] : ["logLoss", "accuracy", "rocAuc"];
}
