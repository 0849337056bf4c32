import { record } from "../wasm/schema.ts";

/*
 * What crosses into the kernel. src/build.mjs makes kernel/schema.generated.ts from it. Addresses are bytes from 0;
 * `u32[n]` and the like say what lies there.
 */

/** Codes that a byte tells apart: of a column at most 255 known ones, and one for missing values. */
export const codeCount = 256;

/** Where what TypeScript places begins; the kernel keeps its own below. */
export const firstPlace = 16_384;

/** In place of a column where there is no split. */
export const noColumn = 0xffff_ffff;

/** A column as the tree at hand sees it. */
export const LookedColumn = record({
  codes: "u32", // u8 a row
  part: "u32", // bytes from the start of a histogram to the sums of this column, (known + 1) × u64
  known: "u32", // codes below are known; itself is the code of missing values
  category: "u32", // 1 where codes are levels without an order
});

/** What the search for splits keeps to during a tree; hessians and gradients are whole numbers. */
export const SplitPlan = record({
  l2: "f64", // added to the hessian of a side
  levelL2: "f64", // the same where levels are ordered
  levelSmoothing: "f64", // hessian added before a level finds its place
  fewLevels: "u32", // up to this many are split one against the rest
  columns: "u32", // LookedColumn[]
  count: "u32", // of these
  keys: "u32", // f64[codeCount]: what levels are ordered by
  order: "u32", // u32[codeCount]: levels of a node in order
  kept: "u32", // u32[codeCount]: of the best split, those that go left first
  found: "u32", // SplitFound
  sides: "u32", // u8[codeCount]: of the best split, 1 where a code goes right
});

/** The best split of a node; the kernel writes it. */
export const SplitFound = record({
  over: "f64", // its score is over / under
  under: "f64",
  gradient: "f64", // of its left side
  hessian: "f64",
  column: "u32", // its place in `columns`, or noColumn
  threshold: "u32", // known codes up to it go left; of levels, this many of `kept`
});

/** A node of a finished tree. A leaf has child 0. */
export const TreeNode = record({
  value: "f64", // of a leaf
  codes: "u32", // u8 a row: of its column
  child: "u32", // number of the left child; the right one follows
});

/** Rows of a member in training, position by position. */
export const RowsPlan = record({
  rows: "u32", // u32 a position
  pairs: "u32", // u64 a position: gradient · 2³² + hessian
  spareRows: "u32", // room for the right side while a node is partitioned
  sparePairs: "u32",
});

/** What losses and their derivatives are made from. */
export const LossPlan = record({
  all: "u32", // rows
  scoreCount: "u32", // of each row: 1 for numbers and two classes, else one a class
  targets: "u32", // f64 a row: class number, or standardised
  weights: "u32", // f64 a row; 0: all 1
  scores: "u32", // f64 a row, score after score
  chances: "u32", // the same: probabilities
  derivatives: "u32", // (f64 gradient, f64 hessian) a position
  sums: "u32", // f64[2]
});
