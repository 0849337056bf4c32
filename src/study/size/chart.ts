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

function chartOf(
  points: readonly SizePoint[],
  {
    measure,
    made,
    size,
    id,
  }: { readonly measure: string; readonly made: Made | null; readonly size: number; readonly id: string },
): SafeHtml {
  const widths = [...new Set(points.flatMap((one) => (one.method === "large" ? [one.width] : [])))].sort(
    (a, b) => a - b,
  );
  const ends = [widths[0]!, widths.at(-1)!];
  const of = (method: string) =>
    points
      .filter((one) => one.method === method && (one.size === size || method === "large"))
      .sort((a, b) => a.width - b.width);
  const lines = methods.flatMap(({ id: method, label, mark }): readonly Line[] => {
    const found = of(method);
    if (found.length === 0) return [];
    const style = styleOfMark(mark);
    const measured: Line = {
      ...{ style, name: label, dots: method !== "small" },
      points:
        method === "small"
          ? ends.map((x) => ({ x, y: found[0]!.loss.mean }))
          : found.map(({ width, loss }) => ({
              ...{ x: width, y: loss.mean },
              ...(made === null ? whiskers(loss) : {}),
            })),
    };
    const theory = found.filter((one) => one.theory !== null);
    if (theory.length === 0 || method === "small") return [measured];
    return [
      { style, thin: true, dash: "", points: theory.map(({ width, theory: y }) => ({ x: width, y: y! })) },
      measured,
    ];
  });
  const unit = made === null ? "hidden units at the start" : "features at the start";
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
      rows: methods.flatMap(({ id: method, label }) => {
        const found = of(method);
        const cell = (width: number, value: (point: SizePoint) => string) => {
          const point = found.find((one) => method === "small" || one.width === width);
          return point === undefined ? "" : value(point);
        };
        if (found.length === 0) return [];
        return [
          [label, ...widths.map((width) => cell(width, ({ loss }) => withInterval(loss)))],
          ...(found.every(({ theory }) => theory === null)
            ? []
            : [[`${label}, theory`, ...widths.map((width) => cell(width, ({ theory }) => amount(theory!)))]]),
        ];
      }),
    }),
    draw: (width) =>
      linePlot(
        {
          lines,
          x: { title: unit, log: true },
          y: { title: made === null ? "loss" : "mean squared error", log: made !== null },
          height: 340,
        },
        width,
      ),
  });
}
