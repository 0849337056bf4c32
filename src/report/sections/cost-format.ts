import type { Interval } from "../../evaluate/results/models.ts";
import { decimalsFor, fixed } from "../number.ts";

/** Prints costs with the decimals that the narrowest interval deserves. */
export function costFormat(rules: readonly { readonly cost: Interval }[], unit: string): (value: number) => string {
  const widths = rules.map(({ cost }) => (cost.high - cost.low) / 2).filter((width) => width > 0);
  const sizes = rules.map(({ cost }) => Math.abs(cost.mean)).filter((size) => size > 0);
  const precision = widths.length > 0 ? Math.min(...widths) : Math.max(...sizes, 1) / 100;
  const most = decimalsFor(Math.max(...sizes, 1e-6)) + 2;
  const decimals = Math.min(decimalsFor(precision), most, 8);
  return (value) => withUnit(fixed(value, decimals), unit);
}

/** A cost with its unit: €5, 5 EUR. */
export function withUnit(number: string, unit: string): string {
  if (unit === "") return number;
  return /^[$£¥€]$/u.test(unit) ? number.replace(/^−?/u, (sign) => sign + unit) : `${number} ${unit}`;
}
