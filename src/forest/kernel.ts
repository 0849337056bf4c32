import { Bump } from "../wasm/bump.ts";
import { startKernel } from "../wasm/kernel.ts";
import { makeMemory } from "../wasm/memory.ts";
import { kernelBase64 } from "./kernel.generated.ts";
import { firstPlace } from "./schema.ts";

/** What kernel/index.ts exports; addresses in bytes. */
export interface Kernel {
  place(plan: number): void;
  open(start: number, end: number): number;
  scan(count: number): number;
  partition(start: number, end: number, view: number, threshold: number): number;
  packNarrow(view: number, threshold: number, child: number, count: number, pairs: number): void;
  packWide(view: number, threshold: number, child: number, count: number, pairs: number): void;
  walkNarrow(...places: WalkPlaces): number;
  walkWide(...places: WalkPlaces): number;
  codeNumbers(numbers: number, count: number, thresholds: number, thresholdCount: number, out: number): void;
  sortNumbers(numbers: number, spare: number, counts: number, count: number): number;
  addValues(leafValues: number, rows: number, values: number, width: number, pure: number, sums: number): void;
}

type WalkPlaces = [
  records: number,
  stride: number,
  rows: number,
  list: number,
  threshold: number,
  value: number,
  out: number,
  nodes: number,
];

/** A kernel, its memory, and where that was given out. */
export interface PlacedKernel<Places> {
  readonly kernel: Kernel;
  readonly memory: ArrayBuffer;
  readonly at: Places;
}

/**
 * A kernel over fresh memory, all 0, as large as `place` takes from what follows the kernel's own. Throws a UserError
 * where there is not as much.
 */
export function placeKernel<Places>(place: (bump: Bump) => Places): PlacedKernel<Places> {
  const bump = new Bump(firstPlace);
  const at = place(bump);
  const memory = makeMemory(bump.end);
  return { kernel: startKernel<Kernel>(kernelBase64, memory), memory: memory.buffer, at };
}
