/** A table of a FlatBuffer: fields by their numbers. Throws a RangeError where the buffer is damaged. */
export class FlatTable {
  private readonly bytes: Buffer;
  private readonly start: number;
  private readonly entries: number; // where the table says which fields it has

  /** The table at the root of a buffer. */
  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.start = this.bytes.readInt32LE(0);
    this.entries = this.start - this.bytes.readInt32LE(this.start);
  }

  byte(field: number): number {
    const place = this.place(field);
    return place === null ? 0 : this.bytes.readUInt8(place);
  }

  long(field: number): number {
    const place = this.place(field);
    return place === null ? 0 : Number(this.bytes.readBigInt64LE(place));
  }

  /** Where a vector lies: its length, as an integer of four bytes, then its items. */
  vector(field: number): number | null {
    const place = this.place(field);
    return place === null ? null : place + this.bytes.readInt32LE(place);
  }

  private place(field: number): number | null {
    const entry = 4 + 2 * field;
    const offset = entry < this.bytes.readUInt16LE(this.entries) ? this.bytes.readUInt16LE(this.entries + entry) : 0;
    return offset === 0 ? null : this.start + offset;
  }
}
