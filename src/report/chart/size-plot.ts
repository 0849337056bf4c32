import { html, type SafeHtml } from "../html.ts";
import { count } from "../number.ts";
import type { Style } from "../palette.ts";
import { type Area, axes, type Drawing } from "./frame.ts";
import { point, track, whisker } from "./mark.ts";
import { linear, logarithmic, padded } from "./scale.ts";
import { labels } from "./size-labels.ts";
import { type Box, textWidth } from "./text-box.ts";

/** A model of some size: `main` ones are the models of the comparison, the rest are steps on their way. */
export interface SizeMark {
  readonly model: string;
  readonly style: Style;
  readonly label: string;
  readonly parameters: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly main: boolean;
}

export interface SizePlot {
  readonly marks: readonly SizeMark[]; // steps of one model are joined in order of size
  readonly axis: string;
  readonly percent: boolean;
  readonly better: "lower" | "higher";
  readonly height: number;
  readonly print: (value: number) => string;
  readonly full: readonly string[]; // models that are drawn large, on top, and always named
}

/** Share of the range of the values that their axis has to spare at each end. */
export const sizePadding = 0.06;

/** All values that the vertical axis must hold: scores and the ends of their intervals. */
export function extentOf(marks: readonly SizeMark[]): readonly number[] {
  return marks.flatMap((mark) => [mark.value, mark.low ?? mark.value, mark.high ?? mark.value]);
}

/** More models than this are named in a key. */
export const manyModels = 5;

interface Placed {
  readonly mark: SizeMark;
  readonly x: number;
  readonly y: number;
}

/** Quality against parameters on a logarithmic axis, every point with its name where the name has room. */
export function sizePlot(plot: SizePlot, width: number): Drawing {
  const { area, x, y, placed } = layout(plot, width);
  const steps = placed.filter(({ mark }) => !mark.main);
  const main = placed.filter(({ mark }) => mark.main).toSorted((a, b) => rank(b, plot) - rank(a, plot));
  const full = main.filter(({ mark }) => plot.full.includes(mark.model));
  // Intervals and names of many models would hide the points: then only those in full keep theirs, and a key has the
  // names.
  const ranged = main.length > manyModels ? full : main;
  const intervals = ranged.map(({ mark, x: at }) =>
    mark.low === null || mark.high === null
      ? null
      : whisker(mark.style, { x: at, y: y.at(mark.low) }, { x: at, y: y.at(mark.high) }),
  );
  const blocked = [
    ...main.map((p) => around(p, 7)),
    ...steps.map((p) => around(p, 3.5)),
    ...intervalBoxes(ranged, y.at),
    ...crossed(steps, plot.better),
  ];
  return {
    width,
    height: plot.height,
    content: html`
      ${axes({ x, y, area }, { x: "parameters (logarithmic axis)", y: plot.axis })}
      ${paths(steps, plot.better)}
      ${steps.map((p) => withTitle(p, plot, point(p.mark.style, p, { size: 3, hollow: true })))}
      ${intervals}
      ${main.map((p) => withTitle(p, plot, point(p.mark.style, p, { size: full.includes(p) ? 6 : 5 })))}
      ${labels([...ranged.toReversed(), ...steps], blocked, area)}
    `,
  };
}

function layout(plot: SizePlot, width: number) {
  const values = extentOf(plot.marks);
  const y = linear(padded(values, sizePadding), [plot.height - 44, 26], { percent: plot.percent });
  const left = Math.max(24, ...y.ticks.map((tick) => textWidth(tick.label, 11))) + 10;
  const area: Area = { left, top: 26, right: width - 14, bottom: plot.height - 44 };
  const sizes = plot.marks.map((mark) => Math.max(1, mark.parameters));
  const x = logarithmic([Math.min(...sizes) / 1.6, Math.max(...sizes) * 1.6], [area.left, area.right]);
  const placed = plot.marks.map((mark) => ({ mark, x: x.at(Math.max(1, mark.parameters)), y: y.at(mark.value) }));
  return { area, x, y, placed };
}

/** A point that says under the pointer what it is, since not every name has room. */
function withTitle({ mark }: Placed, plot: SizePlot, drawn: SafeHtml): SafeHtml {
  return html`
    <g><title>${`${mark.label}: ${count(mark.parameters)} parameters, ${plot.print(mark.value)}`}</title>${drawn}</g>
  `;
}

/** Models in full are drawn last, on top. */
function rank({ mark }: Placed, { full }: SizePlot): number {
  const place = full.indexOf(mark.model);
  return place < 0 ? full.length : place;
}

function paths(steps: readonly Placed[], better: SizePlot["better"]): readonly SafeHtml[] {
  return ordered(steps, better).map((own) =>
    track(
      own[0]!.mark.style,
      own.map(({ x, y }) => [x, y] as const),
      { thin: true },
    ),
  );
}

function intervalBoxes(main: readonly Placed[], at: (value: number) => number): readonly Box[] {
  return main.flatMap(({ mark, x }) =>
    mark.low === null || mark.high === null
      ? []
      : [{ left: x - 3, right: x + 3, top: at(mark.high), bottom: at(mark.low) }].map(upright),
  );
}

function upright(box: Box): Box {
  return { ...box, top: Math.min(box.top, box.bottom), bottom: Math.max(box.top, box.bottom) };
}

/** Small boxes along the lines that join the steps, so that names keep off them. */
function crossed(steps: readonly Placed[], better: SizePlot["better"]): readonly Box[] {
  return ordered(steps, better).flatMap((own) =>
    own.slice(1).flatMap((to, index) => {
      const from = own[index]!;
      const pieces = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 5));
      return Array.from({ length: pieces }, (_, piece) => {
        const share = (piece + 0.5) / pieces;
        return around({ x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) }, 1.2);
      });
    }),
  );
}

/** What lines join: every step of the network in order of size; of others only those that no smaller one beats. */
function ordered(steps: readonly Placed[], better: SizePlot["better"]): readonly (readonly Placed[])[] {
  const models = [...new Set(steps.map(({ mark }) => mark.model))];
  return models.map((model) => {
    const own = steps
      .filter(({ mark }) => mark.model === model)
      .toSorted((a, b) => a.mark.parameters - b.mark.parameters);
    return model === "occam" ? own : frontier(own, better);
  });
}

function frontier(own: readonly Placed[], better: SizePlot["better"]): readonly Placed[] {
  const sign = better === "lower" ? 1 : -1;
  let best = Number.POSITIVE_INFINITY;
  return own.filter(({ mark }) => {
    if (sign * mark.value >= best) return false;
    best = sign * mark.value;
    return true;
  });
}

function around({ x, y }: Pick<Placed, "x" | "y">, reach: number): Box {
  return { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach };
}
