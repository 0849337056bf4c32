import type { Bump } from "../wasm/bump.ts";
import { type PlacedKernel, placeIn } from "../wasm/place.ts";
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

/** The kernel over fresh memory, as large as `place` takes. Throws a UserError where there is not as much. */
export function placeKernel<Places>(place: (bump: Bump) => Places): PlacedKernel<Kernel, Places> {
  return placeIn<Kernel, Places>({ base64: kernelBase64, firstPlace }, place);
}
