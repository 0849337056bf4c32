/** What the models of a blend say of rows that none of them was trained on. */
export interface HeldOutSayings {
  /** Per model a number a row: the probability of the true class, or a number. */
  readonly models: readonly Float64Array[];
  readonly truth: Float64Array | null; // of numbers; null: classes, whose sayings are probabilities of the truth
  readonly weights: Float64Array | null;
}

const steps = 50;
const leastProbability = 1e-3; // where the headline clips too

/**
 * Shares of the models in their average, by greedy selection with replacement (Caruana et al. 2004, ensemble selection
 * from libraries of models): starting from none, each step adds the model that makes the average best, and the best
 * average of all steps is taken, of equal ones the first. They add up to 1; without rows all models have the same.
 */
export function blendShares(said: HeldOutSayings): readonly number[] {
  const { models } = said;
  const rows = models[0]?.length ?? 0;
  if (rows === 0) return models.map(() => 1 / models.length);
  const counts = models.map(() => 0);
  const sum = new Float64Array(rows);
  let best = { loss: Number.POSITIVE_INFINITY, shares: counts.map(() => 1 / models.length) };
  for (let step = 1; step <= steps; step++) {
    const losses = models.map((own) => lossOf(said, (row) => (sum[row]! + own[row]!) / step));
    const chosen = losses.indexOf(Math.min(...losses));
    counts[chosen]!++;
    models[chosen]!.forEach((value, row) => (sum[row]! += value));
    const loss = losses[chosen]!;
    if (loss < best.loss) best = { loss, shares: counts.map((count) => count / step) };
  }
  return best.shares;
}

/** Mean log-loss, or mean squared error, of an average. */
function lossOf({ truth, weights, models }: HeldOutSayings, average: (row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < models[0]!.length; row++) {
    const value = average(row);
    const loss = truth === null ? -Math.log(Math.max(value, leastProbability)) : (value - truth[row]!) ** 2;
    sum += (weights === null ? 1 : weights[row]!) * loss;
  }
  return sum;
}
