/** Sums of gradients stay within ±gradientLimit, those of hessians below hessianLimit: see kernel/histogram.ts. */
export const gradientLimit = 2 ** 31;
export const hessianLimit = 2 ** 32;

/**
 * The largest power of two that keeps `sum` times it, each of `count` terms rounded, below `limit`; 1 where the sum
 * is 0.
 */
export function scaleFor(sum: number, count: number, limit: number): number {
  if (!(sum > 0)) return 1;
  const most = limit - count - 1;
  let scale = 1;
  while (sum * scale * 2 < most && scale < 2 ** 900) scale *= 2;
  while (sum * scale >= most && scale > 2 ** -900) scale /= 2;
  return scale;
}
