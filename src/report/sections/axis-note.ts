/** Says that an axis of scores does not start at zero, where it does not; values far from zero only. */
export function axisNote(values: readonly number[], what: string): string {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (!(low <= high) || (low <= 0 && high >= 0) || low < (high - low) * 0.1) return "";
  return `The axis of ${what} does not start at zero.`;
}
