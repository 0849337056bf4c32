/** The next multiple of `step`. */
export function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Hands out addresses from `end` up, and takes none back. */
export class Bump {
  end: number;

  constructor(base: number) {
    this.end = base;
  }

  /** The address of `bytes` bytes. */
  take(bytes: number, align = 16): number {
    const start = roundUp(this.end, align);
    this.end = start + bytes;
    return start;
  }
}
