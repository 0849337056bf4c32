// The compiled half of sorting steps (AssemblyScript).

/**
 * Turns the numbers at [values, end), an even count, to steps of a scale from `steps` on; missing ones are left out.
 * Returns where the steps end, or 0 where a number lies between steps. Value and step tell each other.
 */
export function setSteps(values: usize, end: usize, scale: f64, first: f64, steps: usize): usize {
  const scales = f64x2.splat(scale);
  const firsts = f64x2.splat(first);
  for (let at = values; at < end; at += 16) {
    const pair = v128.load(at);
    const multiples = f64x2.nearest(f64x2.mul(pair, scales));
    const present = i64x2.bitmask(f64x2.eq(pair, pair));
    if (i64x2.bitmask(f64x2.eq(f64x2.div(multiples, scales), pair)) != present) return 0;
    const pairOfSteps = i32x4.trunc_sat_f64x2_u_zero(f64x2.sub(multiples, firsts));
    if (present == 3) {
      v128.store64_lane(steps, pairOfSteps, 0);
      steps += 8;
    } else if (present != 0) {
      store<u32>(steps, present == 1 ? i32x4.extract_lane(pairOfSteps, 0) : i32x4.extract_lane(pairOfSteps, 1));
      steps += 4;
    }
  }
  return steps;
}

/** Sorts by the digit of some bits above `shift`, otherwise as they stood; `counters` has room for all digits. */
export function sortByDigit(from: usize, to: usize, count: usize, shift: u32, bits: u32, counters: usize): void {
  const mask: u32 = (1 << bits) - 1;
  memory.fill(counters, 0, 4 << bits);
  const end = from + (count << 2);
  for (let at = from; at < end; at += 4) {
    const counter = counters + (<usize>((load<u32>(at) >> shift) & mask) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  let before: u32 = 0;
  for (let counter = counters; counter < counters + (4 << bits); counter += 4) {
    const counted = load<u32>(counter);
    store<u32>(counter, before);
    before += counted;
  }
  for (let at = from; at < end; at += 4) {
    const step = load<u32>(at);
    const counter = counters + (<usize>((step >> shift) & mask) << 2);
    const place: usize = load<u32>(counter);
    store<u32>(counter, <u32>place + 1);
    store<u32>(to + (place << 2), step);
  }
}

/** How many different ones there are in a sorted list that is not empty. */
export function countRuns(sorted: usize, count: usize): u32 {
  let runs: u32 = 1;
  const end = sorted + (count << 2);
  for (let at = sorted + 4; at < end; at += 4) runs += u32(load<u32>(at) != load<u32>(at - 4));
  return runs;
}
