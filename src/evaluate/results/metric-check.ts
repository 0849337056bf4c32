import { type Check, dictionary, number, word } from "../../base/check.ts";
import { amount, share } from "../../base/quantity.ts";
import { metricIds } from "../metrics.ts";
import type { MetricId } from "./models.ts";

const ranges: Readonly<Record<MetricId, Check<number>>> = {
  logLoss: amount,
  logLossUnclipped: amount,
  accuracy: share,
  balancedAccuracy: share,
  rocAuc: share,
  brier: number({ min: 0, max: 2 }),
  calibrationError: share,
  rmse: amount,
  mae: amount,
  r2: number({ max: 1 }),
};

const metric = word(...metricIds);

/** One value a metric, each within what the metric can be. */
export const metricValues: Check<Readonly<Partial<Record<MetricId, number>>>> = (value, place) => {
  const values = dictionary(metric, number())(value, place);
  for (const id of metricIds) if (values[id] !== undefined) ranges[id](values[id], `${place}.${id}`);
  return values;
};

export const metricId: Check<MetricId> = metric;
