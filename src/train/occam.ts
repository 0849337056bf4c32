import type { Candidate, Descended, Learner, Watch } from "./learner.ts";
import type { OccamOptions } from "./options.ts";
import { type Diary, look, trainRound } from "./phase.ts";

/** The ladder ends after so many rejections in a row, or when λ has become this small. */
const patience = 3;
const smallestFraction = 0.05;

/** λ after an accepted pruning, up to where it started. */
const growth = 1.6;

/**
 * Occam Gradient Descent (B. N. Kausik, arXiv:2405.20194): descend, measure, prune, and let progress set how much. This is the
 * guarded form: each rung drops the share λ of the surviving weights, retrains the rest, and is accepted only when a paired test
 * on holdout rows finds it not worse than the best so far; otherwise it is rolled back and λ halves. The smallest accepted state
 * within the tolerance of the best is left in the learner and returned. (The published loop is in `scheduled.ts`.)
 */
export async function occam<State>(
  learner: Learner<State>,
  options: OccamOptions,
  watch: Watch,
): Promise<Descended<State>> {
  const diary: Diary = { records: [], open: true };

  const descend = async (rounds: number, rate: number, fraction: number) => {
    for (let index = 0; index < rounds && diary.open; index++) {
      await trainRound(learner, { rate, index, count: rounds }, fraction, diary, options, watch);
    }
    await learner.settle();
  };

  await descend(options.denseRounds, options.rate, 0);
  let current: Candidate<State> = { ...(await look(learner, diary)), accepted: true };
  let best = current;
  const candidates = [current];
  let fraction = options.pruneFraction;
  let rejections = 0;

  while (
    diary.open &&
    candidates.length <= options.maxRungs &&
    rejections < patience &&
    fraction >= smallestFraction
  ) {
    await learner.prune(fraction);
    if (learner.weights >= current.weights) break; // every layer is at its floor
    await descend(options.recoveryRounds, options.recoveryRate, fraction);

    const seen = await look(learner, diary);
    const oversized = options.maxParameters !== null && current.parameters > options.maxParameters;
    const accepted = oversized || notWorse(seen.losses, best, options);
    const candidate = { ...seen, accepted };
    candidates.push(candidate);

    if (accepted) {
      current = candidate;
      if (oversized || candidate.mean < best.mean) best = candidate;
      fraction = Math.min(options.pruneFraction, growth * fraction);
      rejections = 0;
    } else {
      await learner.restore(current.state);
      fraction /= 2;
      rejections++;
    }
  }

  const good = candidates.filter(
    (candidate) => candidate.accepted && notWorse(candidate.losses, best, options),
  );
  const chosen = good.reduce((smallest, next) => (next.weights < smallest.weights ? next : smallest), best);
  await learner.restore(chosen.state);
  return { history: diary.records, candidates, chosen };
}

/**
 * The paired test: the mean difference of row losses is within `tolerance` standard errors of itself, or within `slack` of the
 * best loss. The rows are the same, so the standard error is several times smaller than that of either loss.
 */
export function notWorse(
  losses: Float64Array,
  best: { losses: Float64Array; mean: number },
  options: OccamOptions,
): boolean {
  const count = losses.length;
  if (count < 2) return true;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += losses[i]! - best.losses[i]!;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (losses[i]! - best.losses[i]! - mean) ** 2;
  const standardError = Math.sqrt(squares / (count - 1) / count);
  return mean <= Math.max(options.tolerance * standardError, options.slack * best.mean);
}
