/** Numbers of few bits, one after the other, the lowest bit first. */
export class BitWriter {
  private bytes = new Uint8Array(1024);
  private length = 0; // in bits

  /** Appends a whole number below 2^width; a width is at most 32. */
  write(value: number, width: number): void {
    const needed = Math.ceil((this.length + width) / 8);
    if (needed > this.bytes.length) {
      const wider = new Uint8Array(2 * needed);
      wider.set(this.bytes);
      this.bytes = wider;
    }
    let rest = value;
    let left = width;
    while (left > 0) {
      const used = this.length % 8;
      const taken = Math.min(8 - used, left);
      this.bytes[Math.floor(this.length / 8)]! |= (rest % 2 ** taken) << used;
      rest = Math.floor(rest / 2 ** taken);
      this.length += taken;
      left -= taken;
    }
  }

  /** All that was written, filled up with zeros to a whole byte. */
  read(): Uint8Array {
    return this.bytes.slice(0, Math.ceil(this.length / 8));
  }
}

/** Reads what a `BitWriter` wrote. */
export class BitReader {
  private readonly bytes: Uint8Array;
  private at = 0; // in bits

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The next number, or -1 where there are not as many bits. */
  read(width: number): number {
    if (this.at + width > 8 * this.bytes.length) return -1;
    let value = 0;
    let done = 0;
    while (done < width) {
      const used = this.at % 8;
      const taken = Math.min(8 - used, width - done);
      value += ((this.bytes[Math.floor(this.at / 8)]! >>> used) % 2 ** taken) * 2 ** done;
      this.at += taken;
      done += taken;
    }
    return value;
  }

  /** Bytes that were not read. */
  get left(): number {
    return this.bytes.length - Math.ceil(this.at / 8);
  }
}

/** Bits that tell `count` things apart. */
export function bitsFor(count: number): number {
  return count > 1 ? Math.ceil(Math.log2(count)) : 0;
}
