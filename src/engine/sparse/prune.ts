import type { CompactLayer } from "../compact.ts";
import type { Layout } from "./memory.ts";

/** Values or moments of what pruning left, moved from their places in `before` to those in `after`. */
export function carry(
  old: Float32Array,
  before: Layout,
  after: Layout,
  smaller: readonly CompactLayer[],
): Float32Array {
  const kept = new Float32Array(after.parameterCount);
  smaller.forEach((left, index) => {
    const from = before.layers[index]!;
    const to = after.layers[index]!;
    left.keptWeights.forEach((k, at) => (kept[to.first + at] = old[from.first + k]!));
    left.keptUnits.forEach((unit, at) => (kept[to.firstBias + at] = old[from.firstBias + unit]!));
  });
  const place = new Map([...before.live].map((input, at) => [input, before.biasEnd + at]));
  after.live.forEach((input, at) => (kept[after.biasEnd + at] = old[place.get(input)!]!));
  return kept;
}
