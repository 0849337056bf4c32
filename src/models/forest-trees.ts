import { Random } from "../base/random.ts";
import { type ForestCalibration, uncalibrated } from "../forest/calibration.ts";
import { type CodedColumn, type Forest, leafView, pureValues, treeCount, valueWidth } from "../forest/forest.ts";
import { shareSteps, type TreeEnsemble, type TreeInput } from "../trees/trees.ts";

/** A forest of up to this many leaves keeps its numbers as they are. */
const fewLeaves = 100_000;

/**
 * Steps of a grid on which the mean of all trees is off by a 20,000th of its range, as a standard deviation. Numbers
 * are rounded up or down at random, in the mean to themselves: each of T trees is off by √(1/6) steps, and since they
 * are rounded apart their mean by √T times less.
 */
function gridSteps(trees: number): number {
  return Math.min(65_535, Math.ceil((20_000 * Math.sqrt(1 / 6)) / Math.sqrt(trees)));
}

/**
 * A forest as a model file keeps it: the thresholds that some node uses, and leaf values in steps. Its task is that of
 * the rows it learnt from.
 */
export function forestTrees(forest: Forest, calibration: ForestCalibration = uncalibrated): TreeEnsemble {
  const { task, columns } = forest;
  const used = usedThresholds(forest);
  const isLeaf = leafView(columns.length);
  const ranks = used.map((codes) => new Map(Array.from(codes, (code, rank) => [code, rank])));
  const nodes = forest.view.length;
  const [view, threshold, child] = [new Uint32Array(nodes), new Uint16Array(nodes), new Uint32Array(nodes)];
  const leaves = leafValues(forest);
  for (let tree = 0; tree < treeCount(forest); tree++) {
    const root = forest.treeStart[tree]!;
    for (let node = root; node < forest.treeStart[tree + 1]!; node++) {
      const seen = forest.view[node]!;
      if (seen === isLeaf) {
        view[node] = leaves.rowOf(tree, forest.value[node]!);
        continue;
      }
      const odd = seen & 1;
      const code = forest.threshold[node]! - odd;
      view[node] = seen;
      threshold[node] = odd + stepOf(columns[seen >>> 1]!, { code, ranks: ranks[seen >>> 1]! });
      child[node] = root + forest.child[node]!;
    }
  }
  return {
    inputs: columns.map((column, i) => inputOf(column, used[i]!)),
    leaf: leaves.form,
    members: [treeCount(forest)],
    combine: "mean",
    start: new Array<number>(valueWidth(task)).fill(0),
    inverseTemperature: calibration.inverseTemperature,
    floor: calibration.floor,
    treeStart: forest.treeStart.slice(),
    ...{ view, threshold, child, values: leaves.values },
  };
}

function inputOf(column: CodedColumn, used: Uint16Array): TreeInput {
  const { name } = column;
  if (column.kind === "category") return { kind: "order", column: name, levels: column.levels };
  return { kind: "number", column: name, thresholds: Float64Array.from(used, (code) => column.thresholds[code]!) };
}

/** The code up to which known values go left, among the thresholds in use; their number where all do. */
function stepOf(
  column: CodedColumn,
  { code, ranks }: { readonly code: number; readonly ranks: ReadonlyMap<number, number> },
): number {
  if (column.kind === "category") return Math.min(code, column.levels.length - 1);
  return code < column.thresholds.length ? ranks.get(code)! : ranks.size;
}

/** Of each numeric column the codes at which some node divides known values, ascending. */
function usedThresholds(forest: Forest): Uint16Array[] {
  const used = forest.columns.map(() => new Set<number>());
  forest.view.forEach((view, node) => {
    const column = forest.columns[view >>> 1];
    const code = forest.threshold[node]! - (view & 1);
    if (column?.kind === "numeric" && code < column.thresholds.length) used[view >>> 1]!.add(code);
  });
  return used.map((codes) => Uint16Array.from(codes).sort());
}

/** Leaf values in steps, and where the value of a leaf lies among them. */
function leafValues(forest: Forest): Pick<TreeEnsemble, "values"> & {
  readonly form: TreeEnsemble["leaf"];
  readonly rowOf: (tree: number, value: number) => number;
} {
  const { task, valueStart } = forest;
  const pure = pureValues(task);
  const rowOf = (tree: number, value: number) => (value < pure ? value : valueStart[tree]! + value);
  if (task.kind === "classification") return { form: { kind: "shares" }, values: shares(forest), rowOf };
  const values = forest.values.map((value) => (value - task.mean) / task.deviation);
  if (values.length <= fewLeaves) return { form: { kind: "single" }, values, rowOf };
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const steps = gridSteps(treeCount(forest));
  const width = high - low || 1;
  const random = Random.of(forest.seed, "leaves");
  const onGrid = (value: number) => {
    const step = Math.min(steps, Math.floor(((value - low) / width) * steps + random.uniform()));
    return low + (width * step) / steps;
  };
  return { form: { kind: "grid", low, high, steps }, values: values.map(onGrid), rowOf };
}

/** A row for each class alone, then those of impure leaves: in steps that still add up to 1. */
function shares({ task, values }: Forest): Float32Array {
  const width = valueWidth(task);
  const rows = new Float32Array(width * width + values.length);
  for (let c = 0; c < width; c++) rows[c * width + c] = 1;
  for (let at = 0; at < values.length; at += width) {
    let [sum, before] = [0, 0];
    for (let c = 0; c < width; c++) {
      sum += values[at + c]!;
      const upTo = c + 1 < width ? Math.min(shareSteps, Math.round(sum * shareSteps)) : shareSteps;
      rows[width * width + at + c] = (upTo - before) / shareSteps;
      before = upTo;
    }
  }
  return rows;
}
