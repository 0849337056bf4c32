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

let compiled: WebAssembly.Module | undefined;

/** A kernel over its own memory of at least one page. The module is compiled once; throws where WebAssembly SIMD is missing. */
export function startKernel(memory: WebAssembly.Memory): Kernel {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelBase64, "base64"));
  const instance = new WebAssembly.Instance(compiled, {
    env: {
      memory,
      abort: () => {
        throw new Error("The kernel stopped.");
      },
    },
  });
  return instance.exports as unknown as Kernel;
}
