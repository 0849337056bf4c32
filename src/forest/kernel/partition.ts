// The rows of a node, divided by its split.

import { classes, columns, pairs, rows, sparePairs, spareRows } from "./node";
import { missing, narrowMissing } from "./schema.generated";

/** Sorts positions [from, to) so that the left rows come first, order kept; returns where the right ones start. */
export function partition(from: usize, to: usize, view: u32, threshold: u32): usize {
  const at = load<u32>(columns + (<usize>(view >> 1) << 2));
  const codes = <usize>(at & ~1);
  const shift: usize = classes > 2 ? 3 : 4;
  if ((at & 1) != 0) return divide<u16>(from, to, codes, view & 1, threshold, shift);
  return divide<u8>(from, to, codes, view & 1, threshold, shift);
}

function divide<Code>(from: usize, to: usize, codes: usize, side: u32, threshold: u32, shift: usize): usize {
  let middle = from;
  let right: usize = 0;
  for (let i = from; i < to; i++) {
    const row = load<u32>(rows + (i << 2));
    let code = <u32>load<Code>(codes + <usize>row * sizeof<Code>());
    if (sizeof<Code>() == 1) code = code == narrowMissing ? <u32>missing : code;
    const goesLeft = <usize>(((code + side) & 65535) <= threshold);
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
