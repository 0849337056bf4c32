import { createHash } from "node:crypto";

const known = new WeakMap<Uint8Array, string>();

/** SHA-256 of the bytes in hexadecimal digits; they are hashed once, and must not change afterwards. */
export function sha256Of(bytes: Uint8Array): string {
  const hash = known.get(bytes) ?? createHash("sha256").update(bytes).digest("hex");
  known.set(bytes, hash);
  return hash;
}
