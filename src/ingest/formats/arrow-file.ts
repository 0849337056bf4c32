import type { AsyncBuffer } from "hyparquet";
import { UserError } from "../../base/errors.ts";
import { damagedArrow, readMessages } from "./arrow.ts";
import type { DeclaredColumn } from "./declared.ts";
import { FlatTable } from "./flat-buffer.ts";

/** Where a part of a file lies, as its footer says in a structure of 24 bytes. */
interface Part {
  readonly offset: number;
  readonly metadata: number; // its first bytes
  readonly body: number;
}

interface Parts {
  readonly at: number | null; // of their vector in the footer
  readonly parts: readonly Part[];
}

const magic = Buffer.from("ARROW1");
const fields = { dictionaries: 2, batches: 3 };
const partBytes = 24;

interface ArrowFile {
  readonly footer: Buffer;
  readonly dictionaries: Parts;
  readonly batches: Parts;
  readonly endsInDictionaries: boolean; // some lie behind a batch that needs them, as Polars writes them
}

/**
 * Columns of an Arrow IPC file (Feather of version 2 is one), plain or packed with LZ4 or Zstandard. Throws a UserError
 * for a file that is damaged or ends early.
 */
export async function readArrowFile(bytes: Uint8Array, name: string): Promise<readonly DeclaredColumn[]> {
  const slice = (start: number, end?: number) => new Uint8Array(bytes.subarray(start, end)).buffer;
  const file = { byteLength: bytes.length, slice };
  try {
    const { footer, dictionaries, batches, endsInDictionaries } = await partsOfFile(file);
    return readMessages(endsInDictionaries ? await fileOf(file, footer, [dictionaries, batches]) : bytes, bytes.length);
  } catch (error) {
    throw damagedArrow(name, error);
  }
}

/**
 * The record batches of an Arrow IPC file, one at a time: each is read as a file of this batch alone, whose footer is
 * the file's own with other places in it. Throws a UserError for a file that is damaged or ends early.
 */
export async function* arrowFileBatches(file: AsyncBuffer, name: string): AsyncGenerator<readonly DeclaredColumn[]> {
  try {
    const { footer, dictionaries, batches, endsInDictionaries } = await partsOfFile(file);
    for (const batch of batches.parts) {
      const needed = dictionaries.parts.filter(({ offset }) => endsInDictionaries || offset < batch.offset);
      yield readMessages(
        await fileOf(file, footer, [
          { ...dictionaries, parts: needed },
          { ...batches, parts: [batch] },
        ]),
        file.byteLength,
      );
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw damagedArrow(name, error);
  }
}

async function partsOfFile(file: AsyncBuffer): Promise<ArrowFile> {
  const footer = await footerOf(file);
  const table = new FlatTable(footer);
  const dictionaries = partsOf(footer, table.vector(fields.dictionaries));
  const batches = partsOf(footer, table.vector(fields.batches));
  const last = Math.max(...dictionaries.parts.map(({ offset }) => offset));
  return { footer, dictionaries, batches, endsInDictionaries: batches.parts.some(({ offset }) => offset < last) };
}

async function footerOf(file: AsyncBuffer): Promise<Buffer> {
  const end = file.byteLength - magic.length - 4;
  if (end < magic.length) throw new Error("it ends before its footer");
  const tail = Buffer.from(await file.slice(end, file.byteLength));
  const length = tail.readInt32LE(0);
  if (!tail.subarray(4).equals(magic) || length <= 0 || length > end) throw new Error("its footer is missing");
  return Buffer.from(await file.slice(end - length, end));
}

function partsOf(footer: Buffer, at: number | null): Parts {
  if (at === null) return { at, parts: [] };
  const parts = Array.from({ length: Math.min(footer.readInt32LE(at), footer.length / partBytes) }, (_, i) => {
    const place = at + 4 + partBytes * i;
    const offset = Number(footer.readBigInt64LE(place));
    return { offset, metadata: footer.readInt32LE(place + 8), body: Number(footer.readBigInt64LE(place + 16)) };
  });
  return { at, parts };
}

/** The bytes of a file that has these parts alone. */
async function fileOf(file: AsyncBuffer, footer: Buffer, kept: readonly Parts[]): Promise<Uint8Array> {
  const own = Buffer.from(footer);
  const contents: Uint8Array[] = [magic, new Uint8Array(2)];
  let offset = 8;
  for (const { at, parts } of kept) {
    if (at === null) continue;
    own.writeInt32LE(parts.length, at);
    for (const [i, { offset: from, metadata, body }] of parts.entries()) {
      const place = at + 4 + partBytes * i;
      own.writeBigInt64LE(BigInt(offset), place);
      own.writeInt32LE(metadata, place + 8);
      own.writeBigInt64LE(BigInt(body), place + 16);
      const length = metadata + body;
      if (!(length >= 0 && from >= 0 && from + length <= file.byteLength))
        throw new Error("a part lies beyond its end");
      contents.push(new Uint8Array(await file.slice(from, from + length)), new Uint8Array(-length & 7));
      offset += length + (-length & 7); // numbers of eight bytes are read where they lie
    }
  }
  const end = Buffer.alloc(4);
  end.writeInt32LE(own.length);
  return new Uint8Array(Buffer.concat([...contents, own, end, magic]));
}
