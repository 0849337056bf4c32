import { record } from "../wasm/schema.ts";

/*
 * What crosses into the kernel. src/build.mjs makes kernel/schema.generated.ts from it. Addresses are bytes from 0;
 * `u32[n]` and the like say what lies there.
 */

/** The code of a missing value, and of a level that the fit did not see; in columns of one byte its low byte. */
export const missing = 65_535;
export const narrowMissing = 255;

/** Where what TypeScript places begins; the kernel keeps its own below. */
export const firstPlace = 4096;

/** Radix sort: digits of a number, and values of a digit. */
export const sortDigits = 6;
export const digitValues = 2048;

/** The memory of a split search. */
export const SearchPlan = record({
  minLeafWeight: "f64",
  classes: "u32", // 1 for numbers
  rows: "u32", // u32 a position: the teaching row
  // 16 bytes a position: f64 weight, f64 weight · target; with more than two classes u32 class, u32 weight
  pairs: "u32",
  spareRows: "u32", // room for the right side while a node is partitioned
  sparePairs: "u32",
  buckets: "u32", // 16 bytes a code: pairs; or u32 a code: 1 + the last position of its chain; all 0 between scans
  chain: "u32", // u32 a position: 1 + the position before it with the same code
  bits: "u32", // one bit a code; all 0 between scans
  bitWords: "u32", // one bit a 64-bit word of `bits`, for two-byte codes; all 0 between scans
  present: "u32", // u32[]: codes in use in the node, ascending
  totals: "u32", // u32 a class: drawn rows of the opened node
  leftCounts: "u32", // u32 a class
  result: "u32", // SearchResult
  asked: "u32", // u32[]: columns to be scanned
  columns: "u32", // u32 a column: where its codes start, + 1 when they take two bytes
});

/** What a search found; the kernel writes it. */
export const SearchResult = record({
  score: "f64", // of the best split; -1 without one
  view: "f64", // of the best split
  threshold: "f64",
  weight: "f64", // drawn rows in the opened node
  wholeScore: "f64", // of the opened node
});
