import type { Random } from "../base/random.ts";

const bins = 10;

/** Strata of a numeric target: blocks of `parts` neighbours in its order, so that each part gets one of every block. */
export function targetBlocks(values: Float64Array, parts: number, random: Random): Int32Array {
  return ranks(values, random).map((rank) => Math.floor(rank / parts));
}

/** Strata of a numeric target for grouped rows: tenths of its order. */
export function targetTenths(values: Float64Array, random: Random): Int32Array {
  return ranks(values, random).map((rank) => Math.floor((rank * bins) / values.length));
}

/** Place of each value in ascending order; equal values in random order. */
function ranks(values: Float64Array, random: Random): Int32Array {
  const order = random.shuffle(Uint32Array.from(values, (_, i) => i));
  order.sort((a, b) => values[a]! - values[b]!);
  const rank = new Int32Array(values.length);
  for (let i = 0; i < order.length; i++) rank[order[i]!] = i;
  return rank;
}
