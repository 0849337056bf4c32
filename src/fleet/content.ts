import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Any value that a thread could be sent, on its way to another machine. */
export interface Content {
  readonly hash: string; // SHA-256 of the value's bytes: the same value has the same name everywhere
  readonly bytes: Uint8Array; // compressed
}

/** Bytes that a value may take once it is expanded: what comes from elsewhere must not fill the memory. */
const mostBytes = 2 ** 32;

/** Structured clones have the same bytes in Node 20, 22 and 24, and typed arrays keep every bit. */
export async function pack(value: unknown): Promise<Content> {
  const bytes = serialize(value);
  return { hash: hashOf(bytes), bytes: await compress(bytes) };
}

/** The value of a content; null where the bytes are not those of this hash. */
export async function unpack({ hash, bytes }: Content): Promise<unknown> {
  const plain = await expand(bytes, { maxOutputLength: mostBytes }).catch(() => null);
  return plain === null || hashOf(plain) !== hash ? null : deserialize(plain);
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
