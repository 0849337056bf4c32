/**
 * Targets as whole numbers, so that sums of up to `totalWeight` of them stay exact in a double: regression targets are
 * centred and scaled by a power of two; classes stay as they are. For 10,000 rows the steps are 2⁻³⁸ of the range.
 */
export function wholeTargets(targets: Float64Array, classes: number, totalWeight: number): Float64Array {
  if (classes > 1) return targets;
  let low = Infinity;
  let high = -Infinity;
  for (const target of targets) {
    low = Math.min(low, target);
    high = Math.max(high, target);
  }
  const centre = Math.round(low / 2 + high / 2);
  const largest = Math.max(high - centre, centre - low);
  if (!(largest > 0)) return targets.map(() => 0);
  let scale = 1;
  while (largest * scale * totalWeight < 2 ** 51 && scale < 2 ** 1000) scale *= 2;
  while (largest * scale * totalWeight > 2 ** 52) scale /= 2;
  return targets.map((target) => Math.round((target - centre) * scale));
}
