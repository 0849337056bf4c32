import type { BoostingColumn, BoostingCore, FoundSplit, NodeSums, Scales, SplitLimits } from "./core.ts";
import type { BoostingOptions } from "./options.ts";
import type { TreeWriter } from "./trees.ts";

/** A leaf that may still be divided. */
interface OpenLeaf {
  readonly node: number;
  readonly from: number; // positions [from, to)
  readonly to: number;
  readonly sums: NodeSums;
  readonly histogram: number;
  readonly split: FoundSplit | null;
  readonly gain: number; // 0 without a split
}

type Grown = Omit<OpenLeaf, "split" | "gain">;

export interface GrowRequest {
  readonly core: BoostingCore;
  readonly columns: readonly BoostingColumn[];
  readonly searched: Uint32Array; // columns that the tree may split
  readonly rows: number; // loaded
  readonly sums: NodeSums;
  readonly scales: Scales;
  readonly score: number; // that the tree adds to
  readonly options: BoostingOptions;
}

/**
 * Grows one tree of boosting in second order (Chen and Guestrin 2016), leaf by leaf, always the one of largest gain
 * (Shi 2007), from histograms; that of the larger child is a difference (Ke et al. 2017). Adds its values to
 * the scores of the loaded rows. Returns the histogram updates and the borders that were looked at.
 */
export function growTree(request: GrowRequest, writer: TreeWriter): number {
  const { core, searched, scales, score, options } = request;
  const limits: SplitLimits = {
    l2: options.l2 * scales.hessian,
    levelL2: (options.l2 + options.levelL2) * scales.hessian,
    levelSmoothing: options.levelSmoothing * scales.hessian,
    fewLevels: options.fewLevels,
  };
  let operations = 0;
  const bins = searched.reduce((sum, column) => sum + request.columns[column]!.known + 1, 0);

  const least = (sums: NodeSums, rows: number): number =>
    Math.max((options.leastRows * sums.hessian) / rows, options.leastHessian * scales.hessian);
  const divisible = (sums: NodeSums, rows: number): boolean => rows > 1 && sums.hessian >= 2 * least(sums, rows);
  const search = (leaf: Grown): OpenLeaf => {
    const { node, from, to, sums, histogram } = leaf;
    operations += bins;
    const split = core.find(histogram, sums, least(sums, to - from));
    const whole = (sums.gradient * sums.gradient) / (sums.hessian + limits.l2);
    return { node, from, to, sums, histogram, split, gain: split === null ? 0 : split.score - whole };
  };

  core.searchIn(searched, limits);
  const root = { node: writer.push(), from: 0, to: request.rows, sums: request.sums, histogram: 0 };
  const leaves: OpenLeaf[] = [closed(root)];
  if (divisible(request.sums, request.rows)) {
    core.fill(0, 0, request.rows);
    operations += request.rows * searched.length;
    leaves[0] = search(root);
  }
  while (leaves.length < options.leaves) {
    const at = indexOfLargestGain(leaves);
    const leaf = leaves[at]!;
    const { split, from, to } = leaf;
    if (split === null) break;
    const column = searched[split.column]!;
    const middle = core.partition(from, to, split);
    const rest = {
      gradient: leaf.sums.gradient - split.left.gradient,
      hessian: leaf.sums.hessian - split.left.hessian,
    };
    const leftIsSmaller = middle - from <= to - middle;
    const [ofSmaller, ofLarger] = [leaves.length, leaf.histogram];
    const ofLeft = leftIsSmaller ? ofSmaller : ofLarger;
    const ofRight = leftIsSmaller ? ofLarger : ofSmaller;
    const left = { node: writer.push(), from, to: middle, sums: split.left, histogram: ofLeft };
    const right = { node: writer.push(), from: middle, to, sums: rest, histogram: ofRight };
    const [smaller, larger] = leftIsSmaller ? [left, right] : [right, left];
    writer.setInner(leaf.node, column, splitWord(request.columns[column]!, split, writer), left.node);
    const isLast = leaves.length + 1 === options.leaves;
    const smallerIsOpen = !isLast && divisible(smaller.sums, smaller.to - smaller.from);
    const largerIsOpen = !isLast && divisible(larger.sums, larger.to - larger.from);
    if (smallerIsOpen || largerIsOpen) {
      // The smaller child is summed up; the larger one is what the node has more.
      core.fill(smaller.histogram, smaller.from, smaller.to);
      operations += (smaller.to - smaller.from) * searched.length;
      if (largerIsOpen) core.subtract(larger.histogram, smaller.histogram);
      if (largerIsOpen) operations += bins;
    }
    leaves[at] = smallerIsOpen ? search(smaller) : closed(smaller);
    leaves.push(largerIsOpen ? search(larger) : closed(larger));
  }
  const unit = (-options.learningRate * scales.hessian) / scales.gradient;
  for (const { node, from, to, sums } of leaves) {
    const value = Math.fround((unit * sums.gradient) / (sums.hessian + limits.l2));
    writer.setLeaf(node, value);
    core.addLeaf(from, to, value, score);
  }
  writer.endTree();
  return operations;
}

/** A leaf that stays one. */
function closed({ node, from, to, sums, histogram }: Grown): OpenLeaf {
  return { node, from, to, sums, histogram, split: null, gain: 0 };
}

/** The first leaf of those with the largest gain. */
function indexOfLargestGain(leaves: readonly OpenLeaf[]): number {
  let best = 0;
  for (let i = 1; i < leaves.length; i++) if (leaves[i]!.gain > leaves[best]!.gain) best = i;
  return best;
}

/** `split` of a node, as in Trees. */
function splitWord(column: BoostingColumn, split: FoundSplit, writer: TreeWriter): number {
  if (column.category) return writer.pushSet(split.sides);
  return split.threshold + (split.sides[column.known] === 0 ? 256 : 0);
}
