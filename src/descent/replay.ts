import { joined } from "../base/join.ts";
import type { Random } from "../base/random.ts";

/** Which rows of earlier megabatches are learnt again. */
export type Replay =
  | { readonly kind: "none" }
  | { readonly kind: "last" } // those of the megabatch before
  | { readonly kind: "reservoir"; readonly rows: number } // a uniform sample of all rows so far, at most this many
  | { readonly kind: "all" };

/** The rows that are kept of those seen so far. */
export interface Memory {
  readonly kept: Uint32Array;
  readonly seen: number; // rows seen so far
}

export const emptyMemory: Memory = { kept: new Uint32Array(0), seen: 0 };

interface Remembering {
  readonly replay: Replay;
  readonly random: Random;
}

/**
 * The memory after a further megabatch. A reservoir (J. Vitter's algorithm R, 1985) gives each row seen so far the same
 * chance of being kept; the others keep what their names say.
 */
export function remember(memory: Memory, fresh: Uint32Array, { replay, random }: Remembering): Memory {
  const seen = memory.seen + fresh.length;
  switch (replay.kind) {
    case "none":
      return { kept: new Uint32Array(0), seen };
    case "last":
      return { kept: fresh, seen };
    case "all":
      return { kept: joined(Uint32Array, [memory.kept, fresh]), seen };
    case "reservoir":
      return { kept: sampled(memory, fresh, { most: replay.rows, random }), seen };
  }
}

function sampled(
  { kept, seen }: Memory,
  fresh: Uint32Array,
  { most, random }: { readonly most: number; readonly random: Random },
): Uint32Array {
  const sample = Array.from(kept.subarray(0, most));
  fresh.forEach((row, index) => {
    if (sample.length < most) sample.push(row);
    else {
      const place = random.below(seen + index + 1);
      if (place < most) sample[place] = row;
    }
  });
  return Uint32Array.from(sample);
}
