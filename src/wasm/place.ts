import { Bump } from "./bump.ts";
import { startKernel } from "./kernel.ts";
import { makeMemory } from "./memory.ts";

/** A kernel, its memory, and the places given out in it. */
export interface PlacedKernel<Kernel, Places> {
  readonly kernel: Kernel;
  readonly memory: ArrayBuffer;
  readonly at: Places;
}

/**
 * A kernel over fresh memory, all 0, as large as `place` needs from `firstPlace` on, which follows the kernel's own
 * data. Throws a UserError when there is not enough.
 */
export function placeIn<Kernel, Places>(
  { base64, firstPlace }: { readonly base64: string; readonly firstPlace: number },
  place: (bump: Bump) => Places,
): PlacedKernel<Kernel, Places> {
  const bump = new Bump(firstPlace);
  const at = place(bump);
  const memory = makeMemory(bump.end);
  return { kernel: startKernel<Kernel>(base64, memory), memory: memory.buffer, at };
}
