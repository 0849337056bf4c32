import { UserError } from "../../base/errors.ts";
import { damagedArrow, readMessages } from "./arrow.ts";
import type { DeclaredColumn } from "./declared.ts";
import { FlatTable } from "./flat-buffer.ts";

/** Bytes of a message at most; a damaged length must not be believed. */
const mostBytes = 2 ** 31;
const fields = { kind: 1, bodyLength: 3 }; // of a message
const recordBatch = 3; // among the kinds

/**
 * The record batches of an Arrow IPC stream as its bytes come: no more than one is in memory, and the dictionaries
 * before it. Throws a UserError for a stream that is damaged or ends within a part.
 */
export async function* arrowBatches(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<readonly DeclaredColumn[]> {
  const bytes = new ByteQueue(chunks);
  const before: Uint8Array[] = []; // the schema and dictionaries
  try {
    for (let message = await nextMessage(bytes); message !== null; message = await nextMessage(bytes)) {
      if (message.kind === recordBatch) yield readMessages([...before, message.bytes], message.bytes.length);
      else before.push(message.bytes);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw damagedArrow(name, error);
  }
}

interface Message {
  readonly kind: number;
  readonly bytes: Uint8Array; // with its length before it, in memory of its own: arrays in it are aligned
}

/** The next message; null after the last, with or without the mark of the end. */
async function nextMessage(bytes: ByteQueue): Promise<Message | null> {
  const head = await bytes.take(4, 0);
  if (head.length === 0) return null;
  const isMarked = head.readInt32LE(0) === -1; // as all writers do since 2019
  const size = isMarked ? await bytes.take(4) : head;
  const length = size.readInt32LE(0);
  if (length === 0) return null;
  const metadata = await bytes.take(length);
  const table = new FlatTable(metadata);
  const body = await bytes.take(table.long(fields.bodyLength));
  const parts = isMarked ? [head, size, metadata, body] : [head, metadata, body];
  return { kind: table.byte(fields.kind), bytes: new Uint8Array(Buffer.concat(parts)) };
}

/** Bytes that come in chunks, taken in the lengths that a format wants. */
class ByteQueue {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** That many bytes. Where the end comes first: what there is, if that is `least`. Throws otherwise. */
  async take(length: number, least = length): Promise<Buffer> {
    if (!(length >= 0 && length <= mostBytes)) throw new Error(`a part announces a length of ${length}`);
    const parts = [this.rest];
    let held = this.rest.length;
    while (held < length) {
      const { value, done } = await this.chunks.next();
      if (done === true) break;
      parts.push(value);
      held += value.length;
    }
    if (held < length && held !== least) throw new Error("it ends within a part");
    const all = parts.length === 1 ? this.rest : Buffer.concat(parts);
    this.rest = all.subarray(length);
    return Buffer.from(all.buffer, all.byteOffset, Math.min(length, all.length));
  }
}
