import type { Split } from "./search.ts";

/** A node that waits to be divided. */
export interface OpenNode {
  readonly node: number;
  readonly start: number; // positions [start, end)
  readonly end: number;
  readonly depth: number;
  readonly gain: number; // 0 unless it was searched
  readonly split: Split | null; // null until it is searched
}

/**
 * Nodes that wait: the last one first, or with `bestFirst` the largest gain first (a binary heap; earlier nodes win
 * ties).
 */
export class Frontier {
  private readonly open: OpenNode[] = [];
  private readonly bestFirst: boolean;

  constructor(bestFirst: boolean) {
    this.bestFirst = bestFirst;
  }

  push(node: OpenNode): void {
    this.open.push(node);
    if (!this.bestFirst) return;
    let at = this.open.length - 1;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.before(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  pop(): OpenNode | undefined {
    if (!this.bestFirst || this.open.length < 2) return this.open.pop();
    this.swap(0, this.open.length - 1);
    const popped = this.open.pop();
    for (let at = 0; ; ) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.open.length && this.before(child, first)) first = child;
      }
      if (first === at) return popped;
      this.swap(at, first);
      at = first;
    }
  }

  private before(a: number, b: number): boolean {
    const first = this.open[a]!;
    const second = this.open[b]!;
    return first.gain > second.gain || (first.gain === second.gain && first.node < second.node);
  }

  private swap(a: number, b: number): void {
    const held = this.open[a]!;
    this.open[a] = this.open[b]!;
    this.open[b] = held;
  }
}
