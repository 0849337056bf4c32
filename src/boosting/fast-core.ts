import type { BoostingCore, CoreInput, FoundSplit, NodeSums, Scales, SplitLimits } from "./core.ts";
import { placeCore } from "./fast-places.ts";
import { type Kernel, placeKernel } from "./kernel.ts";
import { LoadedTree } from "./loaded-tree.ts";
import { gradientLimit, hessianLimit, scaleFor } from "./scales.ts";
import { codeCount, LookedColumn, LossPlan, noColumn, RowsPlan, SplitFound, SplitPlan } from "./schema.ts";
import type { Trees } from "./trees.ts";

const { offsets } = SplitFound;

/** The arithmetic of boosting in compiled code: the same trees as `PlainCore`. */
export class FastCore implements BoostingCore {
  readonly name = "fast";
  private readonly input: CoreInput;
  private readonly rowCount: number;
  private readonly kernel: Kernel;
  private readonly memory: ArrayBuffer;
  private readonly at: ReturnType<typeof placeCore>;
  private readonly rows: Uint32Array;
  private readonly list: Uint32Array;
  private readonly scores: Float64Array;
  private readonly sums: Float64Array;
  private readonly sides: Uint8Array; // of the split that is found or carried out
  private readonly sidesOf: readonly Uint8Array[]; // of the split found last, by histogram
  private readonly foundNumbers: Float64Array;
  private readonly foundWords: Uint32Array;
  private readonly tree: LoadedTree;
  private looked: Uint32Array = new Uint32Array(0);
  private histogramBytes = 0;

  /** Throws a UserError where there is too little memory. */
  constructor(input: CoreInput) {
    const rows = input.targets.length;
    const { kernel, memory, at } = placeKernel((bump) => placeCore(bump, input));
    this.input = input;
    this.rowCount = rows;
    this.kernel = kernel;
    this.memory = memory;
    this.at = at;
    this.rows = new Uint32Array(memory, at.rows.rows, rows);
    this.list = new Uint32Array(memory, at.list, rows);
    this.scores = new Float64Array(memory, at.loss.scores, rows * input.scores);
    this.sums = new Float64Array(memory, at.loss.sums, 2);
    this.sides = new Uint8Array(memory, at.split.sides, codeCount);
    this.sidesOf = Array.from({ length: input.leaves }, () => new Uint8Array(codeCount));
    this.foundNumbers = new Float64Array(memory, at.split.found, SplitFound.bytes / 8);
    this.foundWords = new Uint32Array(memory, at.split.found, SplitFound.bytes / 4);
    this.tree = new LoadedTree(memory, at.nodes, at.nodeSides, 2 * input.leaves);
    RowsPlan.write(memory, at.rowsPlan, at.rows);
    const weights = input.weights === null ? 0 : at.loss.weights;
    LossPlan.write(memory, at.lossPlan, { ...at.loss, weights, all: rows, scoreCount: input.scores });
    new Float64Array(memory, at.loss.targets, rows).set(input.targets);
    if (input.weights !== null) new Float64Array(memory, at.loss.weights, rows).set(input.weights);
    input.columns.forEach(({ codes }, i) => new Uint8Array(memory, at.codes + i * rows, rows).set(codes));
  }

  start(scores: Float64Array): void {
    scores.forEach((score, i) => this.scores.fill(score, i * this.rowCount, (i + 1) * this.rowCount));
  }

  refresh(): void {
    if (this.input.loss === "log-loss") this.kernel.probabilities(this.at.lossPlan);
  }

  load(rows: Uint32Array, score: number): { sums: NodeSums; scales: Scales } {
    const { input, kernel, at, sums } = this;
    this.rows.set(rows);
    const factor = input.scores === 1 ? 1 : input.scores / (input.scores - 1);
    if (input.loss === "log-loss") kernel.classGradients(at.lossPlan, at.rows.rows, rows.length, score, factor);
    else kernel.numberGradients(at.lossPlan, at.rows.rows, rows.length);
    const scales = {
      gradient: scaleFor(sums[0]!, rows.length, gradientLimit),
      hessian: scaleFor(sums[1]!, rows.length, hessianLimit),
    };
    kernel.quantise(at.lossPlan, rows.length, scales.gradient, scales.hessian, at.rows.pairs);
    return { sums: { gradient: sums[0]!, hessian: sums[1]! }, scales };
  }

  searchIn(columns: Uint32Array, limits: SplitLimits): void {
    const { at, memory } = this;
    let part = 0;
    columns.forEach((column, i) => {
      const { known, category } = this.input.columns[column]!;
      const looked = { codes: this.codesOf(column), part, known, category: Number(category) };
      LookedColumn.write(memory, at.split.columns + i * LookedColumn.bytes, looked);
      part += 8 * (known + 1);
    });
    SplitPlan.write(memory, at.splitPlan, { ...at.split, ...limits, count: columns.length });
    this.looked = columns;
    this.histogramBytes = 16 * Math.ceil(part / 16);
  }

  fill(histogram: number, from: number, to: number): void {
    const { kernel, at } = this;
    kernel.fillHistogram(at.splitPlan, at.rowsPlan, from, to, this.histogramAt(histogram), this.histogramBytes);
  }

  subtract(histogram: number, child: number): void {
    this.kernel.subtractHistogram(this.histogramAt(histogram), this.histogramAt(child), this.histogramBytes);
  }

  find(histogram: number, sums: NodeSums, least: number): FoundSplit | null {
    const { kernel, at } = this;
    kernel.findSplit(at.splitPlan, this.histogramAt(histogram), sums.gradient, sums.hessian, least);
    const { foundNumbers: numbers, foundWords: words } = this;
    const column = words[offsets.column / 4]!;
    if (column === noColumn) return null;
    const sides = this.sidesOf[histogram]!;
    sides.set(this.sides);
    return {
      column,
      threshold: words[offsets.threshold / 4]!,
      sides,
      left: { gradient: numbers[offsets.gradient / 8]!, hessian: numbers[offsets.hessian / 8]! },
      score: numbers[offsets.over / 8]! / numbers[offsets.under / 8]!,
    };
  }

  partition(from: number, to: number, split: FoundSplit): number {
    this.sides.set(split.sides);
    const { rowsPlan, split: places } = this.at;
    return this.kernel.partition(rowsPlan, this.codesOf(this.looked[split.column]!), places.sides, from, to);
  }

  // oxlint-disable-next-line max-params -- called for each leaf
  addLeaf(from: number, to: number, value: number, score: number): void {
    this.kernel.addLeaf(this.at.rowsPlan, from, to, value, this.scoresOf(score));
  }

  addTree(trees: Trees, rows: Uint32Array, score: number): void {
    const { at, input } = this;
    this.list.set(rows);
    this.tree.load(trees, 0, input.columns, { at: at.codes, rows: this.rowCount });
    this.kernel.walk(at.list, rows.length, at.nodes, at.nodeSides, this.scoresOf(score));
  }

  loss(rows: Uint32Array): number {
    const { input, kernel, at } = this;
    this.list.set(rows);
    const sum =
      input.loss === "log-loss"
        ? kernel.classLoss(at.lossPlan, at.list, rows.length)
        : kernel.numberLoss(at.lossPlan, at.list, rows.length);
    const whole = input.weights === null ? rows.length : rows.reduce((total, row) => total + input.weights![row]!, 0);
    return sum / whole;
  }

  read(rows: Uint32Array): Float64Array {
    const { scores } = this.input;
    const read = new Float64Array(rows.length * scores);
    for (let c = 0; c < scores; c++) {
      for (let i = 0; i < rows.length; i++) read[i * scores + c] = this.scores[c * this.rowCount + rows[i]!]!;
    }
    return read;
  }

  private codesOf(column: number): number {
    return this.at.codes + column * this.rowCount;
  }

  private scoresOf(score: number): number {
    return this.at.loss.scores + 8 * score * this.rowCount;
  }

  private histogramAt(histogram: number): number {
    return this.at.histograms + histogram * this.at.histogramRoom;
  }
}
