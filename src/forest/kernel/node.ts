// The split search of ../search.ts, compiled. It gives the same splits, bit for bit, because all sums are whole numbers
// that a double holds exactly: here rows are not sorted but dropped into one bucket per code, and only the buckets in
// use are visited, in order of their codes, found by the set bits of a bitmap.
//
// Two kinds of buckets. Numbers and two classes: a pair (Σ weight, Σ weight · target). More classes: a chain of rows.
// This file has what the parts of the search share: where its memory is (../schema.ts), and the node that is opened.

import { SearchPlan, SearchResult } from "./schema.generated";

export let minLeafWeight: f64 = 1;
export let classes: usize = 1;
export let rows: usize = 0;
export let pairs: usize = 0;
export let spareRows: usize = 0;
export let sparePairs: usize = 0;
export let buckets: usize = 0;
export let chain: usize = 0;
export let bits: usize = 0;
export let bitWords: usize = 0;
export let present: usize = 0;
export let totals: usize = 0;
export let leftCounts: usize = 0;
export let result: SearchResult = changetype<SearchResult>(0);
export let asked: usize = 0;
export let columns: usize = 0;

export let start: usize = 0;
export let end: usize = 0;
export let weight: f64 = 0; // of the opened node
export let sum: f64 = 0; // Σ weight · target of it
export let squares: i64 = 0; // Σ of squared class counts of it

/**
 * Takes the memory of a search from its plan, into globals: unlike a plan in memory they need not be read again after a
 * store.
 */
export function place(planAddress: usize): void {
  const plan = changetype<SearchPlan>(planAddress);
  minLeafWeight = plan.minLeafWeight;
  classes = plan.classes;
  rows = plan.rows;
  pairs = plan.pairs;
  spareRows = plan.spareRows;
  sparePairs = plan.sparePairs;
  buckets = plan.buckets;
  chain = plan.chain;
  bits = plan.bits;
  bitWords = plan.bitWords;
  present = plan.present;
  totals = plan.totals;
  leftCounts = plan.leftCounts;
  result = changetype<SearchResult>(plan.result);
  asked = plan.asked;
  columns = plan.columns;
}

/** Sums up positions [from, to), the node to be searched; 0 when all its targets are equal. */
export function open(from: usize, to: usize): i32 {
  start = from;
  end = to;
  weight = 0;
  result.score = -1;
  const mixed = classes > 2 ? openCounts() : openPairs();
  result.weight = weight;
  result.wholeScore = (classes > 2 ? <f64>squares : sum * sum) / weight;
  return mixed ? 1 : 0;
}

function openPairs(): bool {
  let both = f64x2.splat(0);
  for (let i = start; i < end; i++) both = f64x2.add(both, v128.load(pairs + (i << 4)));
  weight = f64x2.extract_lane(both, 0);
  sum = f64x2.extract_lane(both, 1);
  const first = load<f64>(pairs + (start << 4), 8) / load<f64>(pairs + (start << 4));
  for (let i = start + 1; i < end; i++) {
    if (load<f64>(pairs + (i << 4), 8) / load<f64>(pairs + (i << 4)) != first) return true;
  }
  return false;
}

function openCounts(): bool {
  for (let c: usize = 0; c < classes; c++) store<u32>(totals + (c << 2), 0);
  for (let i = start; i < end; i++) {
    const at = totals + (<usize>load<u32>(pairs + (i << 3)) << 2);
    store<u32>(at, load<u32>(at) + load<u32>(pairs + (i << 3), 4));
  }
  squares = 0;
  for (let c: usize = 0; c < classes; c++) {
    const count = <i64>load<u32>(totals + (c << 2));
    weight += <f64>count;
    squares += count * count;
  }
  return <f64>load<u32>(totals + (<usize>load<u32>(pairs + (start << 3)) << 2)) != weight;
}
