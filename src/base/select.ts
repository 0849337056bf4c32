/** The values that are numbers, in their order. */
export function presentValues(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let count = 0;
  // A loop: filter of typed arrays costs several times as much.
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === value) present[count++] = value;
  }
  return present.subarray(0, count);
}

/** Median of numbers, none of them NaN, as `quantile` gives it, without sorting all. Throws on no values. */
export function median(values: Float64Array): number {
  if (values.length === 0) throw new Error("The median of no values is not defined.");
  const parted = values.slice();
  const middle = (parted.length - 1) >> 1;
  const low = nthSmallest(parted, middle);
  if (parted.length % 2 === 1) return low;
  let high = Number.POSITIVE_INFINITY;
  for (let i = middle + 1; i < parted.length; i++) high = Math.min(high, parted[i]!);
  return low + 0.5 * (high - low);
}

/**
 * The value with `n` others before it in ascending order; moves it to place n, with smaller ones before it and larger
 * ones behind (Hoare's selection, pivots by the median of three).
 */
function nthSmallest(values: Float64Array, n: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = middleOf(values[from]!, values[(from + to) >> 1]!, values[to]!);
    let i = from;
    let j = to;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (n <= j) to = j;
    else if (n >= i) from = i;
    else break;
  }
  return values[n]!;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
