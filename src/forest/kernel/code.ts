// The codes of numbers, compiled: how many thresholds lie below each, by bisection without a branch on the data, which
// would be mispredicted half the time, and eight numbers side by side, so that none waits for the others' thresholds.

/**
 * Writes the code (u16) of each of `count` numbers (f64; NaN becomes 65,535) among `thresholdCount` ascending
 * thresholds (f64). `numbers` and `out` have room for whole groups of eight.
 */
export function codeNumbers(numbers: usize, count: usize, thresholds: usize, thresholdCount: usize, out: usize): void {
  const start = i64x2.splat(<i64>thresholds - 8);
  for (let i: usize = 0; i < count; i += 8) {
    const at = numbers + (i << 3);
    const ab = v128.load(at, 0);
    const cd = v128.load(at, 16);
    const ef = v128.load(at, 32);
    const gh = v128.load(at, 48);
    let abAt = start;
    let cdAt = start;
    let efAt = start;
    let ghAt = start;
    for (let left = thresholdCount; left > 0; ) {
      const half = (left + 1) >> 1;
      left -= half;
      const step = half << 3;
      const steps = i64x2.splat(<i64>step);
      abAt = pass(abAt, step, steps, ab);
      cdAt = pass(cdAt, step, steps, cd);
      efAt = pass(efAt, step, steps, ef);
      ghAt = pass(ghAt, step, steps, gh);
    }
    write(out + (i << 1), 0, ab, i64x2.sub(abAt, start));
    write(out + (i << 1), 4, cd, i64x2.sub(cdAt, start));
    write(out + (i << 1), 8, ef, i64x2.sub(efAt, start));
    write(out + (i << 1), 12, gh, i64x2.sub(ghAt, start));
  }
}

/**
 * From the last thresholds known to lie below two numbers, `step` bytes on where the threshold there lies below as
 * well.
 */
// @ts-ignore: decorator
@inline
function pass(at: v128, step: usize, steps: v128, values: v128): v128 {
  const first = v128.load64_zero(<usize>i32x4.extract_lane(at, 0) + step);
  const both = v128.load_lane<f64>(<usize>i32x4.extract_lane(at, 2) + step, first, 1);
  return i64x2.add(at, v128.and(steps, f64x2.lt(both, values)));
}

// @ts-ignore: decorator
@inline
function write(out: usize, offset: usize, values: v128, bytes: v128): void {
  const codes = v128.or(i64x2.shr_u(bytes, 3), f64x2.ne(values, values));
  store<u16>(out + offset, <u16>i32x4.extract_lane(codes, 0));
  store<u16>(out + offset + 2, <u16>i32x4.extract_lane(codes, 2));
}
