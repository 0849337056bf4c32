import { densityFor, type OccamOptions, optionsFor, widthsFor } from "../train/options.ts";

/** Multiply-adds a second on one core, about. What this misjudges the clock ends. */
const speed = 1e10;

/** What a descent costs, in rounds of the networks before anything is pruned, up and back; most tables take less. */
const wholeDescent = 3 * 16;

/**
 * Rows a round, so that a whole descent takes about `seconds`: with a time limit many short rounds, the ladder and the last rounds
 * among them, end better than a few long ones. No more than the recipe has. `inputs` is the encoded width, `outputs` that of the network.
 */
export function roundRowsWithin(
  seconds: number,
  rows: number,
  shape: { readonly inputs: number; readonly outputs: number },
  asked: OccamOptions,
): number {
  const options = optionsFor(rows, asked);
  const [first = 0, second = 0] = options.widths === "auto" ? widthsFor(rows) : options.widths;
  const { inputs, outputs } = shape;
  const weights = densityFor(inputs, options) * inputs * first + first * second + (second + inputs) * outputs;
  const fitting = (seconds * speed) / (wholeDescent * weights * options.members);
  return Math.max(1, Math.min(options.roundRows, Math.round(fitting)));
}
