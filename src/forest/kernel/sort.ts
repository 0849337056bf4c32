// Radix sort of numbers, compiled: from the lowest digit of eleven bits to the highest, each pass stable. A digit that
// all numbers share is skipped: whole numbers of a few bits take two or three passes instead of six.

import { digitValues, sortDigits } from "./schema.generated";

const digitBits: usize = 11;

/**
 * Sorts `count` numbers (f64, no NaN) in ascending order; −0 comes before 0. `spare` has room for as many, `counts` for
 * sortDigits × digitValues u32. Returns where the sorted ones lie: at `numbers` or at `spare`.
 */
export function sortNumbers(numbers: usize, spare: usize, counts: usize, count: usize): usize {
  memory.fill(counts, 0, (sortDigits * digitValues) << 2);
  for (let i: usize = 0; i < count; i++) {
    const key = toKey(load<u64>(numbers + (i << 3)));
    store<u64>(numbers + (i << 3), key);
    for (let digit: usize = 0; digit < sortDigits; digit++) {
      const at = countAt(counts, digit, key);
      store<u32>(at, load<u32>(at) + 1);
    }
  }
  let from = numbers;
  let to = spare;
  for (let digit: usize = 0; digit < sortDigits; digit++) {
    if (count == 0 || <usize>load<u32>(countAt(counts, digit, load<u64>(from))) == count) continue;
    sumUp(counts + ((digit * digitValues) << 2));
    for (let i: usize = 0; i < count; i++) {
      const key = load<u64>(from + (i << 3));
      const at = countAt(counts, digit, key);
      const place = load<u32>(at);
      store<u32>(at, place + 1);
      store<u64>(to + (<usize>place << 3), key);
    }
    const sorted = to;
    to = from;
    from = sorted;
  }
  for (let i: usize = 0; i < count; i++) store<u64>(from + (i << 3), fromKey(load<u64>(from + (i << 3))));
  return from;
}

/** Turns counts of one digit into the place where each of its values starts. */
function sumUp(counts: usize): void {
  let sum: u32 = 0;
  for (let value: usize = 0; value < digitValues; value++) {
    const here = load<u32>(counts + (value << 2));
    store<u32>(counts + (value << 2), sum);
    sum += here;
  }
}

// @ts-ignore: decorator
@inline
function countAt(counts: usize, digit: usize, key: u64): usize {
  return counts + ((digit * digitValues + <usize>((key >> <u64>(digit * digitBits)) & <u64>(digitValues - 1))) << 2);
}

/**
 * The bits of a number such that whole numbers without a sign rank them: all flipped when negative, else the sign
 * alone.
 */
// @ts-ignore: decorator
@inline
function toKey(bits: u64): u64 {
  return bits ^ (<u64>(<i64>bits >> 63) | 0x8000000000000000);
}

// @ts-ignore: decorator
@inline
function fromKey(key: u64): u64 {
  return key ^ ((<u64>(<i64>key >> 63) ^ 0xffffffffffffffff) | 0x8000000000000000);
}
