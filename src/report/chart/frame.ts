import { type SafeHtml, svg } from "../html.ts";
import type { Scale } from "./scale.ts";

/** What a chart draws: the content of an svg of this size, in pixels. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly content: SafeHtml;
}

/** The area inside the axes, in pixels from the top left corner. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A place in a chart, in pixels from the top left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Text at a place; `anchor` as in SVG. */
export function label(
  text: string,
  { x, y }: Place,
  options: { readonly anchor?: "start" | "middle" | "end"; readonly className?: string } = {},
): SafeHtml {
  return svg`<text x="${x}" y="${y}"${anchorOf(options.anchor)} class="${options.className ?? "t"}">${text}</text>`;
}

/** Horizontal grid lines with their values at the left. */
function leftAxis(scale: Scale, area: Area): SafeHtml {
  const ticks = scale.ticks.map(
    ({ value, label: text }) => svg`
      <path class="gr" d="M${area.left},${scale.at(value)}H${area.right}"/>
      <text x="${area.left - 6}" y="${scale.at(value) + 3.8}" text-anchor="end" class="k">${text}</text>
    `,
  );
  return svg`<g class="ax">${ticks}</g>`;
}

/** Ticks with their values at the bottom, with vertical grid lines where `grid`. */
export function bottomAxis(scale: Scale, area: Area, grid = false): SafeHtml {
  const [className, top] = grid ? ["gr", area.top] : ["tk", area.bottom];
  const ticks = scale.ticks.map(
    ({ value, label: text }) => svg`
      <path class="${className}" d="M${scale.at(value)},${top}V${area.bottom + 4}"/>
      <text x="${scale.at(value)}" y="${area.bottom + 16}" text-anchor="middle" class="k">${text}</text>
    `,
  );
  return svg`<g class="ax"><path class="bl" d="M${area.left},${area.bottom}H${area.right}"/>${ticks}</g>`;
}

/** Both axes with their names. */
export function axes(
  { x, y, area }: { readonly x: Scale; readonly y: Scale; readonly area: Area },
  names: { readonly x: string; readonly y: string },
): SafeHtml {
  return svg`
    ${leftAxis(y, area)}
    ${bottomAxis(x, area)}
    ${leftTitle(names.y)}
    ${bottomTitle(names.x, area)}
  `;
}

/** The name of the vertical axis, above it, reading from the left. */
function leftTitle(text: string): SafeHtml {
  return label(text, { x: 0, y: 12 }, { className: "at" });
}

/** The name of the horizontal axis, under its right end. */
export function bottomTitle(text: string, area: Area): SafeHtml {
  return label(text, { x: area.right, y: area.bottom + 33 }, { anchor: "end", className: "at" });
}

function anchorOf(anchor: "start" | "middle" | "end" | undefined): SafeHtml | null {
  return anchor === undefined || anchor === "start" ? null : svg` text-anchor="${anchor}"`;
}
