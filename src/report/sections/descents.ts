import type { PathPoint } from "../../evaluate/results/training.ts";
import type { Style } from "../palette.ts";

/** The rounds of the network of one fold. */
export interface Descent {
  readonly fold: number;
  readonly style: Style;
  readonly points: readonly PathPoint[]; // in order of rounds
}

/** One descent a fold, in order of folds. */
export function descentsOf(path: readonly PathPoint[], style: Style): readonly Descent[] {
  const byFold = new Map<number, PathPoint[]>();
  for (const point of path) {
    const list = byFold.get(point.fold);
    if (list === undefined) byFold.set(point.fold, [point]);
    else list.push(point);
  }
  return [...byFold]
    .map(([fold, points]) => ({ fold, style, points: points.toSorted((a, b) => a.round - b.round) }))
    .toSorted((a, b) => a.fold - b.fold);
}

/** Share of the starting weights that the chosen round keeps. */
export function keptShare(points: Descent["points"]): number {
  const start = Math.max(1, ...points.map((p) => p.weights));
  const chosen = points.findLast((p) => p.phase === "chosen") ?? points[points.length - 1];
  return (chosen?.weights ?? start) / start;
}

/** Multiply-adds of as many rounds as ran, each as the first. */
export function unpruned(points: Descent["points"]): number {
  return points.length * (points[0]?.operations ?? 0);
}

/** The mean over the folds. */
export function averageOf(descents: readonly Descent[], value: (points: Descent["points"]) => number): number {
  return descents.reduce((sum, { points }) => sum + value(points), 0) / descents.length;
}
