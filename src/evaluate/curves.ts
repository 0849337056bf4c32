import { areaOf, type Sides } from "./area.ts";
import type { CurvePoint } from "./results.ts";

const pointLimit = 200;

interface Step {
  readonly hits: number; // positives at or above this score
  readonly alarms: number; // negatives at or above it
}

export interface Curves {
  readonly roc: { readonly points: readonly CurvePoint[]; readonly area: number };
  readonly precisionRecall: { readonly points: readonly CurvePoint[]; readonly averagePrecision: number };
}

/**
 * True against false positive rate, and precision against recall, over all thresholds, at most 200 points each; null when one side has
 * no rows. The average precision is the sum of precision times the gain in recall, without interpolation, as scikit-learn has it.
 */
export function curvesOf(sides: Sides): Curves | null {
  const area = areaOf(sides);
  if (area === null) return null;
  const [positives, negatives] = [sides.high.length, sides.low.length];
  const steps = thresholds(sides);
  const roc = steps.map(({ hits, alarms }) => ({ x: alarms / negatives, y: hits / positives }));
  const points = steps.map(({ hits, alarms }) => ({ x: hits / positives, y: hits / (hits + alarms) }));
  let averagePrecision = 0;
  for (const [i, point] of points.entries())
    averagePrecision += point.y * (point.x - (points[i - 1]?.x ?? 0));
  return {
    roc: { points: thin([{ x: 0, y: 0 }, ...roc]), area },
    precisionRecall: { points: thin([{ x: 0, y: points[0]!.y }, ...points]), averagePrecision },
  };
}

/** Counts at each distinct score, from the highest down. */
function thresholds({ high, low }: Sides): Step[] {
  const steps: Step[] = [];
  let hits = 0;
  let alarms = 0;
  while (hits < high.length || alarms < low.length) {
    const score = Math.max(high.at(-1 - hits) ?? -Infinity, low.at(-1 - alarms) ?? -Infinity);
    while (hits < high.length && !(high.at(-1 - hits)! < score)) hits++;
    while (alarms < low.length && !(low.at(-1 - alarms)! < score)) alarms++;
    steps.push({ hits, alarms });
  }
  return steps;
}

/** At most 200 points at even distances along the curve (steps in x and y alike), both ends kept. */
function thin(points: readonly CurvePoint[]): CurvePoint[] {
  if (points.length <= pointLimit) return [...points];
  const distance = [0];
  for (let i = 1; i < points.length; i++) {
    const step = Math.abs(points[i]!.x - points[i - 1]!.x) + Math.abs(points[i]!.y - points[i - 1]!.y);
    distance.push(distance[i - 1]! + step);
  }
  const kept: CurvePoint[] = [];
  let next = 0;
  for (const [i, point] of points.entries()) {
    const due = (next * distance.at(-1)!) / (pointLimit - 1);
    if (distance[i]! < due && i + 1 < points.length) continue;
    kept.push(point);
    while ((next * distance.at(-1)!) / (pointLimit - 1) <= distance[i]!) next++;
  }
  return kept;
}
