/** What trees must know of what they predict. */
export type TreeTask =
  | { readonly kind: "regression" }
  | { readonly kind: "classification"; readonly classes: readonly string[] };

/**
 * What trees read of a column, or of a part of a date. A number has the code c where c thresholds lie below it, a level
 * its place; what is missing or no known level has none. Sets are those of boosting: bit l of a set says that level l
 * goes left, and the bit after the last level that a missing one does.
 */
export type TreeInput =
  | { readonly kind: "number"; readonly column: string; readonly thresholds: Float64Array }
  | { readonly kind: "order"; readonly column: string; readonly levels: readonly string[] }
  | {
      readonly kind: "sets";
      readonly column: string;
      readonly levels: readonly string[];
      readonly sets: Uint8Array; // of `setBytes(levels)` bytes each
    };

/**
 * What a leaf holds: a share of each class, in 65,535ths; a number on a grid of even steps from `low` to `high`; or a
 * number in single precision, which a round of boosting adds to one score.
 */
export type LeafForm =
  | { readonly kind: "shares" }
  | { readonly kind: "grid"; readonly low: number; readonly high: number; readonly steps: number }
  | { readonly kind: "single" };

/**
 * Trees as flat arrays, index = node; tree t owns nodes treeStart[t] to treeStart[t + 1], its root first. An inner node
 * has its left child at `child` and the right one after it; a leaf has child 0.
 *
 * Inputs are read in views, numbered in the order of the inputs. Of a number or an order there are two: first the code,
 * with missing above all; then the code plus 1, with missing as 0. Of sets there is one a set: 0 for what goes left,
 * else 1. A row goes left where its view `view[node]` is at most threshold[node].
 *
 * A member is some of the trees, in their order; its scores are the mean or the sum of its leaves. A leaf of `width`
 * numbers gives one to each score; of one number, tree i of a member gives it to score i modulo their number.
 */
export interface TreeEnsemble {
  readonly inputs: readonly TreeInput[];
  readonly leaf: LeafForm;
  readonly members: readonly number[]; // trees of each
  readonly combine: "mean" | "sum";
  readonly start: readonly number[]; // each score before the first tree
  readonly inverseTemperature: number;
  readonly floor: number; // added to the shares of classes before their logarithm
  readonly treeStart: Uint32Array; // trees + 1
  readonly view: Uint32Array; // of a leaf: its row of `values`
  readonly threshold: Uint16Array;
  readonly child: Uint32Array;
  readonly values: Float32Array; // rows × width; of shares the first rows are those of one class alone
}

/** The code of what is missing, in the first view. */
export const missingCode = 65_535;

/** Steps of the shares of a leaf. */
export const shareSteps = 65_535;

/** Numbers in a leaf. */
export function leafWidth(leaf: LeafForm, task: TreeTask): number {
  return leaf.kind === "shares" && task.kind === "classification" ? task.classes.length : 1;
}

/** Scores of a member: a number has one, two classes have one unless leaves hold shares, more have one a class. */
export function scoreCount(leaf: LeafForm, task: TreeTask): number {
  if (task.kind === "regression") return 1;
  return leaf.kind === "shares" || task.classes.length > 2 ? task.classes.length : 1;
}

export function setBytes(levels: readonly string[]): number {
  return Math.ceil((levels.length + 1) / 8);
}

/** Codes of known values of an input. */
export function codeCount(input: TreeInput): number {
  return input.kind === "number" ? input.thresholds.length + 1 : input.levels.length;
}

/** Views of an input. */
export function viewCount(input: TreeInput): number {
  return input.kind === "sets" ? input.sets.length / setBytes(input.levels) : 2;
}

/** The input that each view reads, and whether it is the one with missing below all. */
export function viewsOf(inputs: readonly TreeInput[]): readonly { readonly input: number; readonly odd: boolean }[] {
  return inputs.flatMap((one, input) =>
    Array.from({ length: viewCount(one) }, (_, view) => ({ input, odd: one.kind !== "sets" && view === 1 })),
  );
}
