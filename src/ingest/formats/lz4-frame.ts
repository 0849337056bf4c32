/**
 * Unpacks an LZ4 frame (github.com/lz4/lz4, doc/lz4_Frame_format.md and lz4_Block_format.md), as Arrow files hold them,
 * into `length` bytes. Checksums are not looked at: Arrow's reader checks what it reads. Throws an Error for damaged
 * input.
 */
export function unpackLz4Frame(input: Uint8Array, length: number): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  if (view.getUint32(0, true) !== 0x184d2204) throw new Error("a block is no LZ4 frame");
  const flags = input[4]!;
  const hasBlockChecksum = (flags & 0x10) !== 0;
  // header, its size and dictionary fields
  let at = 7 + ((flags & 0x08) !== 0 ? 8 : 0) + ((flags & 0x01) !== 0 ? 4 : 0);
  const output = new Uint8Array(length);
  let written = 0;
  for (;;) {
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) break;
    const packed = size >>> 31 === 0;
    const bytes = size & 0x7fffffff;
    const block = input.subarray(at, at + bytes);
    if (packed) written = unpackBlock(block, output, written);
    else {
      output.set(block, written);
      written += bytes;
    }
    at += bytes + (hasBlockChecksum ? 4 : 0);
  }
  if (written !== length) throw new Error(`an LZ4 frame holds ${written} bytes where ${length} are announced`);
  return output;
}

/** One block behind what is there already, to which its matches may reach back; where the output ends afterwards. */
function unpackBlock(input: Uint8Array, output: Uint8Array, start: number): number {
  let to = start;
  let from = 0;
  const count = (first: number): number => {
    let total = first;
    if (first < 15) return total;
    for (let byte = 255; byte === 255; total += byte) byte = input[from++]!;
    return total;
  };
  while (from < input.length) {
    const token = input[from++]!;
    const literals = count(token >> 4);
    output.set(input.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from >= input.length) break;
    const distance = input[from]! | (input[from + 1]! << 8);
    from += 2;
    const matched = count(token & 15) + 4;
    if (distance === 0 || distance > to) throw new Error("an LZ4 block points before its start");
    for (let i = 0; i < matched; i++, to++) output[to] = output[to - distance]!;
  }
  return to;
}
