import { html, type SafeHtml, svg } from "../html.ts";
import type { Style } from "../palette.ts";
import { type Area, axes, type Drawing } from "./frame.ts";
import { between, point, track, undone, whisker } from "./mark.ts";
import { linear, logarithmic, padded, type Scale } from "./scale.ts";
import { spread, textWidth } from "./text-box.ts";

export interface LinePoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number; // 95% interval of y
  readonly high?: number;
}

/** One line: of a model, thin where it is one of many, with its name at its end. */
export interface Line {
  readonly style: Style;
  readonly points: readonly LinePoint[];
  readonly thin?: boolean;
  readonly dash?: string; // instead of that of its style
  readonly name?: string; // printed at the right end
  readonly dots?: boolean;
  readonly band?: boolean; // intervals as an area in place of whiskers
}

export interface LinePlot {
  readonly lines: readonly Line[];
  readonly marks?: readonly {
    readonly style: Style;
    readonly x: number;
    readonly y: number;
    readonly undone: boolean;
  }[];
  readonly x: AxisChoice;
  readonly y: AxisChoice;
  readonly height: number;
  readonly diagonal?: boolean; // the line y = x
}

export interface AxisChoice {
  readonly title: string;
  readonly percent?: boolean;
  readonly domain?: readonly [number, number];
  readonly exact?: boolean; // the domain is not widened to round numbers
  readonly log?: boolean;
  readonly zero?: boolean;
}

/** Lines over a common axis, with their names at the right ends, moved apart where they would touch. */
export function linePlot(given: LinePlot, width: number): Drawing {
  const plot = drawable(given);
  const named = plot.lines.filter((line) => line.name !== undefined && line.points.length > 0);
  const right = named.length === 0 ? 18 : Math.max(...named.map((line) => textWidth(line.name!, 12))) + 12;
  const y = scaleFor(plot.y, values(plot, "y"), { range: [plot.height - 44, 26] });
  const left = Math.max(24, ...y.ticks.map((tick) => textWidth(tick.label, 11))) + 10;
  const area: Area = { left, top: 26, right: width - right, bottom: plot.height - 44 };
  const x = scaleFor(plot.x, values(plot, "x"), { range: [area.left, area.right], exact: plot.x.domain === undefined });
  const marks = (plot.marks ?? []).map((mark) => {
    const at = { x: x.at(mark.x), y: y.at(mark.y) };
    return mark.undone ? undone(at.x, at.y) : point(mark.style, at, { size: 3.6 });
  });
  return {
    width,
    height: plot.height,
    content: html`
      ${axes({ x, y, area }, { x: plot.x.title, y: plot.y.title })}
      ${plot.diagonal === true ? diagonal(x, y) : null}
      ${plot.lines.map((line) => drawLine(line, x, y))}
      ${marks}
      ${names(named, y, area)}
    `,
  };
}

/** Where both axes have one value. */
function diagonal(x: Scale, y: Scale): SafeHtml {
  const path = svg`M${x.at(x.low)},${y.at(x.low)}L${x.at(x.high)},${y.at(x.high)}`;
  return svg`<path class="zero" stroke-dasharray="3 3" d="${path}"/>`;
}

/**
 * A loss that diverged has no place on an axis: the chart omits such points and intervals, and the table beside it
 * shows them. At the ends of float64 an axis has no room for its ticks: what is larger counts as diverged, and what is
 * smaller as 0.
 */
function drawable(plot: LinePlot): LinePlot {
  const placed = <T extends { readonly x: number; readonly y: number }>(p: T): readonly T[] =>
    hasPlace(p.x) && hasPlace(p.y) ? [{ ...p, x: orZero(p.x), y: orZero(p.y) }] : [];
  const ends = ({ x, y, low, high }: LinePoint): LinePoint =>
    hasPlace(low) && hasPlace(high) ? { x, y, low: orZero(low), high: orZero(high) } : { x, y };
  const lines = plot.lines.map((line) => ({ ...line, points: line.points.map(ends).flatMap(placed) }));
  return { ...plot, lines, marks: (plot.marks ?? []).flatMap(placed) };
}

const most = 1e100;

function hasPlace(value: number | undefined): value is number {
  return value !== undefined && Math.abs(value) <= most;
}

function orZero(value: number): number {
  return Math.abs(value) < 1 / most ? 0 : value;
}

function drawLine(line: Line, x: Scale, y: Scale): SafeHtml {
  const places = line.points.map((p) => [x.at(p.x), y.at(p.y)] as const);
  const ends = line.points.flatMap(({ x: at, low, high }) =>
    low === undefined || high === undefined ? [] : [{ x: x.at(at), low: y.at(low), high: y.at(high) }],
  );
  const intervals =
    line.band === true
      ? between(line.style, ends)
      : ends.map((end) => whisker(line.style, { x: end.x, y: end.low }, { x: end.x, y: end.high }));
  return html`${intervals}${track(line.style, places, { thin: line.thin, dash: line.dash })}${
    line.dots === true ? places.map(([px, py]) => point(line.style, { x: px, y: py }, { size: 3.6 })) : null
  }`;
}

function names(named: readonly Line[], y: Scale, area: Area): SafeHtml {
  const wanted = named.map((line) => y.at(line.points[line.points.length - 1]!.y));
  const placed = spread(wanted, 15, { low: area.top + 4, high: area.bottom - 4 });
  return html`${named.map(
    (line, index) =>
      svg`
        <text x="${area.right + 8}" y="${placed[index]! + 4}" class="t name ${line.style.className}">${line.name}</text>
      `,
  )}`;
}

function values(plot: LinePlot, side: "x" | "y"): readonly number[] {
  return plot.lines.flatMap((line) =>
    line.points.flatMap((p) => (side === "x" ? [p.x] : [p.y, p.low ?? p.y, p.high ?? p.y])),
  );
}

function scaleFor(
  axis: AxisChoice,
  all: readonly number[],
  { range, exact = false }: { readonly range: readonly [number, number]; readonly exact?: boolean },
): Scale {
  if (axis.log === true) {
    const [low, high] = padded(all, 0);
    return logarithmic([low / 1.25, high * 1.05], range, axis.percent === true);
  }
  const domain = axis.domain ?? padded(axis.zero === true ? [...all, 0] : all, 0);
  return linear(domain, range, { percent: axis.percent === true, exact: exact || axis.exact === true });
}
