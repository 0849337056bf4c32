import type { Bump } from "../../wasm/bump.ts";
import { type PlacedKernel, placeIn } from "../../wasm/place.ts";
import { kernelBase64 } from "./kernel.generated.ts";

/** What kernel/index.ts exports; addresses in bytes. */
export interface Kernel {
  // oxlint-disable-next-line max-params -- eight numbers cross into WebAssembly
  sumLayer(
    values: number,
    first: number,
    units: number,
    bias: number,
    start: number,
    source: number,
    weight: number,
    rectified: number,
  ): void;
  // oxlint-disable-next-line max-params -- six numbers cross into WebAssembly
  encodeSteps(features: number, values: number, steps: number, sources: number, targets: number, count: number): void;
}

const firstPlace = 4096; // the kernel keeps its own below

/** The kernel over fresh memory, as large as `place` takes. Throws a UserError where there is not as much. */
export function placeKernel<Places>(place: (bump: Bump) => Places): PlacedKernel<Kernel, Places> {
  return placeIn<Kernel, Places>({ base64: kernelBase64, firstPlace }, place);
}
