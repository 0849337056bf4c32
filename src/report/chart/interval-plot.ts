import { html, type SafeHtml, svg } from "../html.ts";
import { bottomAxis, bottomTitle, type Drawing, label } from "./frame.ts";
import type { Style } from "../palette.ts";
import { point, whisker } from "./mark.ts";
import { linear, padded } from "./scale.ts";
import { fit, textWidth } from "./text-box.ts";

/** One row of a dot-and-interval plot: a name and, for each model, a value with its interval. */
export interface IntervalRow {
  readonly name: string;
  readonly values: readonly {
    readonly style: Style;
    readonly value: number;
    readonly low: number | null; // null: no interval is known
    readonly high: number | null;
    readonly text: string; // printed at the right where there is one value a row
  }[];
}

export interface IntervalPlot {
  readonly rows: readonly IntervalRow[];
  readonly axis: string;
  readonly percent?: boolean;
  readonly zero?: boolean; // draws the line at zero, and keeps it in view
  readonly domain?: readonly [number, number]; // instead of the values' own
  readonly limits?: readonly [number, number]; // limits of the values, such as 0 and 1
  readonly texts?: boolean; // prints the values at the right
}

/** Rows of names with a dot and a 95% interval for each model. */
export function intervalPlot(given: IntervalPlot, width: number): Drawing {
  const plot = { ...given, rows: given.rows.map(drawable) };
  const several = plot.rows.some((row) => row.values.length > 1);
  const bare = plot.rows.every((row) => row.values.every((value) => value.low === null));
  const step = bare ? 22 : several ? 30 : 28;
  const room = width < 500 ? 118 : 190;
  const left = Math.min(room, Math.max(40, ...plot.rows.map((row) => textWidth(row.name.slice(0, 60), 12) + 14)));
  const texts =
    plot.texts === true ? Math.max(...plot.rows.flatMap((row) => row.values.map((v) => textWidth(v.text, 12)))) : 0;
  const area = {
    left,
    top: 6,
    right: width - (texts > 0 ? texts + 16 : 14),
    bottom: 8 + plot.rows.length * step,
  };
  const scale = linear(domain(plot), [area.left, area.right], { percent: plot.percent === true });
  const rows = plot.rows.map((row, index) => {
    const middle = area.top + (index + 0.5) * step;
    return svg`
      ${
        index % 2 === 1
          ? null
          : svg`<rect class="band" x="0" y="${middle - step / 2}" width="${width}" height="${step}"/>`
      }
      ${label(fit(row.name, left - 12, 12), { x: left - 10, y: middle + 4 }, { anchor: "end" })}
    `;
  });
  const marks = plot.rows.map((row, index) => rowMarks(row, area.top + (index + 0.5) * step, scale.at));
  const zero = plot.zero === true ? svg`<path class="zero" d="M${scale.at(0)},${area.top}V${area.bottom}"/>` : null;
  const printed =
    texts > 0
      ? plot.rows.map((row, index) =>
          row.values.map((value) =>
            label(
              value.text,
              { x: width - 2, y: area.top + (index + 0.5) * step + 4 },
              {
                anchor: "end",
                className: "t num",
              },
            ),
          ),
        )
      : null;
  return {
    width,
    height: area.bottom + 40,
    content: html`${rows}${bottomAxis(scale, area, true)}${bottomTitle(plot.axis, area)}${zero}${marks}${printed}`,
  };
}

/** Only what is a number has a place on the axis. */
function drawable(row: IntervalRow): IntervalRow {
  const ends = (value: IntervalRow["values"][number]) => [value.value, value.low ?? 0, value.high ?? 0];
  return { ...row, values: row.values.filter((value) => ends(value).every(Number.isFinite)) };
}

function domain(plot: IntervalPlot): readonly [number, number] {
  if (plot.domain !== undefined) return plot.domain;
  const values = plot.rows.flatMap((row) =>
    row.values.flatMap((value) => [value.value, value.low ?? value.value, value.high ?? value.value]),
  );
  const [low, high] = padded(plot.zero === true ? [...values, 0] : values, 0.04);
  if (plot.limits === undefined) return [low, high];
  return [Math.max(low, plot.limits[0]), Math.min(high, plot.limits[1])];
}

function rowMarks(row: IntervalRow, middle: number, at: (value: number) => number): SafeHtml {
  const intervals = row.values.some((value) => value.low !== null);
  const ends = row.values.map((value) => at(value.value));
  const close = Math.max(...ends) - Math.min(...ends) < 8;
  const gap = row.values.length < 2 ? 0 : intervals ? 10 : close ? 8 : 0;
  const link =
    intervals || close || ends.length < 2
      ? null
      : svg`<path class="link" d="M${Math.min(...ends)},${middle}H${Math.max(...ends)}"/>`;
  return html`${link}${row.values.map((value, place) => {
    const y = middle + (place - (row.values.length - 1) / 2) * gap;
    const line =
      value.low === null || value.high === null
        ? null
        : whisker(value.style, { x: at(value.low), y }, { x: at(value.high), y });
    return html`${line}${point(value.style, { x: at(value.value), y }, { size: 4.4 })}`;
  })}`;
}
