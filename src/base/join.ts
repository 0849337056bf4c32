export type NumberArray = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** The parts one behind the other, in a new array of the given type. */
export function joined<T extends NumberArray>(Type: new (length: number) => T, parts: readonly T[]): T {
  const all = new Type(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
