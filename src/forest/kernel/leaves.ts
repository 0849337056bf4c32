// Leaf values, summed over trees.

/**
 * Adds leaf values to `sums` (f64, rows × width): a leaf value below `pure` is a class and counts 1, any other names a
 * row of `values` (f32, width a row).
 */
export function addValues(leafValues: usize, rows: usize, values: usize, width: usize, pure: u32, sums: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    const value = load<u32>(leafValues + (row << 2));
    const sum = sums + ((row * width) << 3);
    if (value < pure) {
      const at = sum + (<usize>value << 3);
      store<f64>(at, load<f64>(at) + 1);
      continue;
    }
    const from = values + ((<usize>(value - pure) * width) << 2);
    for (let i: usize = 0; i < width; i++) {
      const at = sum + (i << 3);
      store<f64>(at, load<f64>(at) + <f64>load<f32>(from + (i << 2)));
    }
  }
}
