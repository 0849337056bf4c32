import { mean, ranks, sum } from "../base/statistics.ts";
import type { Column } from "../ingest/table.ts";

/** Rows and columns looked at, and pairs listed. */
const limits = { rows: 1000, categories: 100, levels: 50, pairs: 50 };

/**
 * Two columns that say nearly the same; the sign is that of Spearman's correlation, positive where a category is
 * involved.
 */
export interface CorrelatedPair {
  readonly a: string;
  readonly b: string;
  readonly correlation: number;
}

interface Ranked {
  readonly name: string;
  readonly values: Float64Array; // standardised ranks, 0 where missing
  readonly present: Uint8Array;
}

interface Coded {
  readonly name: string;
  readonly codes: Int32Array;
  readonly levels: number;
}

/**
 * Pairs of columns with an association above `least`, strongest first, at most 50: Spearman for two ordered columns,
 * the correlation ratio of ranks for one category, Cramér's V with Bergsma's correction (2013) for two. An even sample
 * of at most 1,000 rows is looked at, and the first 100 categories with at most 50 levels. One column of each pair is
 * among the named ones: all pairs of 5,000 columns would take longer than a run may.
 */
export function correlatedPairs(columns: readonly Column[], named: ReadonlySet<string>, least = 0.8): CorrelatedPair[] {
  const ordered = columns.flatMap((column) => (column.kind === "category" ? [] : rankColumn(column)));
  const coded = columns
    .flatMap((column) =>
      column.kind === "category" && column.levels.length <= limits.levels ? [codeColumn(column)] : [],
    )
    .slice(0, limits.categories);
  const pairs: CorrelatedPair[] = [];
  const note = (a: string, b: string, correlation: number) => {
    if (Math.abs(correlation) > least) pairs.push({ a, b, correlation: Math.max(-1, Math.min(1, correlation)) });
  };
  for (const [a, b] of pairsWith(named, ordered)) note(a.name, b.name, spearman(a, b));
  for (const a of ordered) {
    for (const b of coded) if (named.has(a.name) || named.has(b.name)) note(a.name, b.name, correlationRatio(a, b));
  }
  for (const [a, b] of pairsWith(named, coded)) note(a.name, b.name, cramersV(a, b));
  return pairs.sort((x, y) => Math.abs(y.correlation) - Math.abs(x.correlation)).slice(0, limits.pairs);
}

/** Pairs with a named one, each in the order of `all`, without a look at all others. */
function* pairsWith<T extends { readonly name: string }>(
  named: ReadonlySet<string>,
  all: readonly T[],
): Generator<readonly [T, T]> {
  const asked = all.flatMap((one, place) => (named.has(one.name) ? [{ one, place }] : []));
  for (const [i, a] of all.entries()) {
    if (named.has(a.name)) for (let k = i + 1; k < all.length; k++) yield [a, all[k]!];
    else for (const { one, place } of asked) if (place > i) yield [a, one];
  }
}

function sampled(length: number): number[] {
  const step = Math.max(1, length / limits.rows);
  return Array.from({ length: Math.min(length, limits.rows) }, (_, i) => Math.floor(i * step));
}

function rankColumn(column: Exclude<Column, { kind: "category" }>): Ranked[] {
  const values = sampled(column.values.length).map((row) => column.values[row]!);
  const present = Uint8Array.from(values, (value) => (Number.isNaN(value) ? 0 : 1));
  const rank = ranks(values.filter((value) => !Number.isNaN(value)));
  if (rank.length < 3) return [];
  const centre = mean(rank);
  const scale = Math.sqrt(sum(rank.map((value) => (value - centre) * (value - centre))));
  if (scale === 0) return [];
  let next = 0;
  const standard = Float64Array.from(values, (value) => (Number.isNaN(value) ? 0 : (rank[next++]! - centre) / scale));
  return [{ name: column.name, values: standard, present }];
}

function codeColumn(column: Extract<Column, { kind: "category" }>): Coded {
  const codes = Int32Array.from(sampled(column.codes.length), (row) => column.codes[row]!);
  return { name: column.name, codes, levels: column.levels.length };
}

/**
 * Over the rows where both are present; ranks stay those of each whole column, which is exact without missing values.
 */
function spearman(a: Ranked, b: Ranked): number {
  let product = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.values.length; i++) {
    const x = a.values[i]!;
    const y = b.values[i]!;
    product += x * y;
    if (b.present[i] === 1) squareA += x * x;
    if (a.present[i] === 1) squareB += y * y;
  }
  return squareA > 0 && squareB > 0 ? product / Math.sqrt(squareA * squareB) : 0;
}

/** Root of the share of the ranks' variance between levels, less what as many levels explain by chance. */
function correlationRatio(a: Ranked, b: Coded): number {
  const totals = new Float64Array(b.levels);
  const counts = new Float64Array(b.levels);
  let square = 0;
  let total = 0;
  let rows = 0;
  for (let i = 0; i < a.values.length; i++) {
    const code = b.codes[i]!;
    if (code < 0 || a.present[i] === 0) continue;
    totals[code]! += a.values[i]!;
    counts[code]!++;
    total += a.values[i]!;
    square += a.values[i]! * a.values[i]!;
    rows++;
  }
  const levels = counts.reduce((seen, count) => seen + (count > 0 ? 1 : 0), 0);
  const spread = square - (total * total) / rows;
  if (levels < 2 || rows <= levels || !(spread > 0)) return 0;
  const between = totals.reduce((sumOf, value, k) => sumOf + (counts[k]! > 0 ? (value * value) / counts[k]! : 0), 0);
  const explained = (between - (total * total) / rows) / spread;
  return Math.sqrt(Math.max(0, 1 - ((1 - explained) * (rows - 1)) / (rows - levels)));
}

function cramersV(a: Coded, b: Coded): number {
  const table = new Float64Array(a.levels * b.levels);
  const across = new Float64Array(a.levels);
  const down = new Float64Array(b.levels);
  let rows = 0;
  for (let i = 0; i < a.codes.length; i++) {
    const x = a.codes[i]!;
    const y = b.codes[i]!;
    if (x < 0 || y < 0) continue;
    table[x * b.levels + y]!++;
    across[x]!++;
    down[y]!++;
    rows++;
  }
  const height = across.filter((count) => count > 0).length;
  const width = down.filter((count) => count > 0).length;
  if (height < 2 || width < 2) return 0;
  let squares = 0;
  for (let i = 0; i < table.length; i++) {
    const expected = across[Math.floor(i / b.levels)]! * down[i % b.levels]!;
    if (expected > 0) squares += (table[i]! * table[i]!) / expected;
  }
  const chance = ((height - 1) * (width - 1)) / (rows - 1);
  const trim = (size: number) => size - ((size - 1) * (size - 1)) / (rows - 1);
  const most = Math.min(trim(height), trim(width)) - 1;
  return most > 0 ? Math.sqrt(Math.max(0, squares - 1 - chance) / most) : 0;
}
