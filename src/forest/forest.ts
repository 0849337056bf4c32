import { joined, type NumberArray } from "../base/join.ts";
import type { RowIndex } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import type { Task } from "../prepare/prepared.ts";

/** What a forest learns from: whole columns, read only at the rows that a call names. */
export interface ForestData {
  readonly columns: readonly Column[]; // numeric and category only
  readonly task: Task;
  readonly targets: Float64Array; // per table row: class number, or target units; NaN or -1 = missing, never used
  readonly weights: Float64Array | null; // per table row, ≥ 0; null = all 1
  readonly groups?: Int32Array | null; // per table row: a tree sees all rows of a group or none; -1 = alone
}

export interface ForestOptions {
  readonly trees: number;
  readonly featuresPerSplit: "sqrt" | "third" | "all" | number; // drawn anew for every split
  readonly minSamplesLeaf: number; // drawn rows, repeats counted
  readonly maxLeaves: number | null; // grown best first when set
  readonly maxDepth: number | null;
  readonly bootstrap: boolean;
  readonly splits: "auto" | "exact" | "binned"; // auto: exact up to 10,000 rows
}

/**
 * How a column became codes. Code c of a numeric column holds the values in (thresholds[c − 1], thresholds[c]];
 * code c of a category column is `levels[c]`, in the order of order.ts. The last code, 65,535, is missing.
 */
export type CodedColumn =
  | { readonly kind: "numeric"; readonly name: string; readonly thresholds: Float64Array }
  | { readonly kind: "category"; readonly name: string; readonly levels: readonly string[] };

/**
 * Trees as flat arrays, index = node; tree t owns nodes treeStart[t] to treeStart[t + 1], its root first.
 *
 * Every column is read in two views, so that one comparison also decides the side of missing values: view 2c is the
 * code of column c, with missing above all; view 2c + 1 is the code plus 1, with missing as 0, below all. A row goes
 * left when its view `view[node]` ≤ threshold[node]. The children of an inner node are child and child + 1, counted
 * from the tree's root.
 *
 * A leaf reads one view more, which is 0 in every row, and leads to itself; its threshold is its depth. Its value is a
 * class when all its rows were of that class, else `classes` + a row of `values`, counted from valueStart[t].
 */
export interface Forest {
  readonly task: Task;
  readonly columns: readonly CodedColumn[];
  readonly seed: number;
  readonly firstTree: number;
  readonly treeStart: Uint32Array; // trees + 1
  readonly view: Uint16Array;
  readonly threshold: Uint16Array;
  readonly child: Uint32Array;
  readonly value: Uint32Array; // 0 in inner nodes
  readonly valueStart: Uint32Array; // trees + 1, in rows of `values`
  readonly values: Float32Array; // rows × classes fractions of impure leaves, or one mean of every leaf
  readonly operations: number; // split-scan steps of the fit: rows looked at, once per node and drawn column
}

/** The view that leaves read. */
export function leafView(columns: number): number {
  return 2 * columns;
}

/** Two views of each column and one for leaves must fit into 16 bits. */
export const mostColumns = 32_767;

/** Values per leaf: one for regression, else one per class. */
export function valueWidth(task: Task): number {
  return task.kind === "regression" ? 1 : task.classes.length;
}

/** Leaf values below this are classes of pure leaves and are stored nowhere. */
export function pureValues(task: Task): number {
  return task.kind === "regression" ? 0 : task.classes.length;
}

/** Trees that a forest holds. */
export function treeCount(forest: Forest): number {
  return forest.treeStart.length - 1;
}

/**
 * scikit-learn's defaults: unlimited depth, leaves of one row, √p columns a split for classes and all for numbers.
 */
export function defaultForestOptions(task: Task, trees = 500): ForestOptions {
  return {
    trees,
    featuresPerSplit: task.kind === "regression" ? "all" : "sqrt",
    minSamplesLeaf: 1,
    maxLeaves: null,
    maxDepth: null,
    bootstrap: true,
    splits: "auto",
  };
}

/** The forest of the first `trees` trees; its arrays are parts of the whole's. */
export function firstTrees(forest: Forest, trees: number): Forest {
  const { treeStart, valueStart, view, threshold, child, value, values } = forest;
  const nodes = treeStart[trees]!;
  return {
    ...forest,
    treeStart: treeStart.subarray(0, trees + 1),
    view: view.subarray(0, nodes),
    threshold: threshold.subarray(0, nodes),
    child: child.subarray(0, nodes),
    value: value.subarray(0, nodes),
    valueStart: valueStart.subarray(0, trees + 1),
    values: values.subarray(0, valueStart[trees]! * valueWidth(forest.task)),
  };
}

/** What a forest costs to store: nodes, numbers in them, and bytes of its arrays. */
export function forestSize(forest: Forest): { nodes: number; leaves: number; parameters: number; bytes: number } {
  const nodes = forest.treeStart.at(-1)!;
  const leaves = (nodes + treeCount(forest)) / 2; // each tree has one more than inner nodes
  const perLeaf = Math.max(1, valueWidth(forest.task) - 1);
  const values = forest.valueStart.at(-1)! * valueWidth(forest.task);
  return {
    nodes,
    leaves,
    // Breiman's count: where and at what to split; K − 1 free fractions
    parameters: 2 * (nodes - leaves) + perLeaf * leaves,
    bytes: nodes * 12 + values * 4,
  };
}

/**
 * One forest from parts grown with the same data, options and seed; `parts` in order of their trees. Throws when they
 * do not follow on.
 */
export function joinForests(parts: readonly Forest[]): Forest {
  const [first] = parts;
  if (first === undefined) throw new Error("No forest to join.");
  let expected = first.firstTree;
  for (const part of parts) {
    if (part.firstTree !== expected || part.seed !== first.seed) throw new Error("Parts of different forests.");
    expected += treeCount(part);
  }
  const all = <T extends NumberArray>(Type: new (length: number) => T, arrayOf: (part: Forest) => T): T =>
    joined(Type, parts.map(arrayOf));
  return {
    ...first,
    treeStart: joinStarts(parts.map((part) => part.treeStart)),
    view: all(Uint16Array, (part) => part.view),
    threshold: all(Uint16Array, (part) => part.threshold),
    child: all(Uint32Array, (part) => part.child),
    value: all(Uint32Array, (part) => part.value),
    valueStart: joinStarts(parts.map((part) => part.valueStart)),
    values: all(Float32Array, (part) => part.values),
    operations: parts.reduce((sum, part) => sum + part.operations, 0),
  };
}

/** Starts of the parts, each shifted by the end of the one before it. */
function joinStarts(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((length, starts) => length + starts.length - 1, 1));
  let at = 0;
  for (const starts of parts) {
    const shift = all[at]!;
    for (let i = 1; i < starts.length; i++) all[++at] = shift + starts[i]!;
  }
  return all;
}

/** Rows of `rows` that carry a target and a positive weight: those that can teach. */
export function teachingRows(data: ForestData, rows: RowIndex): RowIndex {
  return rows.filter((row) => {
    const target = data.targets[row]!;
    const known = data.task.kind === "regression" ? Number.isFinite(target) : target >= 0;
    const weight = data.weights === null ? 1 : data.weights[row]!;
    return known && weight > 0 && weight < Infinity;
  });
}
