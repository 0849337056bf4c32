import { joined } from "./join.ts";

/** A field of a protocol buffer message, as bytes (protobuf.dev, "Encoding"). */
export type Field = Uint8Array;

/** A whole number of at least 0, below 2^53. */
export function int(number: number, value: number): Field {
  return Uint8Array.from([...varint(number * 8), ...varint(value)]);
}

export function bytes(number: number, value: Uint8Array): Field {
  const head = [...varint(number * 8 + 2), ...varint(value.length)];
  const field = new Uint8Array(head.length + value.length);
  field.set(head);
  field.set(value, head.length);
  return field;
}

export function text(number: number, value: string): Field {
  return bytes(number, new TextEncoder().encode(value));
}

export function message(number: number, fields: readonly Field[]): Field {
  return bytes(number, joined(Uint8Array, fields));
}

/** Seven bits a byte, the lowest first; negative numbers as 64 bits in two's complement. */
function varint(value: number): readonly number[] {
  const found: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) found.push(Number(rest & 127n) | 128);
  found.push(Number(rest));
  return found;
}

/** Whole numbers of 0 to 2^31 one after the other, as a packed field holds them. */
export function varints(values: Int32Array): Uint8Array {
  const found = new Uint8Array(5 * values.length);
  let length = 0;
  for (const value of values) {
    let rest = value;
    for (; rest > 127; rest >>>= 7) found[length++] = (rest & 127) | 128;
    found[length++] = rest;
  }
  return found.slice(0, length);
}
