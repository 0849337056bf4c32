/** Whole records of a CSV text, as bytes, and where they stand. */
export interface Block {
  readonly bytes: Uint8Array;
  readonly line: number; // of its first record, from 1
}

const lineFeed = 10;
const quote = 34;

/**
 * Cuts a stream of bytes into blocks that end where a record does: a line feed inside quotes ends none. A quote opens
 * only at the start of a field, as readers of CSV see it.
 */
export class RecordSplitter {
  private readonly delimiter: number;
  private readonly size: number; // bytes of a block, about
  private rest: Uint8Array = new Uint8Array(0);
  private line: number;

  constructor({ delimiter, size, line }: { delimiter: string; size: number; line: number }) {
    this.delimiter = delimiter.charCodeAt(0);
    this.size = size;
    this.line = line;
  }

  /** Blocks that are complete with these bytes. */
  *push(bytes: Uint8Array): Generator<Block> {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    while (this.rest.length >= this.size) {
      const end = recordEnd(this.rest.subarray(0, this.size), this.delimiter) || this.firstEnd();
      if (end === 0) return; // a record that is longer goes on
      yield this.take(end);
    }
  }

  /** What is left, when the stream has ended. */
  *finish(): Generator<Block> {
    if (this.rest.length > 0) yield this.take(this.rest.length);
  }

  private firstEnd(): number {
    return recordEnds(this.rest, this.delimiter)[0] ?? 0;
  }

  private take(end: number): Block {
    const block = { bytes: this.rest.slice(0, end), line: this.line };
    for (let at = 0; at < end; at++) if (block.bytes[at] === lineFeed) this.line++;
    this.rest = this.rest.subarray(end);
    return block;
  }
}

/** Where the last record that is whole ends; 0 when none is. */
export function recordEnd(bytes: Uint8Array, delimiter: number): number {
  return bytes.includes(quote) ? (recordEnds(bytes, delimiter).at(-1) ?? 0) : bytes.lastIndexOf(lineFeed) + 1;
}

/** Where each record ends that is whole. */
export function recordEnds(bytes: Uint8Array, delimiter: number): readonly number[] {
  const ends: number[] = [];
  if (!bytes.includes(quote)) {
    for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) ends.push(at + 1);
    return ends;
  }
  let fieldStarts = true;
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (quoted) {
      // Of two quotes the second opens again what the first closed.
      if (byte === quote) quoted = false;
      continue;
    }
    if (byte === quote) quoted = fieldStarts || bytes[at - 1] === quote;
    else if (byte === lineFeed) ends.push(at + 1);
    fieldStarts = byte === lineFeed || byte === delimiter;
  }
  return ends;
}

/** Where the first record that is not blank ends; 0 when it does not. */
export function firstRecordEnd(bytes: Uint8Array, delimiter: string): number {
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    const head = bytes.subarray(0, at + 1);
    if (recordEnd(head, delimiter.charCodeAt(0)) === at + 1 && head.some((byte) => byte > 32)) return at + 1;
  }
  return 0;
}
