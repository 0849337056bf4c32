import { codeCount, TreeNode } from "./schema.ts";
import { type Trees, writeSides } from "./trees.ts";

const { bytes, offsets } = TreeNode;

/** A tree in the memory of the kernel, as `walk` of kernel/rows.ts reads it. */
export class LoadedTree {
  private readonly words: Uint32Array;
  private readonly numbers: Float64Array;
  private readonly sides: Uint8Array;

  /** Room for this many nodes at `nodes` and their sides at `sides`, bytes of `memory`. */
  // oxlint-disable-next-line max-params -- places in one memory
  constructor(memory: ArrayBuffer, nodes: number, sides: number, room: number) {
    this.words = new Uint32Array(memory, nodes, (bytes / 4) * room);
    this.numbers = new Float64Array(memory, nodes, (bytes / 8) * room);
    this.sides = new Uint8Array(memory, sides, codeCount * room);
  }

  /** Loads one tree; the codes of column c lie at `codes.at` + c · `codes.rows`. */
  // oxlint-disable-next-line max-params -- called for each tree and round
  load(
    trees: Trees,
    tree: number,
    columns: readonly { readonly known: number; readonly category: boolean }[],
    codes: { readonly at: number; readonly rows: number },
  ): void {
    const first = trees.treeStart[tree]!;
    for (let node = first; node < trees.treeStart[tree + 1]!; node++) {
      const at = (node - first) * bytes;
      const child = trees.child[node]!;
      this.words[(at + offsets.child) / 4] = child;
      this.numbers[(at + offsets.value) / 8] = trees.value[node]!;
      if (child === 0) continue;
      const column = trees.column[node]!;
      const { known, category } = columns[column]!;
      this.words[(at + offsets.codes) / 4] = codes.at + column * codes.rows;
      const side = codeCount * (node - first);
      writeSides(trees, { tree, node }, category ? null : known, this.sides.subarray(side, side + codeCount));
    }
  }
}
