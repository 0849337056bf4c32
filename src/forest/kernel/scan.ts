// A column of the opened node: rows are dropped into buckets by code, then the borders between buckets are scored.

import { asked, bitWords, bits, buckets, chain, classes, columns, end, pairs, present, rows, start } from "./node";
import { missing, narrowMissing } from "./schema.generated";
import { sweepCounts, sweepPairs } from "./sweep";

/** Looks for a better split in the first `count` columns of `asked`; leaves the constant ones there and counts them. */
export function scan(count: usize): usize {
  let constant: usize = 0;
  for (let k: usize = 0; k < count; k++) {
    const column = load<u32>(asked + (k << 2));
    const at = load<u32>(columns + (<usize>column << 2));
    if (scanColumn(column, at & ~1, (at & 1) != 0)) continue;
    store<u32>(asked + (constant << 2), column);
    constant++;
  }
  return constant;
}

const manyRows: usize = 256; // from here on looking at all 256 buckets costs less than a mark per row

/** False when the column is constant in the node. */
function scanColumn(column: u32, codes: usize, wide: bool): bool {
  const chained = classes > 2;
  let count: usize;
  if (wide) {
    if (chained) fillChains<u16>(codes, true);
    else fillPairs<u16>(codes, true);
    count = collectWide();
  } else if (end - start < manyRows) {
    if (chained) fillChains<u8>(codes, true);
    else fillPairs<u8>(codes, true);
    count = collectNarrow();
  } else {
    if (chained) fillChains<u8>(codes, false);
    else fillPairs<u8>(codes, false);
    count = collectFilled(chained ? 2 : 4);
  }
  const varied = count > 1;
  if (varied) {
    const hasMissing = load<u32>(present + ((count - 1) << 2)) == (wide ? missing : narrowMissing);
    if (chained) {
      sweepCounts(column, count, hasMissing, false);
      if (hasMissing) sweepCounts(column, count, true, true);
    } else {
      sweepPairs(column, count, hasMissing, false);
      if (hasMissing) sweepPairs(column, count, true, true);
    }
  }
  clearBuckets(count);
  return varied;
}

// @ts-ignore: decorator
@inline
function fillPairs<Code>(codes: usize, marked: bool): void {
  for (let i = start; i < end; i++) {
    const code = codeAt<Code>(codes, i);
    const bucket = buckets + (code << 4);
    v128.store(bucket, f64x2.add(v128.load(bucket), v128.load(pairs + (i << 4))));
    if (marked) mark<Code>(code);
  }
}

// @ts-ignore: decorator
@inline
function fillChains<Code>(codes: usize, marked: bool): void {
  for (let i = start; i < end; i++) {
    const code = codeAt<Code>(codes, i);
    const bucket = buckets + (code << 2);
    store<u32>(chain + (i << 2), load<u32>(bucket));
    store<u32>(bucket, <u32>i + 1);
    if (marked) mark<Code>(code);
  }
}

// @ts-ignore: decorator
@inline
function codeAt<Code>(codes: usize, position: usize): usize {
  const row = <usize>load<u32>(rows + (position << 2));
  return <usize>load<Code>(codes + row * sizeof<Code>());
}

// @ts-ignore: decorator
@inline
function mark<Code>(code: usize): void {
  const word = code >> 6;
  const at = bits + (word << 3);
  store<u64>(at, load<u64>(at) | (<u64>1 << (code & 63)));
  if (sizeof<Code>() == 1) return;
  const above = bitWords + ((word >> 6) << 3);
  store<u64>(above, load<u64>(above) | (<u64>1 << (word & 63)));
}

/** Lists the codes in use, ascending, and clears their bits; returns how many there are. */
function collectNarrow(): usize {
  let count: usize = 0;
  for (let word: usize = 0; word < 4; word++) count = collectWord(word, count);
  return count;
}

function collectWide(): usize {
  let count: usize = 0;
  for (let group: usize = 0; group < 16; group++) {
    let words = load<u64>(bitWords + (group << 3));
    store<u64>(bitWords + (group << 3), 0);
    for (; words != 0; words &= words - 1) count = collectWord((group << 6) + <usize>ctz(words), count);
  }
  return count;
}

/** As `collectNarrow`, without bits: a bucket of 1 << shift bytes is in use when its weight, or its chain, is not 0. */
function collectFilled(shift: usize): usize {
  let count: usize = 0;
  for (let code: usize = 0; code < 256; code++) {
    store<u32>(present + (count << 2), <u32>code);
    const bucket = buckets + (code << shift);
    count += <usize>((shift == 4 ? load<u64>(bucket) : <u64>load<u32>(bucket)) != 0);
  }
  return count;
}

// @ts-ignore: decorator
@inline
function collectWord(word: usize, count: usize): usize {
  let codes = load<u64>(bits + (word << 3));
  if (codes == 0) return count;
  store<u64>(bits + (word << 3), 0);
  for (; codes != 0; codes &= codes - 1) {
    store<u32>(present + (count << 2), <u32>((word << 6) + <usize>ctz(codes)));
    count++;
  }
  return count;
}

function clearBuckets(count: usize): void {
  for (let k: usize = 0; k < count; k++) {
    const code = <usize>load<u32>(present + (k << 2));
    if (classes > 2) store<u32>(buckets + (code << 2), 0);
    else v128.store(buckets + (code << 4), f64x2.splat(0));
  }
}
