/**
 * eˣ of four numbers of at most 0, to 2 ulp: x = k·ln 2 + r, Taylor's series of eʳ to r⁷/7! (|r| ≤ 0.347, rest below 6e-9), times 2ᵏ.
 * Below −60 the answer is e⁻⁶⁰: nothing beside 1, and no denormal number slows what follows.
 */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  // x < −60 ? −60 : x, so NaN passes.
  const low = f32x4.pmax(x, f32x4.splat(-60.0));
  // Adding 1.5·2²³ rounds to a whole number, which then is in the low bits.
  const shifted = f32x4.add(f32x4.mul(low, f32x4.splat(1.4426950408889634)), f32x4.splat(12582912.0));
  const k = f32x4.sub(shifted, f32x4.splat(12582912.0));
  // ln 2 in two parts: the first has 9 bits, so k · part is exact.
  let r = f32x4.sub(low, f32x4.mul(k, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(k, f32x4.splat(-0.00021219444005469057)));
  let sum = f32x4.splat(1.0 / 5040.0);
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 720.0));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 120.0));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 24.0));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1.0 / 6.0));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(0.5));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23);
  return f32x4.mul(sum, power);
}

/**
 * ln(1 + e) of four numbers 0 ≤ e ≤ 1, to 2 ulp: 2·artanh(t), t = e / (2 + e) ≤ ⅓, by its series to t¹⁵/15 (rest below 2e-9).
 */
// @ts-ignore: decorator
@inline
export function logarithmOfOnePlus(e: v128): v128 {
  const t = f32x4.div(e, f32x4.add(f32x4.splat(2), e));
  const u = f32x4.mul(t, t);
  let sum = f32x4.splat(2.0 / 15.0);
  sum = f32x4.add(f32x4.mul(sum, u), f32x4.splat(2.0 / 13.0));
  sum = f32x4.add(f32x4.mul(sum, u), f32x4.splat(2.0 / 11.0));
  sum = f32x4.add(f32x4.mul(sum, u), f32x4.splat(2.0 / 9.0));
  sum = f32x4.add(f32x4.mul(sum, u), f32x4.splat(2.0 / 7.0));
  sum = f32x4.add(f32x4.mul(sum, u), f32x4.splat(2.0 / 5.0));
  sum = f32x4.add(f32x4.mul(sum, u), f32x4.splat(2.0 / 3.0));
  sum = f32x4.add(f32x4.mul(sum, u), f32x4.splat(2));
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
