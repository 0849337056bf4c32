// The float64 nearest to digits × 10^exponent (Lemire 2021, "Number parsing at a gigabyte per second").

/** Whether the last number needs more care than `nearest` takes: subnormal, infinite, or too close to call. */
export let isInexact = false;

let powersOfFive: usize = 0;
const smallest: i32 = -342;
const largest: i32 = 308;

/** Tells where the powers of five lie: (u64 high, u64 low) of 5^-342 to 5^308, as ../powers-of-five.ts makes them. */
export function usePowers(address: usize): void {
  powersOfFive = address;
}

/** Digits are no 0. Looks at `isInexact` afterwards. */
export function nearest(digits: u64, exponent: i32): f64 {
  isInexact = true;
  if (exponent < smallest || exponent > largest) return 0;
  const zeros = clz(digits);
  const shifted = digits << zeros;
  const power = powersOfFive + ((<usize>(exponent - smallest)) << 4);
  multiply(shifted, load<u64>(power));
  let high = productHigh;
  let low = productLow;
  if ((high & 0x1ff) == 0x1ff) {
    multiply(shifted, load<u64>(power + 8));
    low += productHigh;
    if (productHigh > low) high++;
    if (low == u64.MAX_VALUE && (exponent < -27 || exponent > 55)) return 0;
  }
  const upper: i32 = <i32>(high >>> 63);
  let mantissa = high >>> (<u64>upper + 9);
  let binary: i32 = ((217_706 * exponent) >> 16) + 63 + upper - <i32>zeros + 1023;
  if (binary <= 0) return 0;
  // Halfway between two numbers: to the even one.
  if (low <= 1 && exponent >= -4 && exponent <= 23 && (mantissa & 3) == 1 && mantissa << (<u64>upper + 9) == high) {
    mantissa &= ~(<u64>1);
  }
  mantissa += mantissa & 1;
  mantissa >>= 1;
  if (mantissa >= (<u64>1) << 53) {
    mantissa = (<u64>1) << 52;
    binary++;
  }
  if (binary >= 0x7ff) return 0;
  isInexact = false;
  return reinterpret<f64>((mantissa & ~((<u64>1) << 52)) | ((<u64>binary) << 52));
}

let productHigh: u64 = 0;
let productLow: u64 = 0;

/** The 128 bits of a product. */
// @ts-ignore: decorator
@inline
function multiply(a: u64, b: u64): void {
  const a0 = a & 0xffff_ffff;
  const a1 = a >>> 32;
  const b0 = b & 0xffff_ffff;
  const b1 = b >>> 32;
  const low = a0 * b0;
  const middle = a1 * b0 + (low >>> 32);
  const other = a0 * b1 + (middle & 0xffff_ffff);
  productHigh = a1 * b1 + (middle >>> 32) + (other >>> 32);
  productLow = (other << 32) | (low & 0xffff_ffff);
}
