import { scaleLinear, scaleLog } from "d3-scale";
import { short } from "../number.ts";

/** From values to pixels, with the ticks to draw. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  readonly low: number;
  readonly high: number;
}

/** A linear scale over the values, widened to round numbers unless `exact`. */
export function linear(
  domain: readonly [number, number],
  range: readonly [number, number],
  options: { readonly ticks?: number; readonly exact?: boolean; readonly percent?: boolean } = {},
): Scale {
  const [low, high] = widened(domain);
  const wanted = options.ticks ?? Math.max(2, Math.round(Math.abs(range[1] - range[0]) / 70));
  const scale = scaleLinear([low, high], [...range]);
  // The same round ends for every width: what is said of an axis holds for the phone as well.
  if (options.exact !== true) scale.nice(8);
  const [from, to] = scale.domain();
  const values = scale.ticks(wanted);
  const step = values.length > 1 ? values[1]! - values[0]! : 1;
  const label = options.percent === true ? percentLabel(step) : plainLabel(scale.tickFormat(wanted), from!, to!);
  return {
    at: scale,
    ticks: values.map((value) => ({ value, label: label(value) })),
    low: from!,
    high: to!,
  };
}

/** A logarithmic scale with ticks at 1, 10, 100 … and at 2 and 5 between them while there are few. */
export function logarithmic(
  domain: readonly [number, number],
  range: readonly [number, number],
  percent = false,
): Scale {
  const low = Math.max(domain[0], 1e-9);
  const high = Math.max(domain[1], low * 1.5);
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

/** The values' range with a share of it added on both sides. */
export function padded(values: readonly number[], share: number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(low <= high)) return [0, 1];
  const pad = (high - low) * share;
  return [low - pad, high + pad];
}

function widened([low, high]: readonly [number, number]): [number, number] {
  if (high > low) return [low, high];
  const half = low === 0 ? 1 : Math.abs(low) * 0.1;
  return [low - half, low + half];
}

function percentLabel(step: number): (value: number) => string {
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step * 100) + 1e-9)));
  return (value) => `${(value * 100).toFixed(decimals).replace("-", "−")}%`;
}

function plainLabel(format: (value: number) => string, low: number, high: number): (value: number) => string {
  const size = Math.max(Math.abs(low), Math.abs(high));
  return size >= 10_000 || size < 1e-4 ? short : format;
}
