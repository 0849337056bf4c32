import { Layout, startKernel } from "./fast.ts";
import type { Forest } from "./forest.ts";
import { leaf, missing, treeCount } from "./forest.ts";

/** Where rows end in one tree: the leaf's node (from the tree's root) of each row, and the nodes visited on all ways. */
export interface Walker {
  readonly name: string;
  walk(tree: number): { readonly leaves: Uint32Array; readonly visits: number };
}

/** Walks one row at a time through the forest's own arrays. `codes`: one array a column, as `codeRows` makes them. */
export function plainWalker(forest: Forest, codes: readonly Uint16Array[], rows: number): Walker {
  const leaves = new Uint32Array(rows);
  const walk = (tree: number) => {
    const root = forest.treeStart[tree]!;
    let visits = rows;
    for (let row = 0; row < rows; row++) {
      let node = 0;
      for (; forest.feature[root + node] !== leaf; visits++) {
        const code = codes[forest.feature[root + node]!]![row]!;
        const goesLeft = ((code - forest.low[root + node]!) & 0xffff) <= forest.width[root + node]!;
        node = forest.child[root + node]! + (goesLeft ? 0 : 1);
      }
      leaves[row] = node;
    }
    return { leaves, visits };
  };
  return { name: "plain", walk };
}

/** The packed feature number has 15 bits. */
export const mostWalkedColumns = 32768;

/** The same in compiled code, eight rows at a time, over nodes packed into 8 bytes (see kernel/walk.ts). */
export function fastWalker(forest: Forest, codes: readonly Uint16Array[], rows: number): Walker {
  const layout = new Layout();
  const nodesAt = layout.take(8 * largestTree(forest));
  const leavesAt = layout.take(4 * rows);
  const codesAt = layout.take(2 * codes.length * rows);
  const { kernel, memory } = startKernel(layout.bytes);
  const halves = new Uint16Array(memory, nodesAt);
  const words = new Uint32Array(memory, nodesAt);
  const leaves = new Uint32Array(memory, leavesAt, rows);
  const depth = new Uint32Array(largestTree(forest));
  const byRow = new Uint16Array(memory, codesAt, codes.length * rows);
  codes.forEach((column, i) => {
    for (let row = 0; row < rows; row++) byRow[row * codes.length + i] = column[row]!;
  });
  const walk = (tree: number) => {
    packTree(forest, tree, halves, words, depth);
    kernel.walk(nodesAt, codesAt, codes.length, rows, leavesAt);
    let visits = rows;
    for (let row = 0; row < rows; row++) visits += depth[leaves[row]!]!;
    return { leaves, visits };
  };
  return { name: "fast", walk };
}

function largestTree(forest: Forest): number {
  let largest = 1;
  for (let tree = 0; tree < treeCount(forest); tree++) {
    largest = Math.max(largest, forest.treeStart[tree + 1]! - forest.treeStart[tree]!);
  }
  return largest;
}

function packTree(
  forest: Forest,
  tree: number,
  halves: Uint16Array,
  words: Uint32Array,
  depth: Uint32Array,
): void {
  const root = forest.treeStart[tree]!;
  const count = forest.treeStart[tree + 1]! - root;
  depth[0] = 0;
  for (let node = 0; node < count; node++) {
    const feature = forest.feature[root + node]!;
    if (feature === leaf) {
      halves[4 * node] = 0;
      halves[4 * node + 1] = 65535;
      words[2 * node + 1] = node;
      continue;
    }
    const child = forest.child[root + node]!;
    halves[4 * node] = feature | (forest.low[root + node] === missing ? 0x8000 : 0);
    halves[4 * node + 1] = forest.width[root + node]!;
    words[2 * node + 1] = child;
    depth[child] = depth[child + 1] = depth[node]! + 1;
  }
}
