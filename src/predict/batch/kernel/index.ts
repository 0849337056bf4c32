// The compiled half of predicting many rows (AssemblyScript). Values lie place after place, those of 16 rows side by
// side: f64[16] a place.

/**
 * Sums a layer of `units` units for 16 rows; `first` is where their values begin. Unit u begins with its bias and adds
 * weights [start[u], start[u + 1]) times the values at the byte offsets `source`, in this order, as a scorer of single
 * rows does: the results are the same, bit for bit. `rectified` is 1 where sums below 0 become 0.
 */
export function sumLayer(
  values: usize,
  first: usize,
  units: usize,
  bias: usize,
  start: usize,
  source: usize,
  weight: usize,
  rectified: u32,
): void {
  const zero = f64x2.splat(0.0);
  for (let unit: usize = 0; unit < units; unit++) {
    let s0 = v128.load64_splat(bias + (unit << 3));
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let s4 = s0;
    let s5 = s0;
    let s6 = s0;
    let s7 = s0;
    const end = <usize>load<u32>(start + (unit << 2), 4);
    for (let k = <usize>load<u32>(start + (unit << 2)); k < end; k++) {
      const factor = v128.load64_splat(weight + (k << 3));
      const at = values + load<u32>(source + (k << 2));
      s0 = f64x2.add(s0, f64x2.mul(factor, v128.load(at)));
      s1 = f64x2.add(s1, f64x2.mul(factor, v128.load(at, 16)));
      s2 = f64x2.add(s2, f64x2.mul(factor, v128.load(at, 32)));
      s3 = f64x2.add(s3, f64x2.mul(factor, v128.load(at, 48)));
      s4 = f64x2.add(s4, f64x2.mul(factor, v128.load(at, 64)));
      s5 = f64x2.add(s5, f64x2.mul(factor, v128.load(at, 80)));
      s6 = f64x2.add(s6, f64x2.mul(factor, v128.load(at, 96)));
      s7 = f64x2.add(s7, f64x2.mul(factor, v128.load(at, 112)));
    }
    if (rectified != 0) {
      s0 = f64x2.max(s0, zero);
      s1 = f64x2.max(s1, zero);
      s2 = f64x2.max(s2, zero);
      s3 = f64x2.max(s3, zero);
      s4 = f64x2.max(s4, zero);
      s5 = f64x2.max(s5, zero);
      s6 = f64x2.max(s6, zero);
      s7 = f64x2.max(s7, zero);
    }
    const out = values + first + (unit << 7);
    v128.store(out, s0);
    v128.store(out, s1, 16);
    v128.store(out, s2, 32);
    v128.store(out, s3, 48);
    v128.store(out, s4, 64);
    v128.store(out, s5, 80);
    v128.store(out, s6, 96);
    v128.store(out, s7, 112);
  }
}

/**
 * Encodes `count` steps for 16 rows: the share of the way from low to high, within least and most, less the mean; 0
 * where the feature is missing. Steps are f64[5] of low, width, least, most and mean; `sources` and `targets` are the
 * byte offsets of their features and of the values that they make.
 */
export function encodeSteps(
  features: usize,
  values: usize,
  steps: usize,
  sources: usize,
  targets: usize,
  count: usize,
): void {
  for (let i: usize = 0; i < count; i++) {
    const step = steps + i * 40;
    const low = v128.load64_splat(step);
    const width = v128.load64_splat(step, 8);
    const least = v128.load64_splat(step, 16);
    const most = v128.load64_splat(step, 24);
    const mean = v128.load64_splat(step, 32);
    const from = features + load<u32>(sources + (i << 2));
    const to = values + load<u32>(targets + (i << 2));
    for (let at: usize = 0; at < 128; at += 16) {
      const x = v128.load(from + at);
      const part = f64x2.div(f64x2.sub(x, low), width);
      const kept = f64x2.pmin(f64x2.pmax(part, least), most);
      v128.store(to + at, v128.and(f64x2.sub(kept, mean), f64x2.eq(x, x)));
    }
  }
}
