/*
 * Binary range coding with chances that adapt to what was coded (Martin 1979; the numbers are those of LZMA, Pavlov
 * 1999): a bit that was likely takes little room. Writer and reader are given the same questions in the same order.
 */

const certain = 4096; // chances of a 0 are of this
const adaption = 5; // a chance moves by a 32nd of what it was wrong

/** Chances that a bit is 0, even at first. */
export function evenChances(count: number): Uint16Array {
  return new Uint16Array(count).fill(certain / 2);
}

/** Codes bits one after the other: a writer takes each and returns it, a reader finds it. */
export interface BitCoder {
  /** Codes a bit by the chance at `at`, which adapts. */
  bit(chances: Uint16Array, at: number, bit: number): number;
  /** Codes a whole number below 2^32 whose bits are all even. */
  word(value: number): number;
}

// Numbers of 32 bits are kept as signed ones, which engines compute with fastest; `>>> 0` compares them as they are.

export class RangeWriter implements BitCoder {
  private low = 0;
  private carry = 0; // what is beyond 2^32: it is added to bytes that are held back
  private range = -1;
  private held = 0;
  private heldBytes = 1; // the held one, and 255s after it
  private bytes = new Uint8Array(1024);
  private length = 0;

  bit(chances: Uint16Array, at: number, bit: number): number {
    const chance = chances[at]!;
    const bound = Math.imul(this.range >>> 12, chance);
    if (bit === 0) {
      this.range = bound;
      chances[at] = chance + ((certain - chance) >> adaption);
    } else {
      this.add(bound);
      this.range = (this.range - bound) | 0;
      chances[at] = chance - (chance >> adaption);
    }
    this.widen();
    return bit;
  }

  word(value: number): number {
    for (let place = 31; place >= 0; place--) {
      const half = this.range >>> 1;
      if (((value >>> place) & 1) === 1) {
        this.add(half);
        this.range = (this.range - half) | 0;
      } else this.range = half;
      this.widen();
    }
    return value;
  }

  /** All bytes; nothing may be written after. */
  finish(): Uint8Array {
    for (let i = 0; i < 5; i++) this.shift();
    return this.bytes.slice(1, this.length); // the first byte is always 0
  }

  private add(part: number): void {
    const sum = (this.low + part) | 0;
    if (sum >>> 0 < part >>> 0) this.carry = 1;
    this.low = sum;
  }

  private widen(): void {
    while (this.range >>> 24 === 0) {
      this.range <<= 8;
      this.shift();
    }
  }

  private shift(): void {
    if (this.low >>> 24 < 0xff || this.carry === 1) {
      for (let value = this.held; this.heldBytes > 0; this.heldBytes--, value = 0xff) {
        this.push((value + this.carry) & 0xff);
      }
      this.carry = 0;
      this.held = this.low >>> 24;
    }
    this.heldBytes++;
    this.low <<= 8;
  }

  private push(byte: number): void {
    if (this.length === this.bytes.length) {
      const wider = new Uint8Array(2 * this.length);
      wider.set(this.bytes);
      this.bytes = wider;
    }
    this.bytes[this.length++] = byte;
  }
}

export class RangeReader implements BitCoder {
  private readonly bytes: Uint8Array;
  private at = 0;
  private range = -1;
  private code = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    for (let i = 0; i < 4; i++) this.code = (this.code << 8) | this.next();
  }

  /** Bytes that are left; below 0 where more were asked for than there are. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  bit(chances: Uint16Array, at: number): number {
    const chance = chances[at]!;
    const bound = Math.imul(this.range >>> 12, chance);
    let bit = 0;
    if (this.code >>> 0 < bound >>> 0) {
      this.range = bound;
      chances[at] = chance + ((certain - chance) >> adaption);
    } else {
      bit = 1;
      this.code = (this.code - bound) | 0;
      this.range = (this.range - bound) | 0;
      chances[at] = chance - (chance >> adaption);
    }
    this.widen();
    return bit;
  }

  word(): number {
    let value = 0;
    for (let place = 0; place < 32; place++) {
      const half = this.range >>> 1;
      const bit = this.code >>> 0 < half ? 0 : 1;
      if (bit === 1) {
        this.code = (this.code - half) | 0;
        this.range = (this.range - half) | 0;
      } else this.range = half;
      value = (value << 1) | bit;
      this.widen();
    }
    return value >>> 0;
  }

  private widen(): void {
    while (this.range >>> 24 === 0) {
      this.range <<= 8;
      this.code = (this.code << 8) | this.next();
    }
  }

  /** The next byte, 0 beyond the end. */
  private next(): number {
    const byte = this.at < this.bytes.length ? this.bytes[this.at]! : 0;
    this.at++;
    return byte;
  }
}

/** Whole numbers from 0 to `largest`, bit by bit from the highest: each bit has a chance after those before it. */
export class NumberCoding {
  private readonly chances: Uint16Array;
  private readonly half: number; // of what the bits can hold

  constructor(largest: number) {
    this.half = 2 ** Math.floor(Math.log2(Math.max(1, largest)));
    this.chances = evenChances(2 * this.half);
  }

  /** Codes a number that is known to lie within: what can only be one bit takes no room. */
  code(coder: BitCoder, value: number, { low, high }: { readonly low: number; readonly high: number }): number {
    let node = 1;
    let from = 0;
    for (let half = this.half; half >= 1; half >>= 1) {
      const middle = from + half;
      const isSure = high < middle || low >= middle;
      const upper = value >= middle ? 1 : 0;
      const bit = isSure ? (low >= middle ? 1 : 0) : coder.bit(this.chances, node, upper);
      if (bit === 1) from = middle;
      node = 2 * node + bit;
    }
    return from;
  }
}
