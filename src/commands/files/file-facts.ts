import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { readFile } from "./read.ts";
import { tableFiles } from "./table-files.ts";
import type { DatabaseKind } from "./duckdb.ts";

/** Files that a query reads, without having them in memory. */
export interface FileFacts {
  readonly kind: DatabaseKind;
  readonly pattern: string; // that DuckDB finds them by
  readonly sha256: string; // of their bytes, one file after another
  readonly bytes: number;
}

/**
 * What the files that `path` names are; null for one that is no database, unless `always`. Throws a UserError for a
 * file that cannot be read.
 */
export async function fileFacts(path: string, always: boolean): Promise<FileFacts | null> {
  const hash = createHash("sha256");
  let kind: DatabaseKind = "file";
  let bytes = 0;
  const { files, pattern } = await tableFiles(path);
  for (const { path: name } of files) {
    const file = await open(name, "r").catch(() => null);
    const isFolder = file !== null && (await file.stat()).isDirectory();
    if (file === null || isFolder) {
      await file?.close();
      await readFile(name); // which says what is wrong
      return null;
    }
    try {
      kind = await kindOf(file);
      if (kind === "file" && !always) return null;
      for await (const part of file.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Buffer>) {
        hash.update(part);
        bytes += part.length;
      }
    } finally {
      await file.close();
    }
  }
  return { kind, pattern, sha256: hash.digest("hex"), bytes };
}

async function kindOf(file: FileHandle): Promise<DatabaseKind> {
  const { buffer } = await file.read(Buffer.alloc(16), 0, 16, 0);
  return databaseKind(buffer);
}

/** What a file is by its first bytes. */
export function databaseKind(bytes: Uint8Array): DatabaseKind {
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  if (start.startsWith("SQLite format 3")) return "sqlite";
  return start.startsWith("DUCK", 8) ? "duckdb" : "file";
}
