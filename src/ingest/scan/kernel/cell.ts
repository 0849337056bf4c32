// The text of a cell: without spaces at its ends, and without quotes where that is simple.

export const quote: u32 = 0x22;
export const lineFeed: u32 = 0x0a;
export const carriageReturn: u32 = 0x0d;

// Of the last cell that `takeCell` looked at.
export let cellStart: usize = 0;
export let cellEnd: usize = 0;

/**
 * Finds the text of the raw cell at [start, end) and leaves its place in `cellStart` and `cellEnd`. A cell that
 * TypeScript must take apart stays as it is: one with quotes or carriage returns inside of quotes, or with a quote
 * behind spaces.
 */
// @ts-ignore: decorator
@inline
export function takeCell(start: usize, end: usize): void {
  cellStart = start;
  cellEnd = end;
  if (start == end) return;
  if (load<u8>(start) == <u8>quote) {
    for (let at = start + 1; at < end - 1; at++) {
      const byte: u32 = load<u8>(at);
      if (byte == quote || byte == carriageReturn) return;
    }
    trim(start + 1, end - 1);
    return;
  }
  if (!isSpace(load<u8>(start)) && !isSpace(load<u8>(end - 1))) return;
  trim(start, end);
  if (cellStart < cellEnd && load<u8>(cellStart) == <u8>quote) {
    cellStart = start;
    cellEnd = end;
  }
}

function trim(start: usize, end: usize): void {
  while (start < end && isSpace(load<u8>(start))) start++;
  while (start < end && isSpace(load<u8>(end - 1))) end--;
  cellStart = start;
  cellEnd = end;
}

/** Spaces of ASCII that JavaScript trims; TypeScript trims the others from each distinct text. */
// @ts-ignore: decorator
@inline
export function isSpace(byte: u32): bool {
  return byte == 32 || byte - 9 <= 4;
}
