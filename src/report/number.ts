import { format } from "d3-format";

const unknown = "–"; // for what is not a number: a loss that diverged, a ratio to zero
const grouped = format(",d");
const significant = format(",.3~r");

/** A count with thousands grouped: 12,345. */
export function count(value: number): string {
  if (!Number.isFinite(value)) return unknown;
  return grouped(Math.round(value));
}

/** Three significant digits, in words above a million: 0.0123, 12.3, 1,230, 12.3 million. */
export function amount(value: number): string {
  if (!Number.isFinite(value)) return unknown;
  const size = Math.abs(value);
  if (size === 0) return "0";
  const scales: readonly (readonly [number, string])[] = [
    [1e18, "× 10¹⁸"],
    [1e15, "quadrillion"],
    [1e12, "trillion"],
    [1e9, "billion"],
    [1e6, "million"],
  ];
  for (const [unit, word] of scales) {
    if (size >= unit * 0.9995) return `${significant(value / unit)} ${word}`;
  }
  if (size < 1e-4) return format(".2~e")(value);
  return size >= 999.5 ? grouped(Math.round(value)) : significant(value);
}

/** As `amount`, for values of a table: four digits stay as they are, since they may be years. */
export function plainAmount(value: number): string {
  const size = Math.round(Math.abs(value));
  return size >= 1000 && size < 10_000 ? amount(value).replace(",", "") : amount(value);
}

/** As `plainAmount`, with more digits where the values lie close together beside their distance from 0. */
export function amountAmong(values: readonly number[]): (value: number) => string {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const spread = high - low;
  const far = Math.max(Math.abs(low), Math.abs(high));
  if (!(spread > 0) || far < 100 * spread || far >= 1e15) return plainAmount;
  const print = format(`${far < 10_000 ? "" : ","}.${Math.max(0, Math.min(20, 2 - Math.floor(Math.log10(spread))))}f`);
  return (value) => (Number.isFinite(value) ? print(value) : unknown);
}

/** For the ticks of an axis: 0.01, 1, 20k, 2M; four digits stay as they are, since they may be years. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return unknown;
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-4 || size >= 1e15) return format(".1~e")(value);
  return size < 10_000 ? format(".4~r")(value) : format(".3~s")(value).replace("G", "B");
}

/** 1,234 bytes as kilobytes (1,000 bytes) where that is shorter. */
export function bytes(value: number): string {
  if (!Number.isFinite(value)) return unknown;
  if (value < 1000) return `${count(value)} B`;
  if (value < 999_500) return `${significant(value / 1000)} kB`;
  if (value < 999_500_000) return `${significant(value / 1e6)} MB`;
  return `${significant(value / 1e9)} GB`;
}

/** Seconds in the unit a person would use. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return unknown;
  if (seconds === 0) return "0 s";
  if (seconds < 0.9995) return `${significant(seconds * 1000)} ms`;
  if (seconds < 120) return `${significant(seconds)} s`;
  if (seconds < 7200) return `${significant(seconds / 60)} min`;
  return `${significant(seconds / 3600)} h`;
}

/** How many times: 46×, 3.2×, 0.4×. */
export function times(value: number): string {
  if (!Number.isFinite(value)) return unknown;
  if (value >= 999.5) return `${amount(value)}×`;
  return value >= 9.95 ? `${grouped(Math.round(value))}×` : `${format(value < 1 ? ".2~r" : ".1f")(value)}×`;
}

/** A share as per cent with as few decimals as it needs. */
export function percent(share: number, decimals = 1): string {
  if (!Number.isFinite(share)) return unknown;
  return `${format(`,.${decimals}f`)(share * 100)}%`;
}

/** A p-value: 0.034, or "below 0.001". */
export function probability(value: number): string {
  if (!Number.isFinite(value)) return unknown;
  return value < 0.001 ? "< 0.001" : format(".3f")(value);
}

/** Decimals that show a step of `precision` in two significant digits. */
export function decimalsFor(precision: number): number {
  if (!(precision > 0)) return 3;
  return Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(precision))));
}

/** Fixed decimals with thousands grouped and a true minus sign. */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return unknown;
  const text = format(`,.${decimals}f`)(value);
  return /[1-9]/.test(text) ? text : text.replace("−", "");
}

/** "1 row", "2 rows", "no rows". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return value === 0 ? `no ${many}` : `${count(value)} ${value === 1 ? one : many}`;
}
