/** Up to here the rounds of a training are counted as expected. */
const nearlyAll = 0.9;

/**
 * The share of a training that is done after some rounds. It rises with every round, and is below 1 however many there
 * are beyond those expected: only the end of a training is its end.
 */
export function shareDone(rounds: number, expected: number): number {
  const share = rounds / expected;
  return share <= nearlyAll ? share : 1 - ((1 - nearlyAll) * nearlyAll) / share;
}
