/**
 * Pseudo-random numbers as a value that is passed down: sfc32 (Chris Doty-Humphrey, PractRand), seeded by hashing. Only
 * additions, shifts, square roots and logarithms, so the same seed gives the same numbers everywhere.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** `Random.of(seed, "forest", tree)`: every part counts, and 0 is a seed like any other. */
  static of(...parts: readonly (number | string)[]): Random {
    return new Random(hash(parts, 0), hash(parts, 1), hash(parts, 2));
  }

  private constructor(a: number, b: number, c: number) {
    this.a = a;
    this.b = b;
    this.c = c;
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** 32 random bits, 0 to 2³² − 1. */
  bits(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1), with 32 bits. */
  uniform(): number {
    return this.bits() / 4294967296;
  }

  /** Uniform integer in [0, limit), limit ≤ 2³²; unbiased to 2⁻³² · limit. */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const s = x * x + y * y;
      if (s > 0 && s < 1) return x * Math.sqrt((-2 * Math.log(s)) / s);
    }
  }

  /** Shuffles in place (Fisher-Yates) and returns the same array. */
  shuffle<T extends Uint32Array | Int32Array | number[]>(values: T): T {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = values[i]!;
      values[i] = values[j]!;
      values[j] = held;
    }
    return values;
  }
}

/** FNV-1a over the parts with a final mix (murmur3); 32 bits. */
export function hash(parts: readonly (number | string)[], salt = 0): number {
  let h = 0x811c9dc5 ^ Math.imul(salt + 1, 0x9e3779b1);
  for (const part of parts) {
    const text = typeof part === "number" ? `n${part}` : `s${part}`;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ 0xff, 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
