import { finish } from "./final.ts";
import type { Candidate, Descended, EpochRecord, Learner, Watch } from "./learner.ts";
import type { OccamOptions } from "./options.ts";
import { clearlyWorse, notWorse } from "./paired-test.ts";
import { type Diary, look, trainRound } from "./phase.ts";

/** λ after an accepted pruning, up to where it started; below `smallestFraction` the ladder ends. */
const growth = 1.6;
const smallestFraction = 0.3;

/**
 * Occam Gradient Descent (B. N. Kausik, arXiv:2405.20194): descend, measure, prune, and let progress set how much. This is the
 * guarded form: each rung drops the share λ of the surviving weights, retrains the rest, and is accepted only when a paired test
 * on holdout rows finds it not worse than the best so far. A worse rung is not the end, since the first worsening often passes
 * (sparse double descent): `lookAhead` further rungs may redeem it. If none does, all of them are rolled back and λ halves.
 * Above the largest size that the targets justify, no test is asked, and a rung drops no more than that size needs. Of the
 * accepted states within the tolerance of the best, one is chosen by its loss and the price of its weights; it descends once more
 * (`final.ts`), and is left in the learner and returned. (The published loop is in `scheduled.ts`.)
 */
export async function occam<State>(
  learner: Learner<State>,
  options: OccamOptions,
  watch: Watch,
): Promise<Descended<State>> {
  const diary: Diary = { records: [], open: true };
  const excess = excessOf(learner.targetBits, options);

  const train = async (phase: EpochRecord["phase"], rounds: number, rate: number, pruneFraction = 0) => {
    for (let index = 0; index < rounds && diary.open; index++) {
      const round = { rate, index, count: rounds };
      await trainRound(learner, round, { phase, pruneFraction }, diary, options, watch);
    }
  };
  const descend = async (...phase: Parameters<typeof train>) => {
    await train(...phase);
    await learner.settle();
    return look(learner, diary);
  };

  let current: Candidate<State> = {
    ...(await descend("dense", options.denseRounds, options.rate)),
    accepted: true,
  };
  let best = current;
  const candidates = [current];
  let fraction = options.pruneFraction;
  let floor = 0; // weights of the largest clearly worse rung in a look-ahead that found nothing

  /** Prunes and retrains until a rung is accepted; null when the look-ahead is spent or would only repeat one that failed. */
  const nextRung = async (): Promise<Candidate<State> | null> => {
    let lost = 0;
    for (let tried = 0; tried <= options.lookAhead && diary.open && candidates.length <= options.maxRungs; tried++) {
      const before = learner.weights;
      const over = excess(current);
      const untested = tried === 0 && over > 0;
      const share = untested ? Math.min(fraction, Math.max(smallestFraction, over)) : fraction;
      await learner.prune(share);
      if (learner.weights >= before || learner.weights <= floor) break;
      const seen = await descend("prune", options.recoveryRounds, options.recoveryRate, share);
      const accepted = untested || notWorse(seen.losses, best, options);
      const candidate = { ...seen, accepted };
      candidates.push(candidate);
      if (accepted) return candidate;
      if (clearlyWorse(seen.losses, best, options)) lost = Math.max(lost, seen.weights);
    }
    floor = Math.max(floor, lost);
    return null;
  };

  while (diary.open && candidates.length <= options.maxRungs && fraction >= smallestFraction) {
    const rung = await nextRung();
    if (rung === null) {
      await learner.restore(current.state);
      fraction /= 2;
    } else {
      current = rung;
      if (rung.mean < best.mean) best = rung;
      fraction = Math.min(options.pruneFraction, growth * fraction);
    }
  }

  let chosen = choose(candidates, best, excess, learner.targetBits, options);
  await learner.restore(chosen.state);
  if (diary.open && options.finalRounds > 0) {
    const last = (rounds: number) => train("final", rounds, options.rate);
    const ends = await finish(learner, chosen, diary, options, last);
    candidates.push(...ends);
    chosen = ends.findLast(({ accepted }) => accepted) ?? chosen;
  }
  return { history: diary.records, candidates, chosen };
}

/** The share of a state that must go without a test: above 0 while it is too large. */
type Excess = (candidate: { readonly weights: number; readonly parameters: number }) => number;

/**
 * With more than `weightsPerBit` times the bits in the targets as weights, a network could store them; what is above that must go.
 * With more parameters than were asked for, all that a rung may drop.
 */
function excessOf(targetBits: number, { weightsPerBit, maxParameters }: OccamOptions): Excess {
  const maxWeights = weightsPerBit === null ? Infinity : weightsPerBit * targetBits;
  return ({ weights, parameters }) =>
    parameters > (maxParameters ?? Infinity) ? 1 : 1 - maxWeights / Math.max(1, weights);
}

/**
 * Of the accepted states within the tolerance of the best, the one with the least loss when weights have a price: a saving is worth less
 * the fewer are left. Where all such are too large, the best that is not, or the smallest.
 */
function choose<State>(
  candidates: readonly Candidate<State>[],
  best: Candidate<State>,
  excess: Excess,
  targetBits: number,
  options: OccamOptions,
): Candidate<State> {
  const cost = ({ mean, weights }: Candidate<State>) =>
    mean * (1 + (options.weightPrice * weights) / Math.max(1, targetBits));
  const accepted = candidates.filter((candidate) => candidate.accepted);
  const fitting = accepted.filter((candidate) => excess(candidate) <= 0);
  const good = fitting.filter((candidate) => notWorse(candidate.losses, best, options));
  if (good.length > 0) return good.reduce((a, b) => (cost(b) < cost(a) ? b : a));
  if (fitting.length > 0) return fitting.reduce((a, b) => (b.mean < a.mean ? b : a));
  return accepted.reduce((a, b) => (b.weights < a.weights ? b : a));
}
