import { startKernel } from "../../wasm/kernel.ts";
import { kernelBase64 } from "./kernel.generated.ts";

/** What kernel/index.ts exports; addresses in bytes, plans are records of schema.ts. */
export interface Kernel {
  usePowers(address: number): void;
  scan(piece: number): void;
  numbers(piece: number, column: number, from: number): number;
  texts(piece: number, column: number, from: number): number;
  rehash(column: number): void;
}

/** The kernel over a memory. Throws where WebAssembly SIMD is missing. */
export function openKernel(memory: WebAssembly.Memory): Kernel {
  return startKernel<Kernel>(kernelBase64, memory);
}
