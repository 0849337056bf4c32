// The split search of ../search.ts, compiled. It gives the same splits, bit for bit, because all sums are whole numbers
// that a double holds exactly: here rows are not sorted but dropped into one bucket per code, and only the buckets in
// use are visited, in order of their codes, found by the set bits of a bitmap.
//
// Two kinds of buckets. Numbers and two classes: a pair (Σ weight, Σ weight · target). More classes: a chain of rows.
// Pointers are byte offsets into the imported memory; fast.ts owns its map.

const missing: u32 = 65535;

let rows: usize = 0; // u32 a position: the teaching row
let pairs: usize = 0; // 16 bytes a position: f64 weight, f64 weight · target; or u32 class, u32 weight
let spareRows: usize = 0; // room for the right side while a node is partitioned
let sparePairs: usize = 0;
let buckets: usize = 0; // 16 bytes a code (pairs), or u32 a code: 1 + the last position of its chain; all 0 between scans
let chain: usize = 0; // u32 a position: 1 + the position before it with the same code
let bits: usize = 0; // one bit a code; all 0 between scans
let bitWords: usize = 0; // one bit a 64-bit word of `bits`, for two-byte codes; all 0 between scans
let present: usize = 0; // u32 each: codes in use in the node, ascending
let totals: usize = 0; // u32 a class: drawn rows of the opened node
let leftCounts: usize = 0; // u32 a class
let result: usize = 0; // f64: score, view and cut of the best split; weight and whole score of the node
let asked: usize = 0; // u32 each: columns to be scanned
let columns: usize = 0; // u32 a column: where its codes start, + 1 when they take two bytes
let classes: usize = 1;
let minLeafWeight: f64 = 1;

let start: usize = 0;
let end: usize = 0;
let weight: f64 = 0; // of the opened node
let sum: f64 = 0; // Σ weight · target of it
let squares: i64 = 0; // Σ of squared class counts of it

/** Where everything lies: see `plan` in fast.ts. */
export function place(map: usize, classCount: usize): void {
  rows = load32(map, 0);
  pairs = load32(map, 1);
  spareRows = load32(map, 2);
  sparePairs = load32(map, 3);
  buckets = load32(map, 4);
  chain = load32(map, 5);
  bits = load32(map, 6);
  bitWords = load32(map, 7);
  present = load32(map, 8);
  totals = load32(map, 9);
  leftCounts = load32(map, 10);
  result = load32(map, 11);
  asked = load32(map, 12);
  columns = load32(map, 13);
  classes = classCount;
}

export function limits(minimum: f64): void {
  minLeafWeight = minimum;
}

/** Sums up positions [from, to), the node to be searched; 0 when all its targets are equal. */
export function open(from: usize, to: usize): i32 {
  start = from;
  end = to;
  weight = 0;
  store<f64>(result, -1);
  const mixed = classes > 2 ? openCounts() : openPairs();
  store<f64>(result + 24, weight);
  store<f64>(result + 32, (classes > 2 ? <f64>squares : sum * sum) / weight);
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
    const hasMissing = load<u32>(present + ((count - 1) << 2)) == (wide ? missing : 255);
    if (classes > 2) {
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

/** Scores every border between codes in use; missing values, the last code, start on the left or stay on the right. */
function sweepPairs(column: u32, count: usize, hasMissing: bool, missingLeft: bool): void {
  const whole = f64x2.replace_lane(f64x2.splat(weight), 1, sum);
  const last = count - 1;
  let left = f64x2.splat(0);
  let code = <usize>load<u32>(present);
  if (missingLeft) left = v128.load(buckets + (<usize>load<u32>(present + (last << 2)) << 4));
  const borders = missingLeft ? last - 1 : last;
  for (let k: usize = 0; k < borders; k++) {
    const next = <usize>load<u32>(present + ((k + 1) << 2));
    left = f64x2.add(left, v128.load(buckets + (code << 4)));
    const right = f64x2.sub(whole, left);
    const weights = v128.shuffle<f64>(left, right, 0, 2);
    const sums = v128.shuffle<f64>(left, right, 1, 3);
    const scores = f64x2.div(f64x2.mul(sums, sums), weights);
    const score = f64x2.extract_lane(scores, 0) + f64x2.extract_lane(scores, 1);
    if (score > load<f64>(result)) {
      const fits =
        f64x2.extract_lane(weights, 0) >= minLeafWeight && f64x2.extract_lane(weights, 1) >= minLeafWeight;
      if (fits) keep(score, column, code, next, hasMissing && k + 1 == last, missingLeft);
    }
    code = next;
  }
}

function sweepCounts(column: u32, count: usize, hasMissing: bool, missingLeft: bool): void {
  for (let c: usize = 0; c < classes; c++) store<u32>(leftCounts + (c << 2), 0);
  const last = count - 1;
  leftWeight = 0;
  leftSquares = 0;
  crossed = 0;
  let code = <usize>load<u32>(present);
  if (missingLeft) moveChain(<usize>load<u32>(present + (last << 2)));
  const borders = missingLeft ? last - 1 : last;
  for (let k: usize = 0; k < borders; k++) {
    const next = <usize>load<u32>(present + ((k + 1) << 2));
    moveChain(code);
    const left = <f64>leftWeight;
    const right = weight - left;
    // Σ (total − left)² = Σ total² − 2 Σ total · left + Σ left²
    const score = <f64>leftSquares / left + <f64>(squares - 2 * crossed + leftSquares) / right;
    if (score > load<f64>(result) && left >= minLeafWeight && right >= minLeafWeight) {
      keep(score, column, code, next, hasMissing && k + 1 == last, missingLeft);
    }
    code = next;
  }
}

let leftWeight: i64 = 0;
let leftSquares: i64 = 0; // Σ over classes of left²
let crossed: i64 = 0; // Σ over classes of total · left

/** Moves the rows of one code to the left: (l + w)² = l² + w · (2l + w). */
function moveChain(code: usize): void {
  let position = load<u32>(buckets + (code << 2));
  let moved = leftWeight;
  let leftSum = leftSquares;
  let crossSum = crossed;
  while (position != 0) {
    const i = <usize>(position - 1);
    position = load<u32>(chain + (i << 2));
    const at = <usize>load<u32>(pairs + (i << 3)) << 2;
    const w = <i64>load<u32>(pairs + (i << 3), 4);
    const left = <i64>load<u32>(leftCounts + at);
    leftSum += w * (2 * left + w);
    crossSum += w * <i64>load<u32>(totals + at);
    store<u32>(leftCounts + at, <u32>(left + w));
    moved += w;
  }
  leftWeight = moved;
  leftSquares = leftSum;
  crossed = crossSum;
}

/** Notes the best split so far; the cut lies in the middle of the codes between, or above all when only missing values stay. */
function keep(score: f64, column: u32, code: usize, next: usize, beforeMissing: bool, missingLeft: bool): void {
  const cut = beforeMissing ? missing - 1 : <u32>((code + next - 1) >> 1);
  store<f64>(result, score);
  store<f64>(result + 8, 2 * column + (missingLeft ? 1 : 0));
  store<f64>(result + 16, missingLeft ? cut + 1 : cut);
}

/** Sorts positions [from, to) so that the left rows come first, order kept; returns where the right ones start. */
export function partition(from: usize, to: usize, view: u32, cut: u32): usize {
  const at = load<u32>(columns + (<usize>(view >> 1) << 2));
  const codes = <usize>(at & ~1);
  const shift: usize = classes > 2 ? 3 : 4;
  if ((at & 1) != 0) return divide<u16>(from, to, codes, view & 1, cut, shift);
  return divide<u8>(from, to, codes, view & 1, cut, shift);
}

function divide<Code>(from: usize, to: usize, codes: usize, side: u32, cut: u32, shift: usize): usize {
  let middle = from;
  let right: usize = 0;
  for (let i = from; i < to; i++) {
    const row = load<u32>(rows + (i << 2));
    let code = <u32>load<Code>(codes + <usize>row * sizeof<Code>());
    if (sizeof<Code>() == 1) code = code == 255 ? missing : code;
    const goesLeft = <usize>(((code + side) & 65535) <= cut);
    // Both sides are written, one of them is kept: no branch to mispredict.
    store<u32>(rows + (middle << 2), row);
    store<u32>(spareRows + (right << 2), row);
    if (shift == 4) {
      const pair = v128.load(pairs + (i << 4));
      v128.store(pairs + (middle << 4), pair);
      v128.store(sparePairs + (right << 4), pair);
    } else {
      const pair = load<u64>(pairs + (i << 3));
      store<u64>(pairs + (middle << 3), pair);
      store<u64>(sparePairs + (right << 3), pair);
    }
    middle += goesLeft;
    right += 1 - goesLeft;
  }
  memory.copy(rows + (middle << 2), spareRows, right << 2);
  memory.copy(pairs + (middle << shift), sparePairs, right << shift);
  return middle;
}

// @ts-ignore: decorator
@inline
function load32(map: usize, index: usize): usize {
  return <usize>load<u32>(map + (index << 2));
}
