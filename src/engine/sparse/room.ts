import type { Bump } from "../../wasm/bump.ts";
import { slotBytes } from "./blocks.ts";

/** Where a trainer's bytes are taken from: those that it keeps, and a scratch for what it derives from them. */
export interface Room {
  readonly own: Bump;
  readonly scratch: Bump;
}

/** The address of a panel's slots for this many units. */
export function takeSlots(scratch: Bump, units: number): number {
  return scratch.take(units * slotBytes, slotBytes);
}
