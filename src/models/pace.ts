import { type OccamOptions, optionsFor, widthsFor } from "../descent/options.ts";

/**
 * About how many multiply-adds one core does in a second; a weight takes three per row, forward and backward. Where
 * this is wrong, the clock ends the training.
 */
const speed = 1e10;

/** Rounds that must fit before anything is pruned. */
const fewestRounds = 3;

/** What is trained. */
interface Shape {
  readonly rows: number;
  readonly inputs: number; // encoded
  readonly outputs: number; // of the network
}

/**
 * Rows per round, so that a few rounds fit into `seconds`: the clock is read between rounds, and long rounds would read
 * it too late. At most as many as without a limit, and not too few, since a descent of short rounds ends worse: letter
 * in 20 seconds with a log-loss of 0.137 instead of 0.102.
 */
export function roundRowsWithin(seconds: number, shape: Shape, asked: OccamOptions): number {
  const fitting = rowsWithin(seconds, shape, asked) / fewestRounds;
  return Math.max(1, Math.min(asked.descent.roundRows, Math.round(fitting)));
}

/** Stretches of the dense phase that take half of `seconds` at most: only what is pruned in time is small. */
export function stretchesWithin(seconds: number, shape: Shape, asked: OccamOptions): number {
  const { rounds, stretches, roundRows } = asked.descent;
  const fitting = rowsWithin(seconds / 2, shape, asked) / Math.min(shape.rows, roundRows);
  return Math.max(1, Math.min(stretches, Math.floor(Math.log2(fitting / rounds + 1))));
}

/** Rows that an ensemble of dense networks can learn from in `seconds`. */
function rowsWithin(seconds: number, { rows, inputs, outputs }: Shape, asked: OccamOptions): number {
  const { ensemble, network } = optionsFor(rows, asked);
  const [first = 0, second = 0] = widthsFor(rows, network);
  const weights = Math.min(inputs, network.mostInputs) * first + first * second + (second + inputs) * outputs;
  return (seconds * speed) / (3 * weights * ensemble.members);
}
