/**
 * eˣ of four numbers of at most 0, to 2 ulp: x = k·ln 2 + r, Taylor's series of eʳ to r⁷/7! (|r| ≤ 0.347, rest below 6e-9), times 2ᵏ.
 * Below −60 the answer is e⁻⁶⁰: nothing beside 1, and no denormal number slows what follows.
 */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  const low = f32x4.max(x, f32x4.splat(-60.0));
  const k = f32x4.nearest(f32x4.mul(low, f32x4.splat(1.4426950408889634)));
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
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), i32x4.splat(127)), 23);
  return f32x4.mul(sum, power);
}
