import type { Bump } from "../wasm/bump.ts";
import type { BoostingCore, CoreInput, FoundSplit, NodeSums, Scales, SplitLimits } from "./core.ts";
import { type Kernel, placeKernel } from "./kernel.ts";
import { LoadedTree } from "./loaded-tree.ts";
import { gradientLimit, hessianLimit, scaleFor } from "./scales.ts";
import { codeCount, LookedColumn, LossPlan, noColumn, RowsPlan, SplitFound, SplitPlan, TreeNode } from "./schema.ts";
import type { Trees } from "./trees.ts";

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

  look(columns: Uint32Array, limits: SplitLimits): void {
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
    const { column, threshold, over, under, gradient, hessian } = SplitFound.read(this.memory, at.split.found);
    if (column === noColumn) return null;
    return { column, threshold, sides: this.sides.slice(), left: { gradient, hessian }, score: over / under };
  }

  partition(from: number, to: number, split: FoundSplit): number {
    this.sides.set(split.sides);
    const { rowsPlan, split: places } = this.at;
    return this.kernel.partition(rowsPlan, this.codesOf(this.looked[split.column]!), places.sides, from, to);
  }

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

/** Addresses of a core's memory, as schema.ts draws it. */
function placeCore(bump: Bump, input: CoreInput) {
  const { columns, leaves } = input;
  const count = input.targets.length;
  const widest = columns.map(({ known }) => 8 * (known + 1)).sort((a, b) => b - a);
  const room = widest.slice(0, input.columnsAtOnce).reduce((sum, bytes) => sum + bytes, 0);
  const histogramRoom = 16 * Math.ceil(room / 16);
  const split = {
    columns: bump.take(LookedColumn.bytes * columns.length),
    keys: bump.take(8 * codeCount),
    order: bump.take(4 * codeCount),
    kept: bump.take(4 * codeCount),
    found: bump.take(SplitFound.bytes),
    sides: bump.take(codeCount),
  };
  const rows = {
    rows: bump.take(4 * (count + 1)),
    pairs: bump.take(8 * (count + 1)),
    spareRows: bump.take(4 * (count + 1)),
    sparePairs: bump.take(8 * (count + 1)),
  };
  const loss = {
    targets: bump.take(8 * count),
    weights: bump.take(input.weights === null ? 0 : 8 * count),
    scores: bump.take(8 * count * input.scores),
    chances: bump.take(input.loss === "log-loss" ? 8 * count * input.scores : 0),
    derivatives: bump.take(16 * count),
    sums: bump.take(16),
  };
  return {
    split,
    rows,
    loss,
    splitPlan: bump.take(SplitPlan.bytes),
    rowsPlan: bump.take(RowsPlan.bytes),
    lossPlan: bump.take(LossPlan.bytes),
    nodes: bump.take(TreeNode.bytes * 2 * leaves),
    nodeSides: bump.take(codeCount * 2 * leaves),
    list: bump.take(4 * count),
    histograms: bump.take(histogramRoom * leaves),
    codes: bump.take(columns.length * count),
    histogramRoom,
  };
}
