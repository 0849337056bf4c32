import type { EndingOptions } from "./options.ts";
import type { Candidate, RoundRecord, Training } from "./training.ts";

/**
 * The chosen loss is the least of several rungs, so it flatters itself. The final descent may be worse by this share,
 * from last round to last round: in both the rate has come down, and neither is the best of its rounds.
 */
const luck = 0.05;

/** The holdout ends a descent early when the last round is worse than the best by more than this share. */
const early = 0.01;

/** What those are shares of: a loss, or all that was learnt since guessing where that is less, as of a weak signal. */
function scaleOf(loss: number, guessLoss: number): number {
  return Math.max(0, Math.min(loss, guessLoss - loss));
}

/**
 * The end of a guarded descent. Rungs are short, so the chosen state descends once more, longer and at the full rate,
 * and keeps the result unless it is clearly worse. Where the holdout did not end that descent early, it has nothing
 * left to prevent, so its rows are learnt too, for `wholeRounds` more. Only the training loss can judge those rounds:
 * it must not rise, and no limit may interrupt them. Returns the new candidates; the ensemble is left in the last
 * accepted one, or in `chosen`.
 */
export async function finish<State>(
  training: Training<State>,
  chosen: Candidate<State>,
  { rate, ending }: { readonly rate: number; readonly ending: EndingOptions },
): Promise<readonly Candidate<State>[]> {
  if (!training.open || ending.rounds === 0) return [];
  const { ensemble, history } = training;
  const { guessLoss } = ensemble;
  const final = { phase: "final", pruneFraction: 0 } as const;
  const before = history.length;
  const chosenLoss = history[chosen.round]!.holdoutLoss ?? Infinity;
  await training.descend(ending.rounds, rate, final);
  const rounds = history.slice(before);
  const lastLoss = rounds.at(-1)!.holdoutLoss ?? Infinity;
  const isKept = lastLoss <= chosenLoss + luck * scaleOf(chosenLoss, guessLoss);
  const last = { ...(await training.settle()), accepted: isKept };
  if (!isKept) await ensemble.restore(chosen.state);
  const goesOn = isKept && training.open && ending.wholeRounds > 0 && !endedEarly(rounds, guessLoss);
  if (!goesOn || !ensemble.canLearnHoldout) return [last];

  await ensemble.learnHoldout();
  await training.descend(ending.wholeRounds, rate, final);
  const whole = history.slice(before + rounds.length);
  const accepted =
    whole.length === ending.wholeRounds && whole.at(-1)!.trainLoss <= (1 + luck) * rounds.at(-1)!.trainLoss;
  const candidate = { ...last, round: history.length - 1, state: await ensemble.save(), accepted };
  if (!accepted) await ensemble.restore(last.state);
  return [last, candidate];
}

function endedEarly(rounds: readonly RoundRecord[], guessLoss: number): boolean {
  const losses = rounds.map(({ holdoutLoss }) => holdoutLoss ?? Infinity);
  const best = Math.min(...losses);
  return !(losses.at(-1)! <= best + early * scaleOf(best, guessLoss));
}
