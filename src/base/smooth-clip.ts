/** x / √(1 + (x/3)²): odd, about x near 0, between −3 and 3 (RealMLP, arXiv:2407.04491). */
export function smoothClip(x: number): number {
  const bounded = Math.max(-1e9, Math.min(1e9, x));
  return bounded / Math.sqrt(1 + (bounded * bounded) / 9);
}
