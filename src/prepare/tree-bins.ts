import type { Target } from "./target.ts";

/** Values of one column, ascending, and the target of the row of each. */
export interface SortedPairs {
  readonly values: Float64Array;
  readonly targets: Float32Array;
}

interface Leaf {
  readonly from: number;
  readonly to: number;
  readonly split: { readonly at: number; readonly gain: number } | null; // `at` is the first entry on the right
}

type FindSplit = (from: number, to: number) => Leaf["split"];

/**
 * Thresholds of a tree on one column with at most `bins` leaves, grown best gain first: Gini for classes, variance for
 * a number. A leaf keeps max(16, n/1000) rows; a split on classes must lower n · Gini by 1e-4 · n. Costs O(n) a split.
 * Ascending; empty when nothing is gained.
 */
export function treeThresholds(pairs: SortedPairs, task: Target["task"], bins: number): readonly number[] {
  const { values, targets } = pairs;
  const find =
    task.kind === "classification" ? giniSplit(values, targets, task.classes.length) : varianceSplit(values, targets);
  const leaf = (from: number, to: number): Leaf => ({ from, to, split: find(from, to) });
  const leaves = [leaf(0, values.length)];
  const cuts: number[] = [];
  while (leaves.length < bins) {
    let best = 0;
    for (let i = 1; i < leaves.length; i++) {
      if ((leaves[i]!.split?.gain ?? 0) > (leaves[best]!.split?.gain ?? 0)) best = i;
    }
    const { from, to, split } = leaves[best]!;
    if (split === null) break;
    leaves.splice(best, 1, leaf(from, split.at), leaf(split.at, to));
    cuts.push(split.at);
  }
  return cuts.sort((a, b) => a - b).map((at) => between(values[at - 1]!, values[at]!));
}

/** The middle; rounding must not lift it to the upper value. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}

function leastRows(rows: number): number {
  return Math.max(16, Math.floor(rows / 1000));
}

/**
 * Gain of a cut: Σ left²/left rows + Σ right²/right rows − Σ all²/rows, over class counts; running counts make each
 * step O(1).
 */
function giniSplit(values: Float64Array, targets: Float32Array, classes: number): FindSplit {
  const least = leastRows(values.length);
  const leastGain = 1e-4 * values.length;
  return (from, to) => {
    const left = new Float64Array(classes);
    const right = new Float64Array(classes);
    for (let i = from; i < to; i++) right[targets[i]!]!++;
    let leftSquares = 0;
    let rightSquares = right.reduce((sum, count) => sum + count * count, 0);
    const before = rightSquares / (to - from);
    let best: Leaf["split"] = null;
    for (let i = from; i < to - least; i++) {
      const moved = targets[i]!;
      leftSquares += 2 * left[moved]!++ + 1;
      rightSquares -= 2 * right[moved]!-- - 1;
      const rows = i + 1 - from;
      if (rows < least || values[i] === values[i + 1]) continue;
      const gain = leftSquares / rows + rightSquares / (to - i - 1) - before;
      if (gain > (best?.gain ?? leastGain)) best = { at: i + 1, gain };
    }
    return best;
  };
}

/** Gain of a cut: the squared error that it takes away, (Σ left)²/left rows + (Σ right)²/right rows − (Σ all)²/rows. */
function varianceSplit(values: Float64Array, targets: Float32Array): FindSplit {
  const least = leastRows(values.length);
  const leastGain = 1e-9 * values.length; // targets are in deviations: below this is rounding
  return (from, to) => {
    let total = 0;
    for (let i = from; i < to; i++) total += targets[i]!;
    const before = (total * total) / (to - from);
    let left = 0;
    let best: Leaf["split"] = null;
    for (let i = from; i < to - least; i++) {
      left += targets[i]!;
      const rows = i + 1 - from;
      if (rows < least || values[i] === values[i + 1]) continue;
      const right = total - left;
      const gain = (left * left) / rows + (right * right) / (to - i - 1) - before;
      if (gain > (best?.gain ?? leastGain)) best = { at: i + 1, gain };
    }
    return best;
  };
}

/**
 * The target of each present cell in the order of its column's values. `sorted` are the present values, ascending;
 * `cells` the column's values in the targets' order, NaN where missing. A counting sort by the place of each value:
 * much faster than a comparator on an index.
 */
export function sortTargets(sorted: Float64Array, cells: Float64Array, targets: Float32Array): SortedPairs {
  const used = new Uint32Array(sorted.length);
  const ordered = new Float32Array(sorted.length);
  for (let i = 0; i < cells.length; i++) {
    const x = cells[i]!;
    if (x !== x) continue;
    let first = 0; // the first place of x, by bisection
    for (let end = sorted.length; first < end; ) {
      const middle = (first + end) >>> 1;
      if (sorted[middle]! < x) first = middle + 1;
      else end = middle;
    }
    ordered[first + used[first]!++] = targets[i]!;
  }
  return { values: sorted, targets: ordered };
}
