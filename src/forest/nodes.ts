import { leaf } from "./forest.ts";

/** The growing arrays of a forest: nodes and leaf values are pushed, room doubles when it runs out. */
export class Nodes {
  count = 0;
  feature = new Uint16Array(1024);
  low = new Uint16Array(1024);
  width = new Uint16Array(1024);
  child = new Uint32Array(1024);
  values = new Float32Array(1024);
  valueCount = 0; // numbers in `values`

  /** A new leaf without a value; returns its number. */
  push(): number {
    if (this.count === this.feature.length) this.grow();
    this.feature[this.count] = leaf;
    return this.count++;
  }

  pushValue(value: number): void {
    if (this.valueCount === this.values.length) {
      const wider = new Float32Array(2 * this.values.length);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.valueCount++] = value;
  }

  private grow(): void {
    const room = 2 * this.count;
    const wider = (narrow: Uint16Array) => {
      const wide = new Uint16Array(room);
      wide.set(narrow);
      return wide;
    };
    this.feature = wider(this.feature);
    this.low = wider(this.low);
    this.width = wider(this.width);
    const child = new Uint32Array(room);
    child.set(this.child);
    this.child = child;
  }
}
