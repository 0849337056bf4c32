import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { UserError } from "../../base/errors.ts";
import { orAborted } from "../../run/aborted.ts";
import type { World } from "../world.ts";
import { readSource } from "./read.ts";

const chunkBytes = 1 << 20;

/** Bytes of a file or of standard input as they come, with what is known of how far they are. */
export class ByteSource {
  readonly file: string; // for messages
  readonly size: number | null; // null if unknown
  read = 0; // bytes of the file so far
  private readonly chunks: AsyncIterator<Uint8Array>;
  private readonly signal: AbortSignal | undefined;
  private ended = false;

  private constructor(
    { file, size }: Pick<ByteSource, "file" | "size">,
    stream: AsyncIterable<Uint8Array>,
    signal: AbortSignal | undefined,
  ) {
    this.file = file;
    this.size = size;
    this.chunks = stream[Symbol.asyncIterator]();
    this.signal = signal;
  }

  /** After the signal, reading throws its reason, also where more bytes are still awaited. */
  static async open(path: string, world: World, signal?: AbortSignal): Promise<ByteSource> {
    if (path === "-") return new ByteSource({ file: "standard input", size: null }, bytesOf(world.input), signal);
    const known = await stat(path).catch(() => null);
    if (known === null || known.isDirectory()) await readSource(path, world); // which says what is wrong
    const size = known?.size ?? null;
    return new ByteSource({ file: path, size }, createReadStream(path, { highWaterMark: chunkBytes }), signal);
  }

  /** At least this many bytes, or all that there are. */
  async take(least: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let length = 0; length < least && !this.ended; length = parts.reduce((sum, part) => sum + part.length, 0)) {
      const part = await this.next();
      if (part !== null) parts.push(part);
    }
    return Buffer.concat(parts);
  }

  /** What is left, chunk by chunk, after the bytes that were taken before. */
  async *rest(taken: Uint8Array): AsyncGenerator<Uint8Array> {
    yield taken;
    for (let part = await this.next(); part !== null; part = await this.next()) yield part;
  }

  get isEnded(): boolean {
    return this.ended;
  }

  private async next(): Promise<Uint8Array | null> {
    const { value, done } = await orAborted(this.chunks.next(), this.signal);
    if (done === true) {
      if (this.read < (this.size ?? 0)) {
        throw new UserError(`${this.file} became shorter while it was read.`, {
          hint: "Read a file that is complete.",
        });
      }
      this.ended = true;
      return null;
    }
    this.read += value.length;
    return value;
  }
}

async function* bytesOf(input: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const part of input) yield part instanceof Uint8Array ? part : Buffer.from(String(part));
}

/** The bytes of a file as they come, unpacked where they are gzip. */
export async function unpackedBytes(path: string, world: World): Promise<AsyncIterable<Uint8Array>> {
  const source = await ByteSource.open(path, world);
  const start = await source.take(2);
  const chunks = source.rest(start);
  return start[0] === 0x1f && start[1] === 0x8b ? unpacked(chunks, path) : chunks;
}

/** Unpacks gzip as it comes. */
export async function* unpacked(chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  const stream = createGunzip({ chunkSize: chunkBytes });
  pipeline(Readable.from(chunks), stream, () => {}); // the reader of the stream gets an error
  try {
    for await (const part of stream) yield part as Uint8Array;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} is a gzip file that cannot be unpacked to its end.`, {
      hint: "Check that it was copied completely (gzip -t), or unpack it first.",
    });
  }
}
