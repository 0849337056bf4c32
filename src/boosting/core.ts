import type { Trees } from "./trees.ts";

/** A column as boosting reads it: codes below `known` are known, `known` itself is missing. */
export interface BoostingColumn {
  readonly codes: Uint8Array; // per row
  readonly known: number; // at most 255
  readonly category: boolean; // codes are levels without an order
}

/** Rows that teach or hold out, as numbers. */
export interface CoreInput {
  readonly columns: readonly BoostingColumn[];
  readonly targets: Float64Array; // per row: class number, or standardised
  readonly weights: Float64Array | null; // per row; null = all 1
  readonly loss: "log-loss" | "squared error";
  readonly scores: number; // 1, or as many as three classes and more
  readonly leaves: number; // of a tree
  readonly columnsAtOnce: number; // that a tree may split
}

/** Sums over a node, whole numbers: see `load`. */
export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
}

/** What a split must keep to, in units of the whole numbers. */
export interface SplitLimits {
  readonly l2: number;
  readonly levelL2: number;
  readonly levelSmoothing: number;
  readonly fewLevels: number;
}

/** The best split of a node. */
export interface FoundSplit {
  readonly column: number; // place among the columns that the tree may split
  readonly threshold: number; // numeric column: known codes up to it go left
  readonly sides: Uint8Array; // per code of 256: 1 goes right
  readonly left: NodeSums;
  readonly score: number; // Σ over both sides of gradient² / (hessian + l2)
}

/** Whole numbers per unit of gradient and hessian of the tree at hand. */
export interface Scales {
  readonly gradient: number;
  readonly hessian: number;
}

/**
 * The arithmetic of boosting. Gradients and hessians become whole numbers, so all sums are exact: histograms, plain
 * loops and compiled code find the same splits, bit for bit, in whatever order they add.
 */
export interface BoostingCore {
  readonly name: string;
  /** Sets the scores of all rows. */
  start(scores: Float64Array): void;
  /** Takes in the scores as they are now; before `load` in each round and before `loss`. */
  refresh(): void;
  /** Begins a tree for one score on the named rows, which take positions 0 and up. */
  load(rows: Uint32Array, score: number): { readonly sums: NodeSums; readonly scales: Scales };
  /** Sets the columns that the tree may split, ascending, and the limits of its splits. */
  searchIn(columns: Uint32Array, limits: SplitLimits): void;
  /** Sums up positions [from, to) by code, into a histogram of that number. */
  fill(histogram: number, from: number, to: number): void;
  /** Takes the histogram of a child from that of its node, which becomes the other child's. */
  subtract(histogram: number, child: number): void;
  /**
   * The best split of a node with the given sums whose sides both have `least` of the hessian; null when none gains.
   * Its `sides` hold until the next search in this histogram.
   */
  find(histogram: number, sums: NodeSums, least: number): FoundSplit | null;
  /** Sorts positions [from, to) so that the left rows come first, order kept; returns where the right ones start. */
  partition(from: number, to: number, split: FoundSplit): number;
  /** Adds a leaf's value to the score of the rows at positions [from, to). */
  addLeaf(from: number, to: number, value: number, score: number): void;
  /** Adds the prediction of the only one of `trees` to the score of the named rows. */
  addTree(trees: Trees, rows: Uint32Array, score: number): void;
  /** Mean weighted loss of the named rows: nats, or squared deviations. */
  loss(rows: Uint32Array): number;
  /** Scores of the named rows, rows × scores. */
  read(rows: Uint32Array): Float64Array;
}
