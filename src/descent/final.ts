import type { Candidate, EpochRecord, Learner } from "./learner.ts";
import type { OccamOptions } from "./options.ts";
import { type Diary, look } from "./phase.ts";

/** The chosen loss is the least of several: by so much it may flatter itself against the final descent. */
const luck = 0.05;

/** The holdout ends a descent early when the last round is worse than the best by more than this share. */
const early = 0.01;

/**
 * The end of a guarded descent. Rungs are short, so the chosen state descends once more, longer and at the full rate, and keeps that
 * unless it got clearly worse. Where the holdout did not end that descent early there is nothing left for it to prevent: its rows
 * are learnt too, for `wholeRounds` more. Only the training loss can judge those: it must not rise, and no budget may cut them short.
 * Returns the new candidates; the learner is left in the last accepted one, or in `chosen`.
 */
export async function finish<State>(
  learner: Learner<State>,
  chosen: Candidate<State>,
  diary: Diary,
  options: OccamOptions,
  train: (rounds: number) => Promise<void>,
): Promise<readonly Candidate<State>[]> {
  const before = diary.records.length;
  await train(options.finalRounds);
  await learner.settle();
  const seen = await look(learner, diary);
  const last = { ...seen, accepted: seen.mean <= (1 + luck) * chosen.mean };
  if (!last.accepted) await learner.restore(chosen.state);
  const rounds = diary.records.slice(before);
  const goesOn = last.accepted && diary.open && options.wholeRounds > 0 && !endedEarly(rounds);
  if (!goesOn || learner.learnHoldout === undefined) return [last];

  await learner.learnHoldout();
  await train(options.wholeRounds);
  const whole = diary.records.slice(before + rounds.length);
  const accepted =
    whole.length === options.wholeRounds && whole.at(-1)!.trainLoss <= (1 + luck) * rounds.at(-1)!.trainLoss;
  const candidate = { ...last, round: diary.records.length - 1, state: await learner.save(), accepted };
  if (!accepted) await learner.restore(last.state);
  return [last, candidate];
}

function endedEarly(rounds: readonly EpochRecord[]): boolean {
  const losses = rounds.map(({ holdoutLoss }) => holdoutLoss ?? Infinity);
  return !(losses.at(-1)! <= (1 + early) * Math.min(...losses));
}
