/** The first cells: where little is to spare, without a copy, which would hold a column twice. */
export function cut<T extends Float64Array | Int32Array>(cells: T, length: number): T {
  return (cells.length <= 1.05 * length ? cells.subarray(0, length) : cells.slice(0, length)) as T;
}

/** The cells moved to a larger place. */
export function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
