import type { Random } from "../base/random.ts";

/** A round repeats a small table until it has made this many steps. */
const leastSteps = 30;

/**
 * Rows that one round trains on, repeats counted: of a large table no more than `most`, or than the least steps take.
 */
export function rowsPerRound(rows: number, batch: number, most: number): number {
  const passes = Math.max(1, Math.ceil(leastSteps / Math.ceil(rows / batch)));
  return passes > 1 ? passes * rows : Math.min(rows, Math.max(most, leastSteps * batch));
}

/** The rows of one round in the order of its steps: shuffled, pass after pass, as many as a round takes. */
export function roundOrder(
  rows: Uint32Array,
  { batch, most }: { readonly batch: number; readonly most: number },
  random: Random,
): Uint32Array {
  const order = new Uint32Array(rowsPerRound(rows.length, batch, most));
  for (let at = 0; at < order.length; at += rows.length) {
    order.set(random.shuffle(rows.slice()).subarray(0, Math.min(rows.length, order.length - at)), at);
  }
  return order;
}
