/**
 * Trees as flat arrays, index = node; tree t owns nodes treeStart[t] to treeStart[t + 1], its root first. With
 * several scores a round, tree t adds to score t modulo their number.
 *
 * The children of an inner node are child and child + 1, counted from the tree's root; a leaf has child 0. An inner
 * node on a numeric column sends codes up to the low byte of `split` left, and missing values where split ≥ 256. One
 * on a category column sends the codes left that are in the set of that number.
 */
export interface Trees {
  readonly treeStart: Uint32Array; // trees + 1
  readonly column: Uint16Array; // 0 in leaves
  readonly split: Uint16Array; // 0 in leaves
  readonly child: Uint16Array;
  readonly value: Float32Array; // what a leaf adds to the score; 0 in inner nodes
  readonly setStart: Uint32Array; // trees + 1: where the sets of a tree begin
  readonly sets: Uint8Array; // 32 bytes each: bit code & 7 of byte code >> 3 is 1 where the code goes left
}

export const setBytes = 32;

/** Trees that there are. */
export function treeCount(trees: Trees): number {
  return trees.treeStart.length - 1;
}

/** Nodes of the largest tree; 0 without one. */
export function largestTree({ treeStart }: Trees): number {
  let largest = 0;
  for (let tree = 1; tree < treeStart.length; tree++) {
    largest = Math.max(largest, treeStart[tree]! - treeStart[tree - 1]!);
  }
  return largest;
}

/** The first `count` trees. */
export function firstTrees(trees: Trees, count: number): Trees {
  const nodes = trees.treeStart[count]!;
  return {
    treeStart: trees.treeStart.slice(0, count + 1),
    column: trees.column.slice(0, nodes),
    split: trees.split.slice(0, nodes),
    child: trees.child.slice(0, nodes),
    value: trees.value.slice(0, nodes),
    setStart: trees.setStart.slice(0, count + 1),
    sets: trees.sets.slice(0, setBytes * trees.setStart[count]!),
  };
}

/**
 * Writes for each code whether it goes right at an inner node, 1, or left, 0. `known` codes of the node's column are
 * known, the next one is missing, those after it do not occur; null for a category column.
 */
// oxlint-disable-next-line max-params -- called for each node of each tree
export function writeSides(
  trees: Trees,
  { tree, node }: { readonly tree: number; readonly node: number },
  known: number | null,
  sides: Uint8Array,
): void {
  const split = trees.split[node]!;
  if (known === null) {
    const set = setBytes * (trees.setStart[tree]! + split);
    for (let code = 0; code < 256; code++) sides[code] = 1 - ((trees.sets[set + (code >>> 3)]! >>> (code & 7)) & 1);
    return;
  }
  sides.fill(0, 0, (split & 255) + 1);
  sides.fill(1, (split & 255) + 1, 256);
  sides[known] = split >= 256 ? 0 : 1;
}

/** The growing arrays of trees. */
export class TreeWriter {
  private readonly treeStart = [0];
  private readonly setStart = [0];
  private readonly column: number[] = [];
  private readonly split: number[] = [];
  private readonly child: number[] = [];
  private readonly value: number[] = [];
  private readonly sets: number[] = [];

  /** A new leaf of the tree at hand; returns its number in it. */
  push(): number {
    this.column.push(0);
    this.split.push(0);
    this.child.push(0);
    return this.value.push(0) - 1 - this.treeStart.at(-1)!;
  }

  setLeaf(node: number, value: number): void {
    this.value[this.treeStart.at(-1)! + node] = Math.fround(value);
  }

  /** Makes an inner node of a leaf. */
  // oxlint-disable-next-line max-params -- called for each node
  setInner(node: number, column: number, split: number, child: number): void {
    const at = this.treeStart.at(-1)! + node;
    this.column[at] = column;
    this.split[at] = split;
    this.child[at] = child;
  }

  /** Keeps which codes go left, given 1 for each that goes right; returns the number of the set in its tree. */
  pushSet(sides: Uint8Array): number {
    for (let byte = 0; byte < setBytes; byte++) {
      let bits = 0;
      for (let bit = 0; bit < 8; bit++) bits |= (1 - sides[8 * byte + bit]!) << bit;
      this.sets.push(bits);
    }
    return this.sets.length / setBytes - 1 - this.setStart.at(-1)!;
  }

  endTree(): void {
    this.treeStart.push(this.value.length);
    this.setStart.push(this.sets.length / setBytes);
  }

  /** Nodes of the tree that ended last. */
  lastTree(): Trees {
    return this.slice(this.treeStart.length - 2);
  }

  read(): Trees {
    return this.slice(0);
  }

  private slice(first: number): Trees {
    const node = this.treeStart[first]!;
    const set = this.setStart[first]!;
    return {
      treeStart: Uint32Array.from(this.treeStart.slice(first), (start) => start - node),
      column: Uint16Array.from(this.column.slice(node)),
      split: Uint16Array.from(this.split.slice(node)),
      child: Uint16Array.from(this.child.slice(node)),
      value: Float32Array.from(this.value.slice(node)),
      setStart: Uint32Array.from(this.setStart.slice(first), (start) => start - set),
      sets: Uint8Array.from(this.sets.slice(setBytes * set)),
    };
  }
}
