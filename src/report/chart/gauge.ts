import { html, svg } from "../html.ts";
import { type Drawing, label } from "./frame.ts";
import type { Style } from "../palette.ts";
import { point, whisker } from "./mark.ts";
import { linear } from "./scale.ts";

/** A difference with its interval against zero and the zone that counts as equal; positive is good for the network. */
export function gauge(
  value: {
    readonly difference: number;
    readonly low: number;
    readonly high: number;
    readonly margin: number;
    readonly style: Style; // of the network
  },
  width: number,
): Drawing {
  const reach = 1.12 * Math.max(Math.abs(value.low), Math.abs(value.high), value.margin * 1.6, 1e-12);
  const scale = linear([-reach, reach], [4, width - 4], { exact: true });
  const half = Math.max(2, scale.at(value.margin) - scale.at(0));
  const y = 24;
  return {
    width,
    height: 58,
    content: html`
      ${svg`
        <rect class="zone" x="${scale.at(0) - half}" y="8" width="${2 * half}" height="32"/>
        <path class="bl" d="M4,40H${width - 4}"/><path class="zero" d="M${scale.at(0)},6V44"/>
      `}
      ${whisker(value.style, { x: scale.at(value.low), y }, { x: scale.at(value.high), y })}
      ${point(value.style, { x: scale.at(value.difference), y }, { size: 5.5 })}
      ${label("◂ forest better", { x: 4, y: 55 }, { className: "k" })}
      ${label("network better ▸", { x: width - 4, y: 55 }, { anchor: "end", className: "k" })}
    `,
  };
}

/** Two bars from zero on one scale, for a ratio that must be seen. */
export function barPair(
  bars: readonly { readonly style: Style; readonly text: string; readonly value: number }[],
  width: number,
): Drawing {
  const longest = Math.max(1e-12, ...bars.map((bar) => bar.value));
  return {
    width,
    height: bars.length * 29,
    content: html`${bars.map((bar, index) => {
      const y = index * 29;
      const extent = Math.max(1.5, (bar.value / longest) * (width - 4));
      return svg`
        ${label(bar.text, { x: 0, y: y + 11 }, { className: "k" })}
        <rect class="bar ${bar.style.className}" x="0" y="${y + 15}" width="${extent}" height="8" rx="1"/>
      `;
    })}`,
  };
}
