import { startKernel } from "../../wasm/kernel.ts";
import { kernelBase64 } from "./kernel.generated.ts";

/** What kernel/index.ts exports; addresses in bytes. */
export interface Kernel {
  heapBase(): number;
  refresh(plan: number): void;
  descend(
    plan: number,
    table: number,
    rowNumber: number,
    target: number,
    rowWeight: number,
    rows: number,
    batch: number,
    rates: number,
    decay: number,
    scaleRate: number,
    beta1: number,
    beta2: number,
  ): number;
  predict(plan: number, table: number, rowNumber: number, rows: number, result: number): void;
}

export function startSparseKernel(memory: WebAssembly.Memory): Kernel {
  return startKernel<Kernel>(kernelBase64, memory);
}
