import type { RowIndex } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import type { Column } from "../ingest/table.ts";

/** Rows that a background is drawn from: more change nothing that is seen. */
const mostRows = 20_000;

/**
 * Rows whose cells stand for all in one column: evenly spread over its values, missing ones at their share, in an order
 * of its own whose halves, quarters and so on are spread alike (a nested Latin hypercube: Qian 2009). Cells of one
 * place in several columns come from different rows, so that no row can be read off them. `size` is a power of two.
 */
export function backgroundRows(
  column: Column,
  rows: RowIndex,
  { size, seed }: { readonly size: number; readonly seed: number },
): Uint32Array {
  const random = Random.of(seed, "background", column.name);
  const drawn = rows.length <= mostRows ? rows.slice() : random.shuffle(rows.slice()).subarray(0, mostRows);
  const value = column.kind === "category" ? (row: number) => column.codes[row]! : (row: number) => column.values[row]!;
  const last = (x: number) => (Number.isNaN(x) || (column.kind === "category" && x < 0) ? Infinity : x);
  const order = Array.from(drawn).sort((a, b) => {
    const [x, y] = [last(value(a)), last(value(b))];
    return x < y ? -1 : x > y ? 1 : a - b;
  });
  const spread = Array.from({ length: size }, (_, i) => order[Math.floor(((i + 0.5) * order.length) / size)]!);
  return Uint32Array.from(nested(spread, random));
}

/** The same values in an order whose first half has one of each two neighbours, and so on. */
function nested(values: readonly number[], random: Random): readonly number[] {
  if (values.length < 2) return values;
  const [first, second]: [number[], number[]] = [[], []];
  for (let i = 0; i + 1 < values.length; i += 2) {
    const swaps = random.below(2);
    first.push(values[i + swaps]!);
    second.push(values[i + 1 - swaps]!);
  }
  return [...nested(first, random), ...nested(second, random)];
}
