import { missing } from "./schema.ts";
import type { SearchInput, Split, SplitSearch } from "./search.ts";

/**
 * The split search of a textbook: sort the rows of the node by code, move them from right to left one by one, and score
 * the border wherever the code changes. The fast search in `kernel/` must give the same splits.
 */
export class PlainSearch implements SplitSearch {
  readonly name = "plain";
  readonly rows: Uint32Array;
  readonly asked: Uint32Array;
  weight = 0;
  wholeScore = 0;
  private readonly weights: Float64Array; // per position: how often the row was drawn
  private readonly targets: Float64Array; // per position
  private readonly input: SearchInput;
  private readonly all: Statistic;
  private start = 0;
  private end = 0;
  private found: Split | null = null;

  constructor(input: SearchInput) {
    const rows = input.targets.length;
    this.input = input;
    this.all = new Statistic(input.classes);
    this.rows = new Uint32Array(rows);
    this.asked = new Uint32Array(input.columns.length);
    this.weights = new Float64Array(rows);
    this.targets = new Float64Array(rows);
  }

  load(weights: Uint32Array): number {
    let count = 0;
    weights.forEach((weight, row) => {
      if (weight === 0) return;
      this.rows[count] = row;
      this.weights[count] = weight;
      this.targets[count] = this.input.targets[row]!;
      count++;
    });
    return count;
  }

  open(start: number, end: number): boolean {
    const { weights, targets } = this;
    this.start = start;
    this.end = end;
    this.found = null;
    this.all.clear();
    for (let i = start; i < end; i++) this.all.add(targets[i]!, weights[i]!);
    this.weight = this.all.weight;
    this.wholeScore = this.all.score();
    return targets.subarray(start, end).some((target) => target !== targets[start]);
  }

  scan(count: number): number {
    const constant = this.asked.slice(0, count).filter((column) => !this.scanColumn(column));
    this.asked.set(constant);
    return constant.length;
  }

  private scanColumn(column: number): boolean {
    const codes = this.input.columns[column]!;
    const { rows } = this;
    const code = (position: number) => codes[rows[position]!]!;
    const order = sortedPositions(this.start, this.end, code);
    const first = code(order[0]!);
    const last = code(order.at(-1)!);
    if (first === last) return false;
    this.sweep(column, order, code, false);
    if (last === missing) this.sweep(column, order, code, true);
    return true;
  }

  /**
   * Scores every border between different codes; missing values, sorted last, start on the left or stay on the right.
   */
  // oxlint-disable-next-line max-params -- the plain twin of a kernel
  private sweep(column: number, order: Float64Array, code: (position: number) => number, missingLeft: boolean): void {
    const { weights, targets } = this;
    const left = new Statistic(this.input.classes);
    const right = this.all.copy();
    const moveLeft = (position: number) => {
      left.add(targets[position]!, weights[position]!);
      right.add(targets[position]!, -weights[position]!);
    };
    if (missingLeft) order.filter((position) => code(position) === missing).forEach(moveLeft);
    for (let i = 0; i + 1 < order.length; i++) {
      moveLeft(order[i]!);
      const here = code(order[i]!);
      const next = code(order[i + 1]!);
      if (next === here) continue;
      if (missingLeft && next === missing) return; // nothing would stay on the right
      if (left.weight < this.input.minLeafWeight || right.weight < this.input.minLeafWeight) continue;
      const score = left.score() + right.score();
      if (this.found !== null && score <= this.found.score) continue;
      // In the middle of the codes between; all that are known go left when only missing values stay.
      const threshold = next === missing ? missing - 1 : (here + next - 1) >>> 1;
      this.found = missingLeft
        ? { view: 2 * column + 1, threshold: threshold + 1, score }
        : { view: 2 * column, threshold, score };
    }
  }

  best(): Split | null {
    return this.found;
  }

  partition(start: number, end: number, split: Split): number {
    const codes = this.input.columns[split.view >>> 1]!;
    const { rows, weights, targets } = this;
    const goesLeft = (row: number) => ((codes[row]! + (split.view & 1)) & 0xffff) <= split.threshold;
    const right: [number, number, number][] = [];
    let middle = start;
    for (let i = start; i < end; i++) {
      if (!goesLeft(rows[i]!)) {
        right.push([rows[i]!, weights[i]!, targets[i]!]);
        continue;
      }
      rows[middle] = rows[i]!;
      weights[middle] = weights[i]!;
      targets[middle++] = targets[i]!;
    }
    right.forEach(([row, weight, target], i) => {
      rows[middle + i] = row;
      weights[middle + i] = weight;
      targets[middle + i] = target;
    });
    return middle;
  }
}

/** Positions [start, end) in order of their code, then of position: both packed into one double and sorted. */
function sortedPositions(start: number, end: number, code: (position: number) => number): Float64Array {
  const order = new Float64Array(end - start);
  for (let i = start; i < end; i++) order[i - start] = code(i) * 2 ** 32 + i;
  return order.sort().map((key) => key % 2 ** 32);
}

/**
 * What a side of a split must remember. Maximising Σ over sides of (Σ target)² / weight minimises the variance within;
 * maximising Σ over sides of Σ over classes (count)² / weight minimises Gini. Two classes are numbers 0 and 1: there
 * both rank splits alike.
 */
class Statistic {
  weight = 0;
  private sum = 0; // of targets, for numbers and two classes
  private squares = 0; // of class counts, for more classes
  private readonly counts: Float64Array | null;

  constructor(classes: number) {
    this.counts = classes > 2 ? new Float64Array(classes) : null;
  }

  /** Adds a row of the given weight, or takes it away when negative. */
  add(target: number, weight: number): void {
    this.weight += weight;
    if (this.counts === null) {
      this.sum += weight * target;
      return;
    }
    const count = this.counts[target]!;
    this.squares += weight * (2 * count + weight);
    this.counts[target] = count + weight;
  }

  score(): number {
    return (this.counts === null ? this.sum * this.sum : this.squares) / this.weight;
  }

  clear(): void {
    this.weight = 0;
    this.sum = 0;
    this.squares = 0;
    this.counts?.fill(0);
  }

  copy(): Statistic {
    const copy = new Statistic(this.counts?.length ?? 1);
    copy.weight = this.weight;
    copy.sum = this.sum;
    copy.squares = this.squares;
    if (this.counts !== null) copy.counts?.set(this.counts);
    return copy;
  }
}
