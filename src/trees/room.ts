/** Growing rows of leaf values. */
export class LeafRows {
  private readonly width: number;
  private values = new Float32Array(1024);
  private length = 0;

  constructor(width: number) {
    this.width = width;
  }

  /** Returns the number of the new row. */
  push(row: Float32Array): number {
    if (this.length + this.width > this.values.length) {
      const wider = new Float32Array(2 * (this.length + this.width));
      wider.set(this.values);
      this.values = wider;
    }
    this.values.set(row, this.length);
    this.length += this.width;
    return this.length / this.width - 1;
  }

  read(): Float32Array {
    return this.values.slice(0, this.length);
  }
}

/** Room for nodes, all leaves of row 0 at first, which doubles when it runs out. */
export class NodeRoom {
  view: Uint32Array;
  threshold: Uint16Array;
  child: Uint32Array;

  constructor(nodes: number) {
    this.view = new Uint32Array(nodes);
    this.threshold = new Uint16Array(nodes);
    this.child = new Uint32Array(nodes);
  }

  fit(nodes: number): void {
    if (nodes <= this.view.length) return;
    const { view, threshold, child } = this;
    const wider = new NodeRoom(2 * nodes);
    wider.view.set(view);
    wider.threshold.set(threshold);
    wider.child.set(child);
    ({ view: this.view, threshold: this.threshold, child: this.child } = wider);
  }

  read(nodes: number) {
    return {
      view: this.view.slice(0, nodes),
      threshold: this.threshold.slice(0, nodes),
      child: this.child.slice(0, nodes),
    };
  }
}
