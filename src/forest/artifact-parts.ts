import { bitsFor } from "./bits.ts";
import { type Forest, leafView, pureValues, treeCount, valueWidth } from "./forest.ts";

// What is gathered of a whole forest before its file is written.

/** Of each numeric column the codes at which some node divides known values, ascending. */
export function usedThresholds(forest: Forest): Uint16Array[] {
  const used = forest.columns.map(() => new Set<number>());
  forest.view.forEach((view, node) => {
    const column = forest.columns[view >>> 1];
    const code = forest.threshold[node]! - (view & 1);
    if (column?.kind === "numeric" && code < column.thresholds.length) used[view >>> 1]!.add(code);
  });
  return used.map((codes) => Uint16Array.from(codes).sort());
}

/** Rows of leaf values, each once if that makes the file smaller; then the number of each row of the forest as well. */
export function leafRows(forest: Forest) {
  const { task, values } = forest;
  const width = valueWidth(task);
  const rows = leafOrder(forest);
  const count = rows.length;
  const pick = (chosen: readonly number[]): Float32Array => {
    const picked = new Float32Array(width * chosen.length);
    chosen.forEach((row, i) => picked.set(values.subarray(row * width, (row + 1) * width), i * width));
    return picked;
  };
  const seen = new Map<number | string, number>();
  const first: number[] = [];
  const numbers = new Uint32Array(count);
  for (const row of rows) {
    const key = width === 1 ? values[row]! : values.subarray(row * width, (row + 1) * width).join();
    const known = seen.get(key) ?? seen.size;
    if (known === seen.size) first.push(row);
    seen.set(key, known);
    numbers[row] = known;
  }
  const sharedBits = 32 * width * seen.size + count * bitsFor(pureValues(task) + seen.size);
  const plainBits = 32 * width * count + count * bitsFor(pureValues(task) + 1);
  if (sharedBits >= plainBits) return { count, values: pick(rows), numbers: null };
  return { count: seen.size, values: pick(first), numbers };
}

/** Rows of leaf values in the order in which the trees name them. */
function leafOrder(forest: Forest): number[] {
  const isLeaf = leafView(forest.columns.length);
  const pure = pureValues(forest.task);
  const rows: number[] = [];
  for (let tree = 0; tree < treeCount(forest); tree++) {
    for (const node of preorder(forest, tree)) {
      const at = forest.treeStart[tree]! + node;
      const value = forest.value[at]!;
      if (forest.view[at] === isLeaf && value >= pure) rows.push(forest.valueStart[tree]! + value - pure);
    }
  }
  return rows;
}

/** Nodes of a tree, counted from its root: each before those below it, the left ones first. */
export function* preorder({ treeStart, view, child, columns }: Forest, tree: number): Generator<number> {
  const root = treeStart[tree]!;
  const waiting = [0];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    if (view[root + node] !== leafView(columns.length)) waiting.push(child[root + node]! + 1, child[root + node]!);
  }
}
