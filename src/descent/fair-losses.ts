/**
 * Row losses of a phase without the luck of its best round: each half of the holdout rows is scored in the round that
 * the other half finds best. A minimum over many rounds would flatter itself, and a long phase more than a short one.
 * `rounds` holds the row losses of each round, at least one, all of one length.
 */
export function fairLosses(rounds: readonly Float64Array[]): Float64Array {
  const best = [0, 1].map((half) => {
    const sums = rounds.map((losses) => sumOfHalf(losses, half));
    return sums.reduce((least, sum, round) => (sum < sums[least]! ? round : least), 0);
  });
  return rounds[0]!.map((_, i) => rounds[best[1 - (i % 2)]!]![i]!);
}

function sumOfHalf(losses: Float64Array, half: number): number {
  let sum = 0;
  for (let i = half; i < losses.length; i += 2) sum += losses[i]!;
  return sum;
}
