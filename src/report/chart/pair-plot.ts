import { html, svg } from "../html.ts";
import { bottomAxis, bottomTitle, type Drawing, label } from "./frame.ts";
import type { Style } from "../palette.ts";
import { point } from "./mark.ts";
import { linear, padded } from "./scale.ts";

/** One fold: what the two models reached on the same test rows. */
export interface PairRow {
  readonly name: string;
  readonly first: number;
  readonly second: number;
  readonly text: string; // the difference, printed at the right
  readonly winner: "first" | "second" | "none";
}

export interface PairPlot {
  readonly rows: readonly PairRow[];
  readonly styles: readonly [Style, Style]; // of the first and the second
  readonly axis: string;
  readonly percent: boolean;
}

/** Share of the range of the scores that their axis has to spare at each end. */
export const scorePadding = 0.05;

/** Folds as rows, the two models' scores joined by a line in the colour of the better one. */
export function pairPlot(plot: PairPlot, width: number): Drawing {
  const step = plot.rows.length > 15 ? 18 : 23;
  const area = { left: 58, top: 6, right: width - 66, bottom: 8 + plot.rows.length * step };
  const scale = linear(
    padded(
      plot.rows.flatMap((row) => [row.first, row.second]),
      scorePadding,
    ),
    [area.left, area.right],
    { percent: plot.percent },
  );
  const rows = plot.rows.map((row, index) => {
    const y = area.top + (index + 0.5) * step;
    const tone = row.winner === "none" ? "even" : plot.styles[row.winner === "first" ? 0 : 1].className;
    return svg`
      ${index % 2 === 1 ? null : svg`<rect class="band" x="0" y="${y - step / 2}" width="${width}" height="${step}"/>`}
      ${label(row.name, { x: 50, y: y + 4 }, { anchor: "end" })}
      <path class="pair ${tone}" d="M${scale.at(row.first)},${y}H${scale.at(row.second)}"/>
      ${point(plot.styles[1], { x: scale.at(row.second), y }, { size: 4.4 })}
      ${point(plot.styles[0], { x: scale.at(row.first), y }, { size: 4.4 })}
      ${label(row.text, { x: width - 2, y: y + 4 }, { anchor: "end", className: "t num" })}
    `;
  });
  return {
    width,
    height: area.bottom + 40,
    content: html`${bottomAxis(scale, area, true)}${rows}${bottomTitle(plot.axis, area)}`,
  };
}
