import type { Kernel } from "./fast.ts";
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
  return new FastWalker(forest, codes, rows);
}

class FastWalker implements Walker {
  readonly name = "fast";
  readonly sums: Float64Array;
  private readonly forest: Forest;
  private readonly kernel: Kernel;
  private readonly memory: ArrayBuffer;
  private readonly at: ReturnType<typeof planWalk>;
  private readonly rows: number;
  private readonly leafValues: Uint32Array;

  constructor(forest: Forest, codes: readonly Uint16Array[], rows: number) {
    this.forest = forest;
    this.rows = rows;
    this.at = planWalk(forest, codes.length, rows);
    const { kernel, memory } = startKernel(this.at.bytes);
    this.kernel = kernel;
    this.memory = memory;
    this.leafValues = new Uint32Array(memory, this.at.out, rows);
    this.sums = new Float64Array(memory, this.at.sums, rows * valueWidth(forest.task));
    writeViews(codes, new Uint16Array(memory, this.at.views));
  }

  walk(tree: number): { leafValues: Uint32Array; visits: number } {
    const { forest, at, kernel, memory } = this;
    const from = forest.treeStart[tree]!;
    const to = forest.treeStart[tree + 1]!;
    new Uint16Array(memory, at.view).set(forest.view.subarray(from, to));
    new Uint16Array(memory, at.cut).set(forest.cut.subarray(from, to));
    new Uint32Array(memory, at.child).set(forest.child.subarray(from, to));
    new Uint32Array(memory, at.value).set(forest.value.subarray(from, to));
    kernel.pack(at.nodes, at.view, at.cut, at.child, Math.ceil((to - from) / 4) * 4);
    const stride = 16 * (leafView(forest.columns.length) + 1);
    const visits = kernel.walk(at.nodes, at.views, stride, this.rows, at.value, at.out);
    return { leafValues: this.leafValues, visits };
  }

  addTree(tree: number): number {
    const { forest, at, kernel, memory } = this;
    const { visits } = this.walk(tree);
    const width = valueWidth(forest.task);
    const [first, last] = [forest.valueStart[tree]!, forest.valueStart[tree + 1]!];
    new Float32Array(memory, at.values).set(forest.values.subarray(width * first, width * last));
    kernel.addValues(at.out, this.rows, at.values, width, pureValues(forest.task), at.sums);
    return visits;
  }
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

/** Where each array of the walk lies, in bytes; see kernel/walk.ts. */
function planWalk(forest: Forest, columns: number, rows: number) {
  const layout = new Layout();
  const nodes = Math.ceil(largestStep(forest.treeStart) / 4) * 4; // whole steps of packing
  const width = valueWidth(forest.task);
  const groups = Math.ceil(rows / 8);
  const places = {
    nodes: layout.take(8 * nodes),
    view: layout.take(2 * nodes),
    cut: layout.take(2 * nodes),
    child: layout.take(4 * nodes),
    value: layout.take(4 * nodes),
    values: layout.take(4 * width * largestStep(forest.valueStart)),
    out: layout.take(4 * 8 * groups),
    sums: layout.take(8 * width * rows),
    views: layout.take(16 * (leafView(columns) + 1) * groups),
  };
  return { ...places, bytes: layout.bytes };
}

/** The largest difference of neighbours: nodes of the largest tree, or rows of values. */
function largestStep(starts: Uint32Array): number {
  let largest = 0;
  for (let i = 1; i < starts.length; i++) largest = Math.max(largest, starts[i]! - starts[i - 1]!);
  return largest;
}
