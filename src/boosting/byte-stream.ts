import { fail } from "../base/check.ts";

/** Writes numbers one after the other, little-endian. */
export class ByteWriter {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  uint8(value: number): void {
    const at = this.room(1);
    this.view.setUint8(at, value);
  }

  uint16(value: number): void {
    const at = this.room(2);
    this.view.setUint16(at, value, true);
  }

  uint32(value: number): void {
    const at = this.room(4);
    this.view.setUint32(at, value, true);
  }

  float32(value: number): void {
    const at = this.room(4);
    this.view.setFloat32(at, value, true);
  }

  float64(value: number): void {
    const at = this.room(8);
    this.view.setFloat64(at, value, true);
  }

  /** A text with its length before it. */
  text(value: string): void {
    const encoded = new TextEncoder().encode(value);
    this.uint32(encoded.length);
    this.raw(encoded);
  }

  raw(values: Uint8Array): void {
    const at = this.room(values.length);
    this.bytes.set(values, at);
  }

  read(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  /** Where `count` bytes more begin. */
  private room(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const wider = new Uint8Array(2 * this.length);
      wider.set(this.bytes);
      this.bytes = wider;
      this.view = new DataView(wider.buffer);
    }
    return at;
  }
}

/** Reads what a `ByteWriter` wrote. Every method fails, as a check does, where the bytes end too early. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint8(): number {
    return this.view.getUint8(this.pass(1));
  }

  uint16(): number {
    return this.view.getUint16(this.pass(2), true);
  }

  uint32(): number {
    return this.view.getUint32(this.pass(4), true);
  }

  /** A finite number; `place` says which. */
  float32(place: string): number {
    return finite(this.view.getFloat32(this.pass(4), true), place);
  }

  float64(place: string): number {
    return finite(this.view.getFloat64(this.pass(8), true), place);
  }

  text(place: string): string {
    const encoded = this.raw(this.uint32());
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(encoded);
    } catch {
      return fail(place, "is not UTF-8 text");
    }
  }

  raw(count: number): Uint8Array {
    const from = this.pass(count);
    return this.bytes.slice(from, from + count);
  }

  /** How many entries follow, each of at least `bytes` bytes: no more than there is room for. */
  count(bytes: number): number {
    const count = this.uint32();
    return count * bytes > this.bytes.length - this.at ? fail("", "ends too early") : count;
  }

  end(): void {
    if (this.at < this.bytes.length) fail("", `has ${this.bytes.length - this.at} bytes too many`);
  }

  private pass(count: number): number {
    const from = this.at;
    if (count > this.bytes.length - from) return fail("", "ends too early");
    this.at += count;
    return from;
  }
}

function finite(value: number, place: string): number {
  return Number.isFinite(value) ? value : fail(place, `must be a finite number, but is ${value}`);
}
