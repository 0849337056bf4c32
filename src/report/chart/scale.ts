import { scaleLinear, scaleLog } from "d3-scale";
import { short } from "../number.ts";

/** From values to pixels, with the ticks to draw. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  readonly low: number;
  readonly high: number;
}

interface LinearOptions {
  readonly ticks?: number;
  readonly exact?: boolean;
  readonly percent?: boolean;
}

type LinearArguments = readonly [range: readonly [number, number], options: LinearOptions];

/** A linear scale over the values, widened to round numbers unless `exact`. */
export function linear(
  domain: readonly [number, number],
  range: readonly [number, number],
  options: LinearOptions = {},
): Scale {
  const [low, high] = widened(domain);
  const half = high / 2 - low / 2; // halves first: the whole may overflow
  if (!(half > leastSpan && half < mostSpan))
    return inUnits(Math.max(2 ** -1022, 2 ** Math.round(Math.log2(half))), [low, high], range, options);
  const wanted = options.ticks ?? Math.max(2, Math.round(Math.abs(range[1] - range[0]) / 70));
  const scale = scaleLinear([low, high], [...range]);
  // The same round ends for every width: what is said of an axis holds for the phone as well.
  if (options.exact !== true) scale.nice(8);
  const [from, to] = scale.domain();
  const values = scale.ticks(wanted);
  const step = values.length > 1 ? values[1]! - values[0]! : 1;
  const grouped = scale.tickFormat(wanted);
  // Four digits may be years.
  const full = (value: number) => (Math.abs(value) < 10_000 ? grouped(value).replace(",", "") : grouped(value));
  const plain = plainLabel(full, from!, to!);
  // Far from 0 short labels are all the same.
  const alike = new Set(values.map(plain)).size < values.length;
  const label = options.percent === true ? percentLabel(step) : alike ? full : plain;
  return {
    at: scale,
    ticks: values.map((value) => ({ value, label: label(value) })),
    low: from!,
    high: to!,
  };
}

/** Beyond these d3 would divide by powers of ten that float64 does not have. */
const leastSpan = 1e-250;
const mostSpan = 1e250;

/** The same scale with all values in units of `unit`, a power of two. */
function inUnits(unit: number, [low, high]: readonly [number, number], ...rest: LinearArguments): Scale {
  const scale = linear([low / unit, high / unit], ...rest);
  const ticks = scale.ticks.map(({ value }) => ({ value: value * unit, label: short(value * unit) }));
  const seen = ticks.filter(({ value }) => Number.isFinite(value));
  return { at: (value) => scale.at(value / unit), ticks: seen, low, high };
}

/** A logarithmic scale with ticks at 1, 10, 100 … and at 2 and 5 between them while there are few. */
export function logarithmic(
  domain: readonly [number, number],
  range: readonly [number, number],
  percent = false,
): Scale {
  const top = Math.min(domain[1], Number.MAX_VALUE / 2);
  // A value of 0 has no place: it is drawn at the low end, this many decades below the largest.
  const low =
    domain[0] > 0 ? Math.min(domain[0], Number.MAX_VALUE / 4) : top > 0 ? Math.max(top * 1e-9, leastLog) : 1e-9;
  const high = Math.max(top, low * 1.5);
  const scale = scaleLog([low, high], [...range]);
  const decades = Math.log10(high / low);
  const pixels = Math.abs(range[1] - range[0]);
  const upright = range[0] > range[1]; // labels stand above each other: they need less room
  const room = (pixels / decades) * (upright ? 3 : 1);
  const leading = room > 450 ? [1, 1.5, 2, 3, 4, 6, 8] : room > 130 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil((decades * (upright ? 16 : 46)) / pixels));
  const ticks: { value: number; label: string }[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % stride !== 0) continue;
    for (const digit of leading) {
      const value = Number(`${digit}e${power}`);
      if (value >= low * 0.999 && value <= high * 1.001) {
        ticks.push({ value, label: percent ? `${short(value * 100)}%` : short(value) });
      }
    }
  }
  return { at: (value) => scale(Math.max(value, low)), ticks, low, high };
}

const leastLog = 1e-300;

/** The values' range with a share of it added on both sides. */
export function padded(values: readonly number[], share: number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(low <= high)) return [0, 1];
  const pad = (high / 2 - low / 2) * share * 2;
  return [Math.max(low - pad, -Number.MAX_VALUE), Math.min(high + pad, Number.MAX_VALUE)];
}

function widened([low, high]: readonly [number, number]): [number, number] {
  if (high > low) return [low, high];
  const half = low === 0 ? 1 : Math.max(Math.abs(low) * 0.1, Number.MIN_VALUE);
  return [Math.max(low - half, -Number.MAX_VALUE), Math.min(low + half, Number.MAX_VALUE)];
}

function percentLabel(step: number): (value: number) => string {
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step * 100) + 1e-9)));
  return (value) => `${(value * 100).toFixed(decimals).replace("-", "−")}%`;
}

function plainLabel(format: (value: number) => string, low: number, high: number): (value: number) => string {
  const size = Math.max(Math.abs(low), Math.abs(high));
  return size >= 10_000 || size < 1e-4 ? short : format;
}
