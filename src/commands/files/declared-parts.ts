import { open } from "node:fs/promises";
import { arrowFileBatches } from "../../ingest/formats/arrow-file.ts";
import type { DeclaredColumn } from "../../ingest/formats/declared.ts";
import { parquetGroups } from "../../ingest/formats/parquet.ts";

/**
 * The row groups of a Parquet file, or the record batches of an Arrow file, one at a time; `onRead` is called with
 * the bytes of each read. Throws a `UserError`.
 */
export async function* declaredParts(
  path: string,
  format: "parquet" | "arrow-file",
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<readonly DeclaredColumn[]> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const slice = async (start: number, end = size): Promise<ArrayBuffer> => {
      const buffer = new ArrayBuffer(end - start);
      for (let at = 0; at < buffer.byteLength; ) {
        const { bytesRead } = await file.read(new Uint8Array(buffer, at), { position: start + at });
        if (bytesRead === 0) throw new Error("it became shorter while it was read");
        at += bytesRead;
      }
      onRead(buffer.byteLength);
      return buffer;
    };
    const bytes = { byteLength: size, slice };
    yield* format === "parquet" ? parquetGroups(bytes, path) : arrowFileBatches(bytes, path);
  } finally {
    await file.close();
  }
}

/** Some of the cells of a column, alone in their memory: a part of a view would keep, or send, all of it. */
export function sliced(values: ArrayLike<unknown>, from: number, to: number): ArrayLike<unknown> {
  return values instanceof Float64Array ? values.slice(from, to) : Array.prototype.slice.call(values, from, to);
}
