import { line } from "d3-shape";
import { html, type SafeHtml, svg } from "../html.ts";
import type { Style, Shape } from "../palette.ts";
import type { Place } from "./frame.ts";

/** A point of a model: its shape in its colour. `size` is the half width in pixels. */
export function point(
  style: Style,
  place: Place,
  { size = 4.5, hollow = false }: { readonly size?: number; readonly hollow?: boolean } = {},
): SafeHtml {
  const path = outline(style.shape, place, size);
  return svg`<path class="pt ${style.className}${hollow ? " hollow" : ""}" d="${path}"/>`;
}

/** A line from low to high with short ends. */
export function whisker(style: Style, from: Place, to: Place): SafeHtml {
  return svg`<path class="ci ${style.className}" d="M${from.x},${from.y}L${to.x},${to.y}"/>`;
}

/** The area between low and high ends, in the colour of a model. */
export function between(
  style: Style,
  ends: readonly { readonly x: number; readonly low: number; readonly high: number }[],
): SafeHtml {
  const corners = [
    ...ends.map(({ x, low }) => `${x},${low}`),
    ...ends.toReversed().map(({ x, high }) => `${x},${high}`),
  ];
  return svg`<path class="area ${style.className}" d="M${corners.join("L")}Z"/>`;
}

interface TrackStyle {
  readonly thin?: boolean | undefined;
  readonly dash?: string | undefined; // instead of the model's own
}

/** A line of a model through points, in its colour and dash. */
export function track(
  style: Style,
  points: readonly (readonly [number, number])[],
  { thin = false, dash = style.dash }: TrackStyle = {},
): SafeHtml {
  const path = line<readonly [number, number]>()
    .x(([x]) => x)
    .y(([, y]) => y)
    .digits(1);
  return svg`<path class="ln ${style.className}${thin ? " thin" : ""}"${
    dash === "" ? null : svg` stroke-dasharray="${dash}"`
  } d="${path(points) ?? ""}"/>`;
}

/** A cross: something that was tried and undone. */
export function undone(x: number, y: number): SafeHtml {
  return svg`<path class="undone" d="M${x - 3.2},${y - 3.2}l6.4,6.4M${x - 3.2},${y + 3.2}l6.4,-6.4"/>`;
}

/** A small sample of a model's line and shape, for a key beside the chart or before a name in a table. */
export function sample(style: Style, withLine = false): SafeHtml {
  const width = withLine ? 26 : 12;
  return html`
    <svg class="key" width="${width}" height="12" viewBox="0 0 ${width} 12" aria-hidden="true" focusable="false">
      ${
        withLine
          ? track(style, [
              [0, 6],
              [width, 6],
            ])
          : null
      }
      ${point(style, { x: width / 2, y: 6 })}
    </svg>
  `;
}

function outline(shape: Shape, { x, y }: Place, size: number): string {
  const at = (dx: number, dy: number) => `${tenth(x + dx * size)},${tenth(y + dy * size)}`;
  const polygon = (...corners: readonly (readonly [dx: number, dy: number])[]) =>
    `M${corners.map(([dx, dy]) => at(dx, dy)).join("L")}Z`;
  switch (shape) {
    case "circle": {
      const half = (width: number) => `a${tenth(size)},${tenth(size)} 0 1 0 ${tenth(width)},0`;
      return `M${at(-1, 0)}${half(2 * size)}${half(-2 * size)}Z`;
    }
    case "square":
      return polygon([-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]);
    case "triangle":
      return polygon([0, -1.1], [1.05, 0.8], [-1.05, 0.8]);
    case "diamond":
      return polygon([0, -1.25], [1.1, 0], [0, 1.25], [-1.1, 0]);
    case "cross": {
      const [left, inLeft, inRight, right] = crossed.map((offset) => tenth(x + offset * size));
      const [top, inTop, inBottom, bottom] = crossed.map((offset) => tenth(y + offset * size));
      const upper = `M${inLeft},${top}H${inRight}V${inTop}H${right}V${inBottom}`;
      return `${upper}H${inRight}V${bottom}H${inLeft}V${inBottom}H${left}V${inTop}H${inLeft}Z`;
    }
    case "wye":
      return polygon([0, 1.1], [1.05, -0.8], [-1.05, -0.8]);
    case "star":
      return polygon(...star);
  }
}

const star = [
  [0, -1.3],
  [0.35, -0.35],
  [1.3, 0],
  [0.35, 0.35],
  [0, 1.3],
  [-0.35, 0.35],
  [-1.3, 0],
  [-0.35, -0.35],
] as const;

/** The edges of a cross: of its arms' ends and of its arms. */
const crossed = [-1.1, -0.36, 0.36, 1.1];

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
