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
        node = root + forest.child[node]! + (seen <= forest.threshold[node]! ? 0 : 1);
      }
      visits += forest.threshold[node]!;
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
// oxlint-disable-next-line max-params -- called for each row and tree
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
