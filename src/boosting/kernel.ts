import { Bump } from "../wasm/bump.ts";
import { startKernel } from "../wasm/kernel.ts";
import { makeMemory } from "../wasm/memory.ts";
import { kernelBase64 } from "./kernel.generated.ts";
import { firstPlace } from "./schema.ts";

/** What kernel/index.ts exports; addresses in bytes, plans are records of schema.ts. */
export interface Kernel {
  fillHistogram(splitPlan: number, rowsPlan: number, from: number, to: number, out: number, bytes: number): void;
  subtractHistogram(node: number, child: number, bytes: number): void;
  findSplit(plan: number, histogram: number, gradient: number, hessian: number, least: number): void;
  partition(plan: number, codes: number, sides: number, from: number, to: number): number;
  addLeaf(plan: number, from: number, to: number, value: number, scores: number): void;
  walk(list: number, count: number, nodes: number, sides: number, scores: number): number;
  probabilities(plan: number): void;
  classGradients(plan: number, rows: number, count: number, score: number, factor: number): void;
  numberGradients(plan: number, rows: number, count: number): void;
  quantise(plan: number, count: number, gradientScale: number, hessianScale: number, pairs: number): void;
  classLoss(plan: number, rows: number, count: number): number;
  numberLoss(plan: number, rows: number, count: number): number;
}

/** A kernel, its memory, and where that was given out. */
export interface PlacedKernel<Places> {
  readonly kernel: Kernel;
  readonly memory: ArrayBuffer;
  readonly at: Places;
}

/** A kernel over fresh memory, all 0, as large as `place` takes. Throws a UserError where there is not as much. */
export function placeKernel<Places>(place: (bump: Bump) => Places): PlacedKernel<Places> {
  const bump = new Bump(firstPlace);
  const at = place(bump);
  const memory = makeMemory(bump.end);
  return { kernel: startKernel<Kernel>(kernelBase64, memory), memory: memory.buffer, at };
}
