const zero = 48;
const point = 46;
const digits = 7;
const utf8 = 3; // bytes that a unit of a string takes at most
const numberBytes = 32;

/** A predicted number: 7 digits, about what a float32 holds. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(digits)));
}

// Decades below 1; JavaScript writes the first six without an exponent. Powers of ten up to 1e22 are exact.
const decades = 15;
const plainDecades = 6;
const least = Float64Array.from({ length: decades }, (_, zeros) => Number(`1e-${zeros + 1}`));
const scale = Float64Array.from({ length: decades }, (_, zeros) => Number(`1e${zeros + digits}`));
const exponents = Array.from({ length: decades }, (_, zeros) => `e-${zeros + 1}`);

/**
 * Text that grows, as UTF-8. A table of predictions has millions of numbers; as strings they would take ten times as
 * long.
 */
export class TextBytes {
  private buffer = Buffer.allocUnsafe(1 << 16);
  private length = 0;

  text(text: string): void {
    this.reserve(utf8 * text.length);
    this.length += this.buffer.write(text, this.length);
  }

  copy(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    for (let i = 0; i < bytes.length; i++) this.buffer[this.length++] = bytes[i]!;
  }

  byte(code: number): void {
    this.reserve(1);
    this.buffer[this.length++] = code;
  }

  /** `numberText` of a number: most probabilities digit by digit, and 0, the most frequent number, at once. */
  number(value: number): void {
    if (!(value < 1 && value >= least[decades - 1]!)) return this.text(value === 0 ? "0" : numberText(value));
    let zeros = 0;
    while (value < least[zeros]!) zeros++;
    const whole = Math.round(value * scale[zeros]!);
    if (whole === 10 ** digits) return this.text(numberText(value));
    this.reserve(numberBytes);
    const { buffer } = this;
    if (zeros < plainDecades) {
      buffer[this.length++] = zero;
      buffer[this.length++] = point;
      for (let i = 0; i < zeros; i++) buffer[this.length++] = zero;
      this.length = this.digits(whole);
      return;
    }
    const first = this.length++;
    const end = this.digits(whole);
    buffer[first] = buffer[first + 1]!;
    buffer[first + 1] = point;
    this.length = end > first + 2 ? end : first + 1;
    this.text(exponents[zeros]!);
  }

  /** Writes the digits of a whole number of seven, and says where they end without zeros; the length stays. */
  private digits(whole: number): number {
    const { buffer } = this;
    let rest = whole;
    for (let place = this.length + digits - 1; place >= this.length; place--) {
      const tenth = (rest / 10) | 0;
      buffer[place] = zero + rest - 10 * tenth;
      rest = tenth;
    }
    let end = this.length + digits;
    while (buffer[end - 1] === zero) end--;
    return end;
  }

  /** What was written. */
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.buffer.length, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}
