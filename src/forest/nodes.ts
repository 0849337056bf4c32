import type { Forest } from "./forest.ts";

/** The growing arrays of a forest: nodes and leaf values are pushed, room doubles when it runs out. */
export class Nodes {
  count = 0;
  view = new Uint16Array(1024);
  threshold = new Uint16Array(1024);
  child = new Uint32Array(1024);
  value = new Uint32Array(1024);
  values = new Float32Array(1024);
  valueCount = 0; // numbers in `values`

  /** A new node, all zero; returns its number. */
  push(): number {
    if (this.count === this.view.length) this.grow();
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

  /** Copies without spare room. */
  read(): Pick<Forest, "view" | "threshold" | "child" | "value" | "values"> {
    return {
      view: this.view.slice(0, this.count),
      threshold: this.threshold.slice(0, this.count),
      child: this.child.slice(0, this.count),
      value: this.value.slice(0, this.count),
      values: this.values.slice(0, this.valueCount),
    };
  }

  private grow(): void {
    this.view = doubled16(this.view);
    this.threshold = doubled16(this.threshold);
    this.child = doubled32(this.child);
    this.value = doubled32(this.value);
  }
}

function doubled16(values: Uint16Array): Uint16Array<ArrayBuffer> {
  const wider = new Uint16Array(2 * values.length);
  wider.set(values);
  return wider;
}

function doubled32(values: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(2 * values.length);
  wider.set(values);
  return wider;
}
