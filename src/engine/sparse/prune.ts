import type { CompactLayer } from "../../network/compact.ts";
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
    move(old, from.first, left.keptWeights, kept, to.first);
    move(old, from.firstBias, left.keptUnits, kept, to.firstBias);
  });
  const place = new Uint32Array(1 + (before.live.at(-1) ?? 0));
  before.live.forEach((input, at) => (place[input] = at));
  move(
    old,
    before.biasEnd,
    after.live.map((input) => place[input]!),
    kept,
    after.biasEnd,
  );
  return kept;
}

function move(old: Float32Array, from: number, positions: Uint32Array, kept: Float32Array, to: number): void {
  for (let at = 0; at < positions.length; at++) kept[to + at] = old[from + positions[at]!]!;
}
