/** Bytes that are no UTF-8 in a text that is. */
export interface BadBytes {
  readonly count: number;
  readonly first: number; // place of the first one
}

/**
 * UTF-8 text with a few foreign bytes, each read as Windows-1252 so that it spoils one cell at most; null for bytes
 * that hold no UTF-8 beyond ASCII, or more foreign bytes than such characters.
 */
export function mixedUtf8(
  bytes: Buffer,
  foreign: (bytes: Buffer) => string,
): ({ readonly text: string } & BadBytes) | null {
  const bad: number[] = [];
  let wide = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) bad.push(at++);
    else {
      if (length > 1) wide++;
      at += length;
    }
    if (bad.length > 1000 && bad.length > wide) return null;
  }
  if (bad.length === 0 || bad.length > wide) return null;
  const parts: string[] = [];
  let from = 0;
  for (const at of bad) {
    parts.push(bytes.toString("utf8", from, at), foreign(bytes.subarray(at, at + 1)));
    from = at + 1;
  }
  parts.push(bytes.toString("utf8", from));
  return { text: parts.join("").replace(/^\uFEFF/, ""), count: bad.length, first: bad[0]! };
}

/** Bytes of the UTF-8 character that begins at a place, 0 when none does (Unicode, table 3-7). */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  const second = bytes[at + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
