const smallest = -342;
const largest = 308;

let made: Uint8Array | null = null;

/**
 * The 128 leading bits of 5^-342 to 5^308 as (u64 high, u64 low), as the kernel multiplies by them: those of negative
 * powers rounded up, the others cut off (Lemire 2021, "Number parsing at a gigabyte per second"). Made once a thread.
 */
export function powersOfFive(): Uint8Array {
  if (made !== null) return made;
  made = new Uint8Array(16 * (largest - smallest + 1));
  const view = new DataView(made.buffer);
  for (let power = smallest, at = 0; power <= largest; power++, at += 16) {
    const bits = power < 0 ? inverse(5n ** BigInt(-power), power) : leading(5n ** BigInt(power));
    view.setBigUint64(at, bits >> 64n, true);
    view.setBigUint64(at + 8, bits & 0xffff_ffff_ffff_ffffn, true);
  }
  return made;
}

function leading(value: bigint): bigint {
  const length = BigInt(value.toString(2).length);
  return length <= 128n ? value << (128n - length) : value >> (length - 128n);
}

function inverse(value: bigint, power: number): bigint {
  const length = BigInt(value.toString(2).length);
  return power >= -27 ? (1n << (length + 127n)) / value + 1n : leading((1n << (2n * length + 128n)) / value + 1n);
}
