import type { Extent } from "../../base/statistics.ts";
import { mostEnds, type ValueEnds } from "../value-ends.ts";
import { type Scale, StepSorter } from "./sorter.ts";
import { bars, barWidth, type ValueProfile } from "./value-profile.ts";

const finest = 1e9;
const stepsPerCell = 32;
const exact = 2 ** 51; // a value of fewer steps and its step tell each other
const mostCells = 2 ** 28; // that fit the memory of a kernel

let held: WeakRef<StepSorter> | null = null; // for the columns of a table; its memory goes with it

function sorter(): StepSorter {
  const one = held?.deref() ?? new StepSorter();
  held = new WeakRef(one);
  return one;
}

/** Values in ascending order. */
interface Sorted extends Scale {
  readonly sorted: Uint32Array; // the step of each
}

/**
 * The profile of whole multiples of one power of ten: whole numbers, prices, rounded measurements. Their steps are
 * sorted once, and all is read from these. Null for other cells, and where they lie too far apart.
 */
export function stepProfile(cells: Float64Array, extent: Extent): ValueProfile | null {
  const { low, high, present } = extent;
  if (present === 0 || cells.length > mostCells) return null;
  const most = Math.min(stepsPerCell * cells.length, 2 ** 32);
  for (let scale = 1; scale <= finest; scale *= 10) {
    const first = Math.round(low * scale);
    const steps = Math.round(high * scale) - first + 1;
    if (!(Math.max(-first, first + steps) < exact && steps <= most)) return null;
    const found = sorter().sort(cells, present, { scale, first, steps });
    if (found === null) continue;
    const { sorted, distinct } = found;
    const all = { scale, first, steps, sorted };
    return { ...extent, distinct, median: medianOf(all), ends: endsOf(all), histogram: histogramOf(all, extent) };
  }
  return null;
}

function valueOf({ scale, first, sorted }: Sorted, place: number): number {
  return (sorted[place]! + first) / scale;
}

function medianOf(all: Sorted): number {
  const { length } = all.sorted;
  const low = valueOf(all, (length - 1) >> 1);
  return length % 2 === 1 ? low : low + 0.5 * (valueOf(all, length >> 1) - low);
}

function endsOf(all: Sorted): ValueEnds {
  const { sorted } = all;
  const endOfRun = (place: number) => firstPlace(place, sorted.length, (one) => sorted[one]! > sorted[place]!);
  const startOfRun = (place: number) => firstPlace(0, place, (one) => sorted[one] === sorted[place]);
  const runs: { readonly start: number; readonly end: number }[] = [];
  let from = 0; // where the middle begins
  while (from < sorted.length && runs.length < mostEnds) {
    const end = endOfRun(from);
    runs.push({ start: from, end });
    from = end;
  }
  const others: typeof runs = [];
  for (let end = sorted.length; end > from && others.length < mostEnds; ) {
    const start = startOfRun(end - 1);
    others.push({ start, end });
    end = start;
  }
  runs.push(...others.reverse());
  return {
    values: Float64Array.from(runs, ({ start }) => valueOf(all, start)),
    counts: Uint32Array.from(runs, ({ start, end }) => end - start),
    cells: sorted.length,
  };
}

function histogramOf(all: Sorted, extent: Extent): Float64Array {
  const width = barWidth(extent);
  const counts = new Float64Array(bars);
  let from = 0;
  for (let bar = 0; bar < bars; bar++) {
    const isBeyond = (place: number) => bar < bars - 1 && (valueOf(all, place) - extent.low) / width >= bar + 1;
    const to = firstPlace(from, all.sorted.length, isBeyond);
    counts[bar] = to - from;
    from = to;
  }
  return counts;
}

/** The first place from `from` up to `to` where something holds, as it does at all behind; `to` if nowhere. */
function firstPlace(from: number, to: number, holds: (place: number) => boolean): number {
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
