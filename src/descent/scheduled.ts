import type { Candidate, Descended, Learner, Watch } from "./learner.ts";
import type { Descent, OccamOptions } from "./options.ts";
import { type Diary, look, trainRound } from "./phase.ts";
import { gradualKeep, nextFraction } from "./schedule.ts";

/** When training once and pruning once, this share of the rounds comes before the cut. */
const shareBeforeCut = 0.4;

/**
 * The descents that Occam's is compared with, through the same learner and the same accounting: after every round a rule without
 * a guard says which share of the surviving weights goes. `paper` is the loop of the public scripts of arXiv:2405.20194, but the
 * round to return is chosen on the holdout where the scripts look at test rows.
 */
export async function scheduled<State>(
  learner: Learner<State>,
  options: OccamOptions,
  watch: Watch,
): Promise<Descended<State>> {
  const { descent, denseRounds: rounds } = options;
  const diary: Diary = { records: [], open: true };
  const full = learner.weights;
  if (descent.kind === "random") await learner.prune(1 - descent.keep);
  let fraction = 0;
  let best: Candidate<State> | null = null;
  const losses: number[] = [];
  for (let index = 0; index < rounds && diary.open; index++) {
    const record = await trainRound(
      learner,
      position(descent, index, options),
      { phase: fraction > 0 ? "prune" : "dense", pruneFraction: fraction },
      diary,
      options,
      watch,
    );
    losses.push(record.trainLoss);
    if (descent.kind === "paper") {
      const seen = await look(learner, diary);
      if (best === null || seen.mean < best.mean) best = { ...seen, accepted: true };
    }
    fraction = shareToDrop(descent, fraction, { index, losses, full, weights: learner.weights }, options);
    if (fraction > 0 && index < rounds - 1) await learner.prune(fraction);
  }
  if (best !== null) await learner.restore(best.state);
  else await learner.settle();
  const chosen = best ?? { ...(await look(learner, diary)), accepted: true };
  return { history: diary.records, candidates: [chosen], chosen };
}

function position(descent: Descent, index: number, options: OccamOptions) {
  const count = options.denseRounds;
  const cut = Math.round(shareBeforeCut * count);
  if (descent.kind !== "once") return { rate: options.rate, index, count };
  if (index < cut) return { rate: options.rate, index, count: cut };
  return { rate: options.recoveryRate, index: index - cut, count: count - cut };
}

interface Progress {
  readonly index: number;
  readonly losses: readonly number[];
  readonly full: number;
  readonly weights: number;
}

function shareToDrop(descent: Descent, fraction: number, progress: Progress, options: OccamOptions): number {
  const { index, losses, full, weights } = progress;
  switch (descent.kind) {
    case "paper":
      return nextFraction(fraction, losses, options.pruneFraction);
    case "gradual":
      return Math.max(0, 1 - (full * gradualKeep(index, options.denseRounds, descent.keep)) / weights);
    case "once":
      return index + 1 === Math.round(shareBeforeCut * options.denseRounds) ? 1 - descent.keep : 0;
    default:
      return 0;
  }
}
