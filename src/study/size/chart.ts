import { wideFigure } from "../../report/chart/figure.ts";
import { type Line, linePlot } from "../../report/chart/line-plot.ts";
import { html, type SafeHtml } from "../../report/html.ts";
import { amount, count } from "../../report/number.ts";
import { styleOfMark } from "../../report/palette.ts";
import { table } from "../../report/table.ts";
import { capital } from "../../report/text.ts";
import { whiskers, withInterval } from "../estimate.ts";
import type { Made } from "../made.ts";
import { numericAfterFirst } from "../page.ts";
import { methods } from "./methods.ts";
import type { SizePoint, SizeSummary } from "./summary.ts";

/** A chart for each final size: the loss of every way by the starting width, with the curve of the theory. */
export function chartsOf(
  { points }: SizeSummary,
  options: {
    readonly level: number | null;
    readonly measure: string;
    readonly made: Made | null;
    readonly prefix: string;
  },
): SafeHtml {
  const own = points.filter(({ level }) => level === options.level);
  const sizes = [...new Set(own.flatMap(({ size }) => (size === null ? [] : [size])))].sort((a, b) => a - b);
  return html`${sizes.map((size, index) => chartOf(own, { ...options, size, id: `${options.prefix}-${index}` }))}`;
}

interface ChartOptions {
  readonly measure: string;
  readonly made: Made | null;
  readonly size: number;
  readonly id: string;
}

/** One way to a model of the final size, with its points by rising starting width. */
interface Way {
  readonly method: (typeof methods)[number];
  readonly points: readonly SizePoint[];
}

function chartOf(points: readonly SizePoint[], { measure, made, size, id }: ChartOptions): SafeHtml {
  const ways = methods.flatMap((method): readonly Way[] => {
    const own = points.filter((one) => one.method === method.id && (one.size === size || method.id === "large"));
    return own.length === 0 ? [] : [{ method, points: own.sort((a, b) => a.width - b.width) }];
  });
  const widths = [...new Set(points.flatMap((one) => (one.method === "large" ? [one.width] : [])))].sort(
    (a, b) => a - b,
  );
  const lines = ways.flatMap((way) => linesOf(way, widths, made));
  const title = `${count(size)} weights at the end`;
  return wideFigure({
    id,
    title,
    description:
      `${capital(measure)} by the starting width, each way ending with ${count(size)} weights but for the large ` +
      "model, which keeps all. Lower is better. " +
      (made === null ? "Whiskers are 95% intervals over the seeds." : "Thin solid lines without marks are the theory."),
    table: table({
      label: title,
      columns: ["Method", ...widths.map((width) => count(width))].map(numericAfterFirst),
      rows: ways.flatMap((way) => rowsOf(way, widths)),
    }),
    draw: (width) =>
      linePlot(
        {
          lines,
          x: { title: made === null ? "hidden units at the start" : "features at the start", log: true },
          y: { title: made === null ? "loss" : "mean squared error", log: made !== null },
          height: 340,
        },
        width,
      ),
  });
}

/** What was measured, behind it the theory; a level line for the small model, which has no larger start. */
function linesOf({ method, points }: Way, widths: readonly number[], made: Made | null): readonly Line[] {
  const style = styleOfMark(method.mark);
  if (method.id === "small") {
    const y = points[0]!.loss.mean;
    return [{ style, name: method.label, dots: false, points: [widths[0]!, widths.at(-1)!].map((x) => ({ x, y })) }];
  }
  const measured = points.map(({ width, loss }) => ({
    ...{ x: width, y: loss.mean },
    ...(made === null ? whiskers(loss) : {}),
  }));
  const theory = points.flatMap(({ width, theory: y }) => (y === null ? [] : [{ x: width, y }]));
  return [
    ...(theory.length === 0 ? [] : [{ style, thin: true, dash: "", points: theory }]),
    { style, name: method.label, dots: true, points: measured },
  ];
}

function rowsOf({ method, points }: Way, widths: readonly number[]): readonly (readonly string[])[] {
  const row = (title: string, text: (point: SizePoint) => string): readonly string[] => [
    title,
    ...widths.map((width) => {
      const point = points.find((one) => method.id === "small" || one.width === width);
      return point === undefined ? "" : text(point);
    }),
  ];
  return [
    row(method.label, ({ loss }) => withInterval(loss)),
    ...(points.every(({ theory }) => theory === null)
      ? []
      : [row(`${method.label}, theory`, ({ theory }) => amount(theory!))]),
  ];
}
