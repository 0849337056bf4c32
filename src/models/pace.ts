import { densityFor, type OccamOptions, optionsFor, widthsFor } from "../descent/options.ts";

/**
 * About how many multiply-adds one core does in a second; a weight takes three per row, forward and backward. Where
 * this is wrong, the clock ends the training.
 */
const speed = 1e10;

/** Rounds that must fit before anything is pruned. */
const fewestRounds = 3;

/**
 * Rows per round, so that a few rounds fit into `seconds`: the clock is read between rounds, and long rounds would read
 * it too late. At most as many as without a limit, and not too few, since a descent of short rounds ends worse: letter
 * in 20 seconds with a log-loss of 0.137 instead of 0.102.
 */
export function roundRowsWithin(
  seconds: number,
  shape: {
    readonly rows: number;
    readonly inputs: number; // encoded
    readonly outputs: number; // of the network
  },
  asked: OccamOptions,
): number {
  const { rows, inputs, outputs } = shape;
  const options = optionsFor(rows, asked);
  const [first = 0, second = 0] = widthsFor(rows, options.network);
  const weights = densityFor(inputs, options.network) * inputs * first + first * second + (second + inputs) * outputs;
  const fitting = (seconds * speed) / (3 * fewestRounds * weights * options.ensemble.members);
  return Math.max(1, Math.min(options.descent.roundRows, Math.round(fitting)));
}
