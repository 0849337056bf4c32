import { Layout, startKernel } from "./fast.ts";
import type { Forest } from "./forest.ts";
import { leafView, pureValues, valueWidth } from "./forest.ts";

/** Where rows end in one tree: the value of each row's leaf (see Forest), and the nodes visited on all ways. */
export interface Walker {
  readonly name: string;
  walk(tree: number): { readonly leafValues: Uint32Array; readonly visits: number };
  /** Walks and adds each row's leaf value to `sums`; returns the nodes visited. */
  addTree(tree: number): number;
  /** Sums so far, rows × values. */
  readonly sums: Float64Array;
}

/** Walks one row at a time through the forest's own arrays. `codes`: one array a column, as `codeRows` makes them. */
export function plainWalker(forest: Forest, codes: readonly Uint16Array[], rows: number): Walker {
  const leafValues = new Uint32Array(rows);
  const isLeaf = leafView(forest.columns.length);
  const walk = (tree: number) => {
    const root = forest.treeStart[tree]!;
    let visits = rows;
    for (let row = 0; row < rows; row++) {
      let node = root;
      for (let view = forest.view[node]!; view !== isLeaf; view = forest.view[node]!) {
        const seen = (codes[view >>> 1]![row]! + (view & 1)) & 0xffff;
        node = root + forest.child[node]! + (seen <= forest.cut[node]! ? 0 : 1);
      }
      visits += forest.cut[node]!;
      leafValues[row] = forest.value[node]!;
    }
    return { leafValues, visits };
  };
  const sums = new Float64Array(rows * valueWidth(forest.task));
  const addTree = (tree: number) => {
    const { visits } = walk(tree);
    leafValues.forEach((value, row) => addValue(forest, tree, value, sums, row));
    return visits;
  };
  return { name: "plain", walk, addTree, sums };
}

/** Adds one leaf value of a tree, a class or a row of `values`, to row `row` of `sums`. */
export function addValue(forest: Forest, tree: number, value: number, sums: Float64Array, row: number): void {
  const width = valueWidth(forest.task);
  const pure = pureValues(forest.task);
  if (value < pure) {
    sums[row * width + value]! += 1;
    return;
  }
  const at = (forest.valueStart[tree]! + value - pure) * width;
  for (let i = 0; i < width; i++) sums[row * width + i]! += forest.values[at + i]!;
}

/** The same in compiled code, eight rows at a time, over nodes packed into 8 bytes (see kernel/walk.ts). */
export function fastWalker(forest: Forest, codes: readonly Uint16Array[], rows: number): Walker {
  const layout = new Layout();
  const largest = Math.ceil(largestStep(forest.treeStart) / 4) * 4; // whole steps of packing
  const mostValues = largestStep(forest.valueStart);
  const width = valueWidth(forest.task);
  const views = leafView(codes.length) + 1;
  const [nodesAt, viewAt, cutAt, childAt, valueAt] = [8, 2, 2, 4, 4].map((bytes) =>
    layout.take(bytes * largest),
  );
  const groups = Math.ceil(rows / 8);
  const outAt = layout.take(4 * 8 * groups);
  const valuesAt = layout.take(4 * width * mostValues);
  const sumsAt = layout.take(8 * width * rows);
  const viewsAt = layout.take(16 * views * groups);
  const { kernel, memory } = startKernel(layout.bytes);
  const view = new Uint16Array(memory, viewAt, largest);
  const cut = new Uint16Array(memory, cutAt, largest);
  const child = new Uint32Array(memory, childAt, largest);
  const value = new Uint32Array(memory, valueAt, largest);
  const values = new Float32Array(memory, valuesAt, width * mostValues);
  const leafValues = new Uint32Array(memory, outAt, rows);
  const sums = new Float64Array(memory, sumsAt, rows * width);
  writeViews(codes, new Uint16Array(memory, viewsAt, 8 * views * groups));
  const walk = (tree: number) => {
    const from = forest.treeStart[tree]!;
    const to = forest.treeStart[tree + 1]!;
    view.set(forest.view.subarray(from, to));
    cut.set(forest.cut.subarray(from, to));
    child.set(forest.child.subarray(from, to));
    value.set(forest.value.subarray(from, to));
    kernel.pack(nodesAt!, viewAt!, cutAt!, childAt!, Math.ceil((to - from) / 4) * 4);
    const visits = kernel.walk(nodesAt!, viewsAt, 16 * views, rows, valueAt!, outAt);
    return { leafValues, visits };
  };
  const addTree = (tree: number) => {
    const { visits } = walk(tree);
    values.set(
      forest.values.subarray(width * forest.valueStart[tree]!, width * forest.valueStart[tree + 1]!),
    );
    kernel.addValues(outAt, rows, valuesAt, width, pureValues(forest.task), sumsAt);
    return visits;
  };
  return { name: "fast", walk, addTree, sums };
}

/** Groups of eight rows × views × rows: both views of each column, then the leaves' 0, which fresh memory already holds. */
function writeViews(codes: readonly Uint16Array[], views: Uint16Array): void {
  const group = 8 * (leafView(codes.length) + 1);
  codes.forEach((column, i) => {
    for (let row = 0; row < column.length; row++) {
      const at = (row >>> 3) * group + 16 * i + (row & 7);
      views[at] = column[row]!;
      views[at + 8] = column[row]! + 1; // 65,535, missing, becomes 0
    }
  });
}

/** The largest difference of neighbours: nodes of the largest tree, or rows of values. */
function largestStep(starts: Uint32Array): number {
  let largest = 0;
  for (let i = 1; i < starts.length; i++) largest = Math.max(largest, starts[i]! - starts[i - 1]!);
  return largest;
}
