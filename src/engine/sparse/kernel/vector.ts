// Small steps on vectors of four numbers, inlined but for the last.

/** x where the unit is on, else 0. */
// @ts-ignore: decorator
@inline
export function gate(x: v128, unit: v128): v128 {
  return v128.and(x, f32x4.gt(unit, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
export function sumOfLanes(a: v128): f32 {
  const pairs = f32x4.add(a, i8x16.shuffle(a, a, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

// @ts-ignore: decorator
@inline
function low(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
}

// @ts-ignore: decorator
@inline
function high(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
}

/** Lane i is the sum of the lanes of the i-th argument. */
// @ts-ignore: decorator
@inline
export function sumsOfLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(low(a, b), high(a, b));
  const cd = f32x4.add(low(c, d), high(c, d));
  return f32x4.add(
    i8x16.shuffle(ab, cd, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
    i8x16.shuffle(ab, cd, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31),
  );
}

/** Stores eight columns of a unit, rectified or gated by another unit. */
// @ts-ignore: decorator
@inline
export function finish(to: usize, a: v128, b: v128, unit: usize, gated: bool, rectified: bool): void {
  if (gated) {
    a = gate(a, v128.load(unit));
    b = gate(b, v128.load(unit, 16));
  }
  if (rectified) {
    // pmax(x, 0) is x < 0 ? 0 : x, so NaN passes and is seen in the loss.
    a = f32x4.pmax(a, f32x4.splat(0));
    b = f32x4.pmax(b, f32x4.splat(0));
  }
  v128.store(to, a);
  v128.store(to, b, 16);
}

/** Stores the columns of four rows of four, `step` bytes apart. */
// @ts-ignore: decorator
@inline
export function transpose(a: v128, b: v128, c: v128, d: v128, to: usize, step: usize): void {
  const ab = low(a, b);
  const cd = low(c, d);
  v128.store(to, i8x16.shuffle(ab, cd, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
  v128.store(to + step, i8x16.shuffle(ab, cd, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31));
  const ef = high(a, b);
  const gh = high(c, d);
  v128.store(to + 2 * step, i8x16.shuffle(ef, gh, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
  v128.store(to + 3 * step, i8x16.shuffle(ef, gh, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31));
}

/** The same for the four numbers at each of four addresses, times `scale`. */
// @ts-ignore: decorator
@inline
export function transposeScaled(a: usize, b: usize, c: usize, d: usize, scale: v128, to: usize, step: usize): void {
  transpose(
    f32x4.mul(v128.load(a), scale),
    f32x4.mul(v128.load(b), scale),
    f32x4.mul(v128.load(c), scale),
    f32x4.mul(v128.load(d), scale),
    to,
    step,
  );
}

// Where four rows meet the end of what may be written.
const corner = memory.data(64, 16);

/** As `transpose`, but what would be stored from `end` on is not. */
export function transposeBelow(end: usize, a: v128, b: v128, c: v128, d: v128, to: usize, step: usize): void {
  if (to + 3 * step < end) {
    transpose(a, b, c, d, to, step);
    return;
  }
  transpose(a, b, c, d, corner, 16);
  for (let from = corner; to < end; to += step) {
    v128.store(to, v128.load(from));
    from += 16;
  }
}
