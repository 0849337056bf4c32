import type { CompactLayer } from "../../network/compact.ts";
import type { Layout } from "./memory.ts";

/** A pruning: the places before and after, and the layers that it left. */
interface Pruning {
  readonly before: Layout;
  readonly after: Layout;
  readonly smaller: readonly CompactLayer[];
}

/** Values or moments of what pruning left, moved from their old places to the new ones. */
export function carry(old: Float32Array, { before, after, smaller }: Pruning): Float32Array {
  const kept = new Float32Array(after.parameterCount);
  const move = (from: number, positions: Uint32Array, to: number): void => {
    for (let at = 0; at < positions.length; at++) kept[to + at] = old[from + positions[at]!]!;
  };
  smaller.forEach((left, index) => {
    const from = before.layers[index]!;
    const to = after.layers[index]!;
    move(from.first, left.keptWeights, to.first);
    move(from.firstBias, left.keptUnits, to.firstBias);
  });
  const place = new Uint32Array(1 + (before.live.at(-1) ?? 0));
  before.live.forEach((input, at) => (place[input] = at));
  const livePlaces = after.live.map((input) => place[input]!);
  move(before.biasEnd, livePlaces, after.biasEnd);
  return kept;
}
