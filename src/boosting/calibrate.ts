import type { BoostingData } from "./data.ts";
import type { Member } from "./member.ts";
import { probabilitiesOf } from "./probabilities.ts";

const highest = 4;
const steps = 30; // halvings of the range, to 1e-8

/**
 * The factor of the scores (Platt 1999; Guo et al. 2017, temperature scaling), between ¼ and 4, with the least log-loss
 * of each member on the rows that it held out. The loss is convex in it: its derivative is bisected. 1 without such
 * rows.
 */
export function fitInverseTemperature(data: BoostingData, members: readonly Member[]): number {
  if (members.every(({ held }) => held.length === 0)) return 1;
  let low = 1 / highest;
  let high = highest;
  for (let step = 0; step < steps; step++) {
    const middle = (low + high) / 2;
    if (members.reduce((sum, member) => sum + derivative(data, member, middle), 0) > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** Of the log-loss by the factor: the expected score less that of the true class, summed over rows. */
function derivative({ targets, weights }: BoostingData, { held, heldScores }: Member, factor: number): number {
  const width = heldScores.length / held.length;
  const classes = Math.max(2, width);
  const chances = new Float64Array(classes);
  let sum = 0;
  for (let i = 0; i < held.length; i++) {
    const row = held[i]!;
    const scores = heldScores.subarray(i * width, (i + 1) * width);
    probabilitiesOf(scores, factor, chances);
    // One score is that of class 1, class 0 has 0.
    const scoreOf = (c: number) => (width > 1 ? scores[c]! : c * scores[0]!);
    let expected = 0;
    for (let c = 0; c < classes; c++) expected += chances[c]! * scoreOf(c);
    sum += (weights === null ? 1 : weights[row]!) * (expected - scoreOf(targets[row]!));
  }
  return sum;
}
