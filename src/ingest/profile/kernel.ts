import { startKernel } from "../../wasm/kernel.ts";
import { kernelBase64 } from "./kernel.generated.ts";

/** What kernel/index.ts exports; addresses in bytes. */
export interface Kernel {
  setSteps(values: number, end: number, scale: number, first: number, steps: number): number;
  sortByDigit(...places: SortPlaces): void;
  countRuns(sorted: number, count: number): number;
}

type SortPlaces = [from: number, to: number, count: number, shift: number, bits: number, counters: number];

/** The kernel over a memory. Throws where WebAssembly SIMD is missing. */
export function openKernel(memory: WebAssembly.Memory): Kernel {
  return startKernel<Kernel>(kernelBase64, memory);
}
