import { html, svg } from "../html.ts";
import type { Style } from "../palette.ts";
import { axes, type Drawing } from "./frame.ts";
import { linear } from "./scale.ts";
import { textWidth } from "./text-box.ts";

/** Predicted against actual values of one model on equal axes; the diagonal is a perfect prediction. */
export function scatterPlot(
  plot: {
    readonly style: Style;
    readonly points: readonly { readonly actual: number; readonly predicted: number }[];
    readonly domain: readonly [number, number];
  },
  width: number,
): Drawing {
  const height = width - 6;
  const y = linear(plot.domain, [height - 44, 26], { ticks: 5, exact: true });
  const left = Math.max(24, ...y.ticks.map((tick) => textWidth(tick.label, 11))) + 10;
  const area = { left, top: 26, right: width - 12, bottom: height - 44 };
  const x = linear(plot.domain, [area.left, area.right], { ticks: 5, exact: true });
  // One path of tiny squares instead of a node a point: a tenth of the bytes.
  const dots = plot.points
    .map((p) => `M${Math.round(x.at(p.actual) * 10) / 10},${Math.round(y.at(p.predicted) * 10) / 10}h0`)
    .join("");
  return {
    width,
    height,
    content: html`
      ${axes({ x, y, area }, { x: "actual", y: "predicted" })}
      ${svg`
        <path class="zero" d="M${x.at(x.low)},${y.at(x.low)}L${x.at(x.high)},${y.at(x.high)}"/>
        <path class="cloud ${plot.style.className}" d="${dots}"/>
      `}
    `,
  };
}
