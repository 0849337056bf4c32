/**
 * A split of one node: rows whose view ≤ threshold go left; view = 2 · column, + 1 when missing values go left (see
 * Forest).
 */
export interface Split {
  readonly view: number;
  readonly threshold: number;
  readonly score: number; // see `score` below
}

/**
 * The search for the best split of a node. All sums are whole numbers below 2⁵³, so a double holds them exactly, in
 * whatever order rows are added: sorting, histograms and compiled code find the same split, bit for bit.
 */
export interface SplitSearch {
  readonly name: string;
  /** Begins a tree with the rows of positive weight, in order; returns how many there are. */
  load(weights: Uint32Array): number;
  /** Makes positions [start, end) the node to be searched; false when all its targets are equal. */
  open(start: number, end: number): boolean;
  /** Drawn rows in the opened node, and the score of leaving it whole. */
  readonly weight: number;
  readonly wholeScore: number;
  /**
   * Looks for a better split of the opened node in the first `count` columns of `asked`, in that order; returns how
   * many of them are constant in the node and leaves only those in `asked`.
   */
  scan(count: number): number;
  /** Columns to be scanned; room for all. */
  readonly asked: Uint32Array;
  /** The best split that was scanned since `open`, or null. */
  best(): Split | null;
  /** Sorts positions [start, end) so that the left rows come first, order kept; returns where the right ones start. */
  partition(start: number, end: number, split: Split): number;
  /** The teaching row at each position: a node is a range of positions. */
  readonly rows: Uint32Array;
}

export interface SearchInput {
  readonly columns: readonly Uint16Array[]; // code of each teaching row
  readonly targets: Float64Array; // per teaching row: class number, or a whole number that stands for the target
  readonly classes: number; // 1: numbers; 2 and more: classes
  readonly minLeafWeight: number;
}
