import type { Bump } from "../wasm/bump.ts";
import { type PlacedKernel, placeIn } from "../wasm/place.ts";
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

/** The kernel over fresh memory, as large as `place` takes. Throws a UserError where there is not as much. */
export function placeKernel<Places>(place: (bump: Bump) => Places): PlacedKernel<Kernel, Places> {
  return placeIn<Kernel, Places>({ base64: kernelBase64, firstPlace }, place);
}
