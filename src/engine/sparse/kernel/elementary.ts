// In memory: a load is one instruction, a constant of four numbers is three.
const ofExponential = memory.data<f32>(
  [
    -60, 1.4426950408889634, 12582912, 0.693359375, -0.00021219444005469057, 1.0 / 5040, 1.0 / 720, 1.0 / 120,
    1.0 / 24, 1.0 / 6, 0.5, 1,
  ],
  16,
);
const ofLogarithm = memory.data<f32>([2, 2.0 / 15, 2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3], 16);

// @ts-ignore: decorator
@inline
function constant(table: usize, index: usize): v128 {
  return v128.load32_splat(table + (index << 2));
}

/** sum·x + the constant. */
// @ts-ignore: decorator
@inline
function horner(sum: v128, x: v128, table: usize, index: usize): v128 {
  return f32x4.add(f32x4.mul(sum, x), constant(table, index));
}

/**
 * eˣ of four numbers of at most 0, to 2 ulp: x = k·ln 2 + r, Taylor's series of eʳ to r⁷/7! (|r| ≤ 0.347, rest below
 * 6e-9), times 2ᵏ. Below −60 the answer is e⁻⁶⁰: nothing beside 1, and no denormal number slows what follows.
 */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  // x < −60 ? −60 : x, so NaN passes.
  const low = f32x4.pmax(x, constant(ofExponential, 0));
  // Adding 1.5·2²³ rounds to a whole number, which then is in the low bits.
  const whole = constant(ofExponential, 2);
  const shifted = f32x4.add(f32x4.mul(low, constant(ofExponential, 1)), whole);
  const k = f32x4.sub(shifted, whole);
  // ln 2 in two parts: the first has 9 bits, so k · part is exact.
  let r = f32x4.sub(low, f32x4.mul(k, constant(ofExponential, 3)));
  r = f32x4.sub(r, f32x4.mul(k, constant(ofExponential, 4)));
  let sum = horner(constant(ofExponential, 5), r, ofExponential, 6);
  sum = horner(sum, r, ofExponential, 7);
  sum = horner(sum, r, ofExponential, 8);
  sum = horner(sum, r, ofExponential, 9);
  sum = horner(sum, r, ofExponential, 10);
  sum = horner(sum, r, ofExponential, 11);
  sum = horner(sum, r, ofExponential, 11);
  const power = i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23);
  return f32x4.mul(sum, power);
}

/**
 * ln(1 + e) of four numbers 0 ≤ e ≤ 1, to 2 ulp: 2·artanh(t), t = e / (2 + e) ≤ ⅓, by its series to t¹⁵/15 (rest below
 * 2e-9).
 */
// @ts-ignore: decorator
@inline
export function logarithmOfOnePlus(e: v128): v128 {
  const t = f32x4.div(e, f32x4.add(constant(ofLogarithm, 0), e));
  const u = f32x4.mul(t, t);
  let sum = horner(constant(ofLogarithm, 1), u, ofLogarithm, 2);
  sum = horner(sum, u, ofLogarithm, 3);
  sum = horner(sum, u, ofLogarithm, 4);
  sum = horner(sum, u, ofLogarithm, 5);
  sum = horner(sum, u, ofLogarithm, 6);
  sum = horner(sum, u, ofLogarithm, 7);
  sum = horner(sum, u, ofLogarithm, 0);
  return f32x4.mul(sum, t);
}

/**
 * ln x of four numbers x ≥ 1: x = 2ᵏ·(1 + e), so k·ln 2 + ln(1 + e).
 */
// @ts-ignore: decorator
@inline
export function logarithm(x: v128): v128 {
  const k = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(127));
  const mantissa = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f800000));
  const rest = logarithmOfOnePlus(f32x4.sub(mantissa, f32x4.splat(1)));
  const sum = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(k), f32x4.splat(0.6931471805599453)), rest);
  // NaN has no exponent to take apart.
  return v128.bitselect(sum, x, f32x4.eq(x, x));
}
