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
  switch (shape) {
    case "circle":
      return `M${at(-1, 0)}a${tenth(size)},${tenth(size)} 0 1 0 ${tenth(2 * size)},0a${tenth(size)},${tenth(size)} 0 1 0 ${tenth(-2 * size)},0Z`;
    case "square":
      return `M${at(-0.88, -0.88)}L${at(0.88, -0.88)}L${at(0.88, 0.88)}L${at(-0.88, 0.88)}Z`;
    case "triangle":
      return `M${at(0, -1.1)}L${at(1.05, 0.8)}L${at(-1.05, 0.8)}Z`;
    case "diamond":
      return `M${at(0, -1.25)}L${at(1.1, 0)}L${at(0, 1.25)}L${at(-1.1, 0)}Z`;
    case "cross":
      return `M${at(-0.36, -1.1)}H${tenth(x + 0.36 * size)}V${tenth(y - 0.36 * size)}H${tenth(x + 1.1 * size)}V${tenth(y + 0.36 * size)}H${tenth(x + 0.36 * size)}V${tenth(y + 1.1 * size)}H${tenth(x - 0.36 * size)}V${tenth(y + 0.36 * size)}H${tenth(x - 1.1 * size)}V${tenth(y - 0.36 * size)}H${tenth(x - 0.36 * size)}Z`;
    case "wye":
      return `M${at(0, 1.1)}L${at(1.05, -0.8)}L${at(-1.05, -0.8)}Z`;
    case "star":
      return `M${at(0, -1.3)}L${at(0.35, -0.35)}L${at(1.3, 0)}L${at(0.35, 0.35)}L${at(0, 1.3)}L${at(-0.35, 0.35)}L${at(-1.3, 0)}L${at(-0.35, -0.35)}Z`;
  }
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
