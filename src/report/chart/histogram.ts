import { html, type SafeHtml, svg } from "../html.ts";
import type { Style } from "../palette.ts";
import { axes, type Drawing } from "./frame.ts";
import { linear } from "./scale.ts";
import { textWidth } from "./text-box.ts";

export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

/** Histograms of several models as outlines over the same axis: shares of rows, zero marked. */
export function outlineHistogram(
  plot: {
    readonly series: readonly { readonly style: Style; readonly bars: readonly Bar[] }[];
    readonly axis: string;
    readonly height: number;
  },
  width: number,
): Drawing {
  const bars = plot.series.flatMap((series) => series.bars);
  const top = Math.max(1, ...bars.map((bar) => bar.rows));
  const y = linear([0, top], [plot.height - 44, 26], { ticks: 4 });
  const left = Math.max(24, ...y.ticks.map((tick) => textWidth(tick.label, 11))) + 10;
  const area = { left, top: 26, right: width - 12, bottom: plot.height - 44 };
  const ends = [...bars.map((bar) => bar.from), ...bars.map((bar) => bar.to)];
  const x = linear([Math.min(...ends), Math.max(...ends)], [area.left, area.right], {
    ticks: 5,
    exact: true,
  });
  const outlines = plot.series.map(({ style, bars: own }) => {
    const steps = own.map((bar) => `V${px(y.at(bar.rows))}H${px(x.at(bar.to))}`).join("");
    const dash = style.dash === "" ? "none" : "5 2.5";
    const start = x.at(own[0]?.from ?? 0);
    return svg`
      <path
        class="step ${style.className}"
        stroke-dasharray="${dash}"
        d="M${start},${y.at(0)}${steps}V${y.at(0)}"/>
    `;
  });
  const zero = x.low <= 0 && x.high >= 0 ? svg`<path class="zero" d="M${x.at(0)},${area.top}V${area.bottom}"/>` : null;
  return {
    width,
    height: plot.height,
    content: html`
      ${axes({ x, y, area }, { x: plot.axis, y: "rows" })}
      ${zero}
      ${outlines}
    `,
  };
}

/** A histogram the height of a line of text; `description` says its bars. */
export function tinyHistogram(
  bars: readonly { readonly label: string; readonly rows: number }[],
  description: string,
): SafeHtml {
  const top = Math.max(1, ...bars.map((bar) => bar.rows));
  const step = 108 / Math.max(6, bars.length);
  const path = bars
    .map((bar, index) => {
      const height = bar.rows === 0 ? 0 : Math.max(1, (bar.rows / top) * 24);
      return `M${px(index * step)},26v${px(-height)}h${px(step - 1.5)}v${px(height)}z`;
    })
    .join("");
  return html`
    <svg class="tiny" width="108" height="27" viewBox="0 0 108 27" role="img">
      <title>${description}</title><path class="tiny-bars" d="${path}"/><path class="tiny-base" d="M0,26.5H108"/>
    </svg>
  `;
}

function px(value: number): number {
  return Math.round(value * 10) / 10;
}
