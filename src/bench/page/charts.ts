import type { SuiteRanks, SuiteScores } from "../scores.ts";
import { axes, bottomAxis, bottomTitle, type Drawing, label } from "../../report/chart/frame.ts";
import { point } from "../../report/chart/mark.ts";
import { linear, logarithmic } from "../../report/chart/scale.ts";
import { fit, textWidth } from "../../report/chart/text-box.ts";
import { html, svg } from "../../report/html.ts";
import type { Style } from "../../report/palette.ts";
import { styleOf } from "./style.ts";
import type { RatioMark } from "./ratios.ts";

const step = 26;

/**
 * Mean ranks on one axis, best at the left; a bar as long as the critical difference joins models that do not differ
 * significantly.
 */
export function rankPlot(ranks: SuiteRanks, width: number): Drawing {
  const names = ranks.models.map(({ model }) => fit(model, 150, 12));
  const left = Math.max(40, ...names.map((name) => textWidth(name, 12) + 14));
  const area = { left, top: 10, right: width - 46, bottom: 10 + ranks.models.length * step };
  const x = linear([1, Math.max(2, ranks.models.length)], [area.left + 8, area.right - 8], {
    exact: true,
    ticks: Math.min(8, ranks.models.length - 1),
  });
  const rows = ranks.models.map(({ model, rank }, index) => {
    const middle = area.top + (index + 0.5) * step;
    const end = Math.min(area.right, x.at(rank + ranks.criticalDifference));
    return svg`
      ${
        index % 2 === 1
          ? svg`<rect class="band" x="0" y="${middle - step / 2}" width="${width}" height="${step}"/>`
          : null
      }
      ${label(names[index]!, { x: left - 10, y: middle + 4 }, { anchor: "end" })}
      <path class="ci ${styleOf(model).className}" d="M${x.at(rank)},${middle}H${end}"/>
      ${point(styleOf(model), { x: x.at(rank), y: middle })}
      ${label(rank.toFixed(2), { x: width - 2, y: middle + 4 }, { anchor: "end", className: "num" })}
    `;
  });
  return {
    width,
    height: area.bottom + 42,
    content: html`${rows}${bottomAxis(x, area)}${bottomTitle("mean rank (1 is best)", area)}`,
  };
}

/** Score and size of every model on every set, both against the reference model: low and left is good. */
export function ratioPlot(marks: readonly RatioMark[], against: string, width: number): Drawing {
  const height = width > 500 ? 400 : 330;
  const scores = marks.map((mark) => mark.score);
  const sizes = marks.map((mark) => mark.parameters);
  const y = logarithmic([Math.min(0.8, ...scores) / 1.1, Math.max(1.25, ...scores) * 1.1], [height - 44, 26]);
  const left = Math.max(24, ...y.ticks.map((tick) => textWidth(tick.label, 11))) + 10;
  const area = { left, top: 26, right: width - 14, bottom: height - 44 };
  const x = logarithmic([Math.min(0.5, ...sizes) / 1.4, Math.max(1, ...sizes) * 1.4], [area.left, area.right]);
  const dots = marks.map((mark) => {
    const text =
      `${mark.set.name}, ${mark.model}: score ${mark.score.toPrecision(3)}, parameters ` +
      `${mark.parameters.toPrecision(2)} of ${against}`;
    return html`
      <g>
        <title>${text}</title>
        ${point(styleOf(mark.model), { x: x.at(mark.parameters), y: y.at(mark.score) }, { size: 4 })}
      </g>
    `;
  });
  const lines = svg`
    <path class="zero" d="M${area.left},${y.at(1)}H${area.right}"/>
    <path class="zero" d="M${x.at(1)},${area.top}V${area.bottom}"/>
  `;
  return {
    width,
    height,
    content: html`
      ${axes({ x, y, area }, { x: "parameters, the same way", y: `loss or error ÷ that of ${fit(against, 120, 12)}` })}
      ${lines}
      ${dots}
    `,
  };
}

/** Names of models with their marks, for a key; models from elsewhere share a mark, and so an entry. */
export function keysOf(
  scores: SuiteScores,
  models: readonly string[],
): readonly { readonly style: Style; readonly label: string }[] {
  const elsewhere = new Set(
    scores.sets.flatMap((set) => set.models.filter((model) => model.source === "reference").map((model) => model.id)),
  );
  const own = models.filter((id) => !elsewhere.has(id)).map((id) => ({ style: styleOf(id), label: fit(id, 160, 12) }));
  const others = models.filter((id) => elsewhere.has(id));
  if (others.length === 0) return own;
  return [
    ...own,
    { style: styleOf(others[0]!), label: `from elsewhere: ${others.map((id) => fit(id, 120, 12)).join(", ")}` },
  ];
}
