import { roundUp, slotBytes } from "./blocks.ts";

/** Hands out bytes from `end` up. */
export class Taker {
  end: number;

  constructor(base: number) {
    this.end = base;
  }

  take(bytes: number, align = 16): number {
    const start = roundUp(this.end, align);
    this.end = start + bytes;
    return start;
  }

  slots(units: number): number {
    return this.take(units * slotBytes, slotBytes);
  }
}
