import { areaOf, type Sides } from "./area.ts";
import type { CurvePoint } from "./results/errors.ts";

const pointLimit = 200;

export interface Curves {
  readonly roc: { readonly points: readonly CurvePoint[]; readonly area: number };
  readonly precisionRecall: { readonly points: readonly CurvePoint[]; readonly averagePrecision: number };
}

/**
 * True against false positive rate, and precision against recall, over all thresholds, at most 200 points each; null
 * when one side has no rows. The average precision is the sum of precision times the gain in recall, without
 * interpolation, as scikit-learn has it.
 */
export function curvesOf(sides: Sides): Curves | null {
  const area = areaOf(sides);
  if (area === null) return null;
  const [positives, negatives] = [sides.high.length, sides.low.length];
  const { hits, alarms } = thresholds(sides);
  const falseRate = alarms.map((count) => count / negatives);
  const trueRate = hits.map((count) => count / positives);
  const precision = hits.map((count, i) => count / (count + alarms[i]!));
  precision[0] = precision[1]!;
  let averagePrecision = 0;
  for (let i = 1; i < hits.length; i++) averagePrecision += precision[i]! * (trueRate[i]! - trueRate[i - 1]!);
  return {
    roc: { points: thin(falseRate, trueRate), area },
    precisionRecall: { points: thin(trueRate, precision), averagePrecision },
  };
}

/** Positives and negatives at or above each distinct score: none, then from the highest down. */
function thresholds({ high, low }: Sides): { readonly hits: Float64Array; readonly alarms: Float64Array } {
  const hits = new Float64Array(1 + high.length + low.length);
  const alarms = new Float64Array(hits.length);
  let steps = 1;
  let [above, below] = [high.length, low.length]; // scores not reached yet
  for (; above > 0 || below > 0; steps++) {
    const score = Math.max(above > 0 ? high[above - 1]! : -Infinity, below > 0 ? low[below - 1]! : -Infinity);
    while (above > 0 && !(high[above - 1]! < score)) above--;
    while (below > 0 && !(low[below - 1]! < score)) below--;
    hits[steps] = high.length - above;
    alarms[steps] = low.length - below;
  }
  return { hits: hits.subarray(0, steps), alarms: alarms.subarray(0, steps) };
}

/** At most 200 points at even distances along the curve (steps in x and y alike), both ends kept. */
function thin(x: Float64Array, y: Float64Array): CurvePoint[] {
  if (x.length <= pointLimit) return Array.from(x, (one, i) => ({ x: one, y: y[i]! }));
  const distance = new Float64Array(x.length);
  for (let i = 1; i < x.length; i++) {
    distance[i] = distance[i - 1]! + Math.abs(x[i]! - x[i - 1]!) + Math.abs(y[i]! - y[i - 1]!);
  }
  const step = distance.at(-1)! / (pointLimit - 1);
  const kept: CurvePoint[] = [];
  let next = 0;
  for (let i = 0; i < x.length; i++) {
    if (distance[i]! < next * step && i + 1 < x.length) continue;
    kept.push({ x: x[i]!, y: y[i]! });
    while (next * step <= distance[i]!) next++;
  }
  return kept;
}
