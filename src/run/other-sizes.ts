import type { PathPoint, SizePoint } from "../evaluate/results/training.ts";
import { shareUntil } from "./deadline.ts";
import { score } from "./score.ts";
import type { TestedFold } from "./tested-fold.ts";

/**
 * How the models of a fold would have scored at other sizes, and how they reached theirs. Only charts use this; no
 * choice depends on it.
 */
export interface Sizes {
  readonly sizes: readonly SizePoint[];
  readonly path: readonly PathPoint[]; // of the pruned network
}

/** Scores the other sizes of models on the test rows, while there is time. */
export async function scoreOtherSizes({ fold, test, deadline, models }: TestedFold): Promise<Sizes> {
  const sizes: SizePoint[] = [];
  const path: PathPoint[] = [];
  for (const { id, trained } of models) {
    const metricsOf = new Map<number, SizePoint["metrics"]>(); // by round
    for (const make of trained.otherSizes ?? []) {
      const goesOn = () => deadline(shareUntil.otherSizes);
      if (!goesOn()) break;
      const size = make(goesOn);
      if (size === null) continue;
      const { label, round, parameters, predict } = size;
      const { values } = await predict(fold.data.columns, test);
      const metrics = score(fold.data, { rows: test, task: fold.task }, values);
      sizes.push({ model: id, label, parameters, metrics });
      if (round !== null) metricsOf.set(round, metrics);
    }
    if (id !== "occam") continue;
    for (const point of trained.history ?? []) {
      path.push({ ...point, fold: fold.number, testMetrics: metricsOf.get(point.round) ?? null });
    }
  }
  return { sizes, path };
}
