import {
  type BoostingCore,
  type CoreInput,
  type FoundSplit,
  type NodeSums,
  type Scales,
  type SplitLimits,
} from "./core.ts";
import { gradientLimit, hessianLimit, scaleFor } from "./scales.ts";
import { type ColumnHistogram, plainSplit } from "./plain-split.ts";
import { type Trees, writeSides } from "./trees.ts";

/**
 * The arithmetic of boosting in float64 and plain loops, one row at a time. The compiled one must grow the same
 * trees.
 */
export class PlainCore implements BoostingCore {
  readonly name = "plain";
  private readonly input: CoreInput;
  private readonly scores: Float64Array; // score after score
  private readonly chances: Float64Array; // of classes, alike
  private readonly rows: Uint32Array; // at each position
  private readonly gradients: Float64Array; // at each position, whole numbers
  private readonly hessians: Float64Array;
  private readonly histograms: ColumnHistogram[][] = [];
  private looked: readonly number[] = [];
  private limits: SplitLimits = { l2: 0, levelL2: 0, levelSmoothing: 0, fewLevels: 0 };

  constructor(input: CoreInput) {
    const rows = input.targets.length;
    this.input = input;
    this.scores = new Float64Array(rows * input.scores);
    this.chances = new Float64Array(rows * input.scores);
    this.rows = new Uint32Array(rows);
    this.gradients = new Float64Array(rows);
    this.hessians = new Float64Array(rows);
  }

  start(scores: Float64Array): void {
    const rows = this.input.targets.length;
    scores.forEach((score, i) => this.scores.fill(score, i * rows, (i + 1) * rows));
  }

  refresh(): void {
    const { scores, chances, input } = this;
    const rows = input.targets.length;
    for (let row = 0; row < rows; row++) {
      const of = Float64Array.from({ length: input.scores }, (_, c) => scores[c * rows + row]!);
      const top = Math.max(...of);
      const shares = of.map((score) => (of.length === 1 ? 1 / (1 + Math.exp(-score)) : Math.exp(score - top)));
      const sum = of.length === 1 ? 1 : shares.reduce((total, share) => total + share, 0);
      shares.forEach((share, c) => (chances[c * rows + row] = share / sum));
    }
  }

  load(rows: Uint32Array, score: number): { sums: NodeSums; scales: Scales } {
    this.rows.set(rows);
    const derivatives = Array.from(rows, (row) => this.derivatives(row, score));
    const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
    const scales = {
      gradient: scaleFor(sumOf(derivatives.map(([g]) => Math.abs(g))), rows.length, gradientLimit),
      hessian: scaleFor(sumOf(derivatives.map(([, h]) => h)), rows.length, hessianLimit),
    };
    derivatives.forEach(([gradient, hessian], i) => {
      this.gradients[i] = roundToEven(gradient * scales.gradient);
      this.hessians[i] = Math.max(1, roundToEven(hessian * scales.hessian));
    });
    const all = Array.from(rows.keys());
    const sums = {
      gradient: sumOf(all.map((i) => this.gradients[i]!)),
      hessian: sumOf(all.map((i) => this.hessians[i]!)),
    };
    return { sums, scales };
  }

  /** Gradient and hessian of the loss of one row in one of its scores. */
  private derivatives(row: number, score: number): [gradient: number, hessian: number] {
    const { input, scores, chances } = this;
    const at = score * input.targets.length + row;
    const weight = input.weights === null ? 1 : input.weights[row]!;
    const target = input.targets[row]!;
    if (input.loss === "squared error") return [weight * (scores[at]! - target), weight];
    const chance = chances[at]!;
    const is = target === (input.scores === 1 ? 1 : score) ? 1 : 0;
    const factor = input.scores === 1 ? 1 : input.scores / (input.scores - 1);
    return [weight * (chance - is), weight * Math.max(factor * chance * (1 - chance), 1e-16)];
  }

  searchIn(columns: Uint32Array, limits: SplitLimits): void {
    this.looked = Array.from(columns);
    this.limits = limits;
  }

  fill(histogram: number, from: number, to: number): void {
    this.histograms[histogram] = this.looked.map((column) => {
      const { codes, known } = this.input.columns[column]!;
      const sums = { gradient: new Float64Array(known + 1), hessian: new Float64Array(known + 1) };
      for (let i = from; i < to; i++) {
        const code = codes[this.rows[i]!]!;
        sums.gradient[code]! += this.gradients[i]!;
        sums.hessian[code]! += this.hessians[i]!;
      }
      return sums;
    });
  }

  subtract(histogram: number, child: number): void {
    this.histograms[histogram] = this.histograms[histogram]!.map(({ gradient, hessian }, column) => {
      const less = this.histograms[child]![column]!;
      return {
        gradient: gradient.map((sum, code) => sum - less.gradient[code]!),
        hessian: hessian.map((sum, code) => sum - less.hessian[code]!),
      };
    });
  }

  find(histogram: number, sums: NodeSums, least: number): FoundSplit | null {
    const columns = this.looked.map((column) => this.input.columns[column]!);
    return plainSplit(columns, { histograms: this.histograms[histogram]!, sums }, { ...this.limits, least });
  }

  partition(from: number, to: number, split: FoundSplit): number {
    const { codes } = this.input.columns[this.looked[split.column]!]!;
    const positions = Array.from({ length: to - from }, (_, i) => from + i);
    const goesRight = (i: number) => split.sides[codes[this.rows[i]!]!] === 1;
    const left = positions.filter((i) => !goesRight(i));
    const order = [...left, ...positions.filter(goesRight)];
    for (const values of [this.rows, this.gradients, this.hessians]) {
      values.set(
        order.map((i) => values[i]!),
        from,
      );
    }
    return from + left.length;
  }

  // oxlint-disable-next-line max-params -- as the fast core
  addLeaf(from: number, to: number, value: number, score: number): void {
    for (const row of this.rows.subarray(from, to)) this.scores[score * this.input.targets.length + row]! += value;
  }

  addTree(trees: Trees, rows: Uint32Array, score: number): void {
    const { columns, targets } = this.input;
    const sides = new Uint8Array(256);
    for (const row of rows) {
      let node = 0;
      while (trees.child[node]! > 0) {
        const { codes, known, category } = columns[trees.column[node]!]!;
        writeSides(trees, { tree: 0, node }, category ? null : known, sides);
        node = trees.child[node]! + sides[codes[row]!]!;
      }
      this.scores[score * targets.length + row]! += trees.value[node]!;
    }
  }

  loss(rows: Uint32Array): number {
    const { input, scores, chances } = this;
    let sum = 0;
    let whole = 0;
    for (const row of rows) {
      const weight = input.weights === null ? 1 : input.weights[row]!;
      const target = input.targets[row]!;
      const chance =
        input.scores === 1 ? Math.abs(1 - target - chances[row]!) : chances[target * input.targets.length + row]!;
      const loss = input.loss === "log-loss" ? -Math.log(Math.max(chance, 1e-15)) : (scores[row]! - target) ** 2;
      sum += weight * loss;
      whole += weight;
    }
    return sum / whole;
  }

  read(rows: Uint32Array): Float64Array {
    const { scores, targets } = this.input;
    return Float64Array.from({ length: rows.length * scores }, (_, i) => {
      return this.scores[(i % scores) * targets.length + rows[Math.floor(i / scores)]!]!;
    });
  }
}

/** The nearest whole number, of two the even one. */
function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
