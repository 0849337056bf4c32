import type { Bump } from "../wasm/bump.ts";
import { type Kernel, placeKernel } from "./kernel.ts";
import type { CodedColumn, Forest } from "./forest.ts";
import { leafView, pureValues, treeCount, valueWidth } from "./forest.ts";
import { missing, narrowMissing } from "./schema.ts";
import type { Walker } from "./walk.ts";

const nodesAtOnce = 2048; // small trees are copied into the kernel's memory together

/** `plainWalker` in compiled code, eight rows at a time, over nodes packed into a word each (see kernel/walk.ts). */
export function fastWalker(forest: Forest, codes: readonly Uint16Array[], rows: number): Walker {
  return new FastWalker(forest, codes, rows);
}

/**
 * What a record of one row holds: all views, or without missing values the even ones, which are the codes; then the
 * leaves' 0.
 */
function planRecord(forest: Forest, codes: readonly Uint16Array[]) {
  const pairs = codes.some((column) => column.includes(missing));
  const views = (pairs ? leafView(codes.length) : codes.length) + 1;
  const codesOf = (column: CodedColumn) =>
    column.kind === "numeric" ? column.thresholds.length + 1 : column.levels.length;
  const few = forest.columns.every((column) => codesOf(column) <= narrowMissing);
  // Nodes of 4 bytes over codes of one byte, where all codes, views and nodes of a tree are few; else 8 over two.
  const narrow = few && views <= 256 && largestStep(forest.treeStart) <= 65_536;
  return { pairs, views, narrow, bytes: narrow ? views : 2 * views };
}

type RecordPlan = ReturnType<typeof planRecord>;

class FastWalker implements Walker {
  readonly name: "narrow" | "wide";
  readonly sums: Float64Array;
  private readonly forest: Forest;
  private readonly kernel: Kernel;
  private readonly at: ReturnType<typeof placeWalk>;
  private readonly rows: number;
  private readonly record: RecordPlan;
  private readonly leafValues: Uint32Array;
  // room in the kernel's memory
  private readonly loaded: Pick<Forest, "view" | "threshold" | "child" | "value" | "values">;
  private first = 0; // trees [first, end) are loaded
  private end = 0;

  constructor(forest: Forest, codes: readonly Uint16Array[], rows: number) {
    const record = planRecord(forest, codes);
    const { kernel, memory, at } = placeKernel((bump) => placeWalk(bump, forest, { ...record, rows }));
    this.name = record.narrow ? "narrow" : "wide";
    this.forest = forest;
    this.kernel = kernel;
    this.at = at;
    this.rows = rows;
    this.record = record;
    this.leafValues = new Uint32Array(memory, at.out, rows);
    this.sums = new Float64Array(memory, at.sums, rows * valueWidth(forest.task));
    this.loaded = {
      view: new Uint16Array(memory, at.view, at.nodeRoom),
      threshold: new Uint16Array(memory, at.threshold, at.nodeRoom),
      child: new Uint32Array(memory, at.child, at.nodeRoom),
      value: new Uint32Array(memory, at.value, at.nodeRoom),
      values: new Float32Array(memory, at.values, at.valueRoom),
    };
    const Codes = record.narrow ? Uint8Array : Uint16Array;
    writeRecords(codes, { ...record, rows }, new Codes(memory, at.records));
  }

  walk(tree: number): { leafValues: Uint32Array; visits: number } {
    if (tree < this.first || tree >= this.end) this.load(tree);
    const { kernel, at, rows } = this;
    const stride = this.record.bytes;
    const pairs = Number(this.record.pairs);
    const { treeStart } = this.forest;
    const before = treeStart[tree]! - treeStart[this.first]!;
    const [view, threshold] = [at.view + 2 * before, at.threshold + 2 * before];
    const [child, value] = [at.child + 4 * before, at.value + 4 * before];
    const count = Math.ceil((treeStart[tree + 1]! - treeStart[tree]!) / 4) * 4;
    let visits: number;
    if (this.name === "narrow") {
      kernel.packNarrow(view, threshold, child, count, pairs);
      visits = kernel.walkNarrow(at.records, stride, rows, at.list, threshold, value, at.out, count);
    } else {
      kernel.packWide(view, threshold, child, count, pairs);
      visits = kernel.walkWide(at.records, stride, rows, at.list, threshold, value, at.out, count);
    }
    return { leafValues: this.leafValues, visits };
  }

  addTree(tree: number): number {
    const { visits } = this.walk(tree);
    const { forest, kernel, at, rows } = this;
    const width = valueWidth(forest.task);
    const values = at.values + 4 * width * (forest.valueStart[tree]! - forest.valueStart[this.first]!);
    kernel.addValues(at.out, rows, values, width, pureValues(forest.task), at.sums);
    return visits;
  }

  /** Copies trees from `first` on, as many as there is room for. */
  private load(first: number): void {
    const { treeStart, valueStart, view, threshold, child, value, values, task } = this.forest;
    const { loaded, at } = this;
    const width = valueWidth(task);
    const from = treeStart[first]!;
    const valuesFrom = valueStart[first]!;
    let end = first + 1;
    const fits = (tree: number) =>
      treeStart[tree + 1]! - from <= at.nodeRoom && width * (valueStart[tree + 1]! - valuesFrom) <= at.valueRoom;
    while (end < treeCount(this.forest) && fits(end)) end++;
    const to = treeStart[end]!;
    loaded.view.set(view.subarray(from, to));
    loaded.threshold.set(threshold.subarray(from, to));
    loaded.child.set(child.subarray(from, to));
    loaded.value.set(value.subarray(from, to));
    loaded.values.set(values.subarray(width * valuesFrom, width * valueStart[end]!));
    this.first = first;
    this.end = end;
  }
}

const rowsAtOnce = 256; // their records stay in the cache while the columns are written one after the other

/** One record after the other; the leaves' 0 is what fresh memory holds. */
function writeRecords(
  codes: readonly Uint16Array[],
  { pairs, views, rows }: RecordPlan & { readonly rows: number },
  records: Uint8Array | Uint16Array,
): void {
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const to = Math.min(rows, from + rowsAtOnce);
    codes.forEach((column, i) => {
      const at = from * views + (pairs ? 2 * i : i);
      writeView(column.subarray(from, to), 0, records, at, views);
      if (pairs) writeView(column.subarray(from, to), 1, records, at + 1, views);
    });
  }
}

/** One view of a few records; in one byte 65,535, missing, becomes 255 in the even view and 0 in the odd one. */
// oxlint-disable-next-line max-params -- called for each column of each few records
function writeView(
  codes: Uint16Array,
  added: number,
  records: Uint8Array | Uint16Array,
  first: number,
  step: number,
): void {
  for (let row = 0, at = first; row < codes.length; row++, at += step) records[at] = codes[row]! + added;
}

/** Where each array of the walk lies, in bytes, and how many nodes and values there is room for; see kernel/walk.ts. */
function placeWalk(bump: Bump, forest: Forest, { narrow, bytes, rows }: RecordPlan & { readonly rows: number }) {
  const width = valueWidth(forest.task);
  const largestTree = largestStep(forest.treeStart) + 3; // whole steps of packing
  const nodeRoom = Math.max(largestTree, nodesAtOnce);
  const valueRoom = Math.max(width * largestStep(forest.valueStart), nodesAtOnce);
  const rowRoom = rows + 8; // for whole groups of eight
  const places = {
    nodes: bump.take((narrow ? 4 : 8) * largestTree), // first, at `firstPlace`
    view: bump.take(2 * nodeRoom),
    threshold: bump.take(2 * nodeRoom),
    child: bump.take(4 * nodeRoom),
    value: bump.take(4 * nodeRoom),
    values: bump.take(4 * valueRoom),
    out: bump.take(4 * rowRoom),
    list: bump.take(4 * rowRoom),
    sums: bump.take(8 * width * rows),
    records: bump.take(bytes * rows),
  };
  return { ...places, nodeRoom, valueRoom };
}

/** The largest difference of neighbours: nodes of the largest tree, or rows of values. */
function largestStep(starts: Uint32Array): number {
  let largest = 0;
  for (let i = 1; i < starts.length; i++) largest = Math.max(largest, starts[i]! - starts[i - 1]!);
  return largest;
}
