import { pool } from "../base/opinion-pool.ts";

/** What the models of a blend predict for rows that none of them was trained on. */
export interface HeldOutPredictions {
  /** Per model, rows × width: logarithms of the probabilities of the classes, or a number a row. */
  readonly models: readonly Float64Array[];
  readonly width: number; // classes, or 1 for numbers
  readonly isClasses: boolean;
  readonly truth: ArrayLike<number>; // of each row its class, or its number
  readonly weights: Float64Array | null;
}

const steps = 50;
const leastProbability = 1e-3; // where the headline clips too

/** How strongly a choice is pulled: as if by so many rows, so that it follows the data where there are many. */
const pull = 10;

/**
 * Shares of the models in their average, by greedy selection with replacement (Caruana et al. 2004, ensemble selection
 * from libraries of models): starting from none, each step adds the model that makes the average best, and the best
 * average of all steps is taken, of equal ones the first. Best is the lowest loss with a penalty for the squared
 * distance to the shares `towards`. Both these and the result add up to 1; without rows they are the result.
 */
export function blendShares(heldOut: HeldOutPredictions, towards: readonly number[]): readonly number[] {
  const { models, truth } = heldOut;
  const rows = truth.length;
  if (rows === 0) return towards;
  const counts = models.map(() => 0);
  const sum = new Float64Array(models[0]!.length);
  let best = { loss: Number.POSITIVE_INFINITY, shares: towards };
  for (let step = 1; step <= steps; step++) {
    const losses = models.map((own, added) => {
      const distance = towards.reduce((total, aim, at) => {
        const share = (counts[at]! + (at === added ? 1 : 0)) / step;
        return total + (share - aim) ** 2;
      }, 0);
      return lossOf(heldOut, (at) => (sum[at]! + own[at]!) / step) + (pull / rows) * distance;
    });
    const chosen = losses.indexOf(Math.min(...losses));
    counts[chosen]!++;
    models[chosen]!.forEach((value, at) => (sum[at]! += value));
    const loss = losses[chosen]!;
    if (loss < best.loss) best = { loss, shares: counts.map((count) => count / step) };
  }
  return best.shares;
}

/**
 * Mean log-loss of an average; of numbers half the logarithm of the mean squared error, which is the log-loss of a
 * normal law of that variance but for a constant.
 */
function lossOf(heldOut: HeldOutPredictions, average: (at: number) => number): number {
  const { width, isClasses, truth, weights } = heldOut;
  const row = new Float64Array(width);
  let [sum, whole] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    for (let k = 0; k < width; k++) row[k] = average(i * width + k);
    if (isClasses) pool(row, 0, width);
    const loss = isClasses ? -Math.log(Math.max(row[truth[i]!]!, leastProbability)) : (row[0]! - truth[i]!) ** 2;
    const weight = weights === null ? 1 : weights[i]!;
    sum += weight * loss;
    whole += weight;
  }
  return isClasses ? sum / whole : Math.log(sum / whole) / 2;
}
