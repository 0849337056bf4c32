import type { Comparison } from "../../evaluate/results/verdict.ts";
import type { Drawing } from "../chart/frame.ts";
import { barPair, gauge } from "../chart/gauge.ts";
import { html, type SafeHtml } from "../html.ts";
import { differenceFormat } from "../metric-format.ts";
import { amount, count, duration, times } from "../number.ts";
import type { DuelReading } from "../reading.ts";

/** Network against forest in three numbers: quality, parameters, training compute. */
export function tiles(reading: DuelReading): SafeHtml {
  const { main } = reading;
  return html`
    <div class="tiles">
      ${main === undefined ? null : differenceTile(reading, main)}
      ${parametersTile(reading)}
      ${computeTile(reading)}
    </div>
  `;
}

function differenceTile(reading: DuelReading, main: Comparison): SafeHtml {
  const size = differenceFormat(main.metric, main);
  const margin = differenceFormat(main.metric, { low: -main.margin, high: main.margin });
  const side = (value: number) => `${size.size(value)} ${value < 0 ? "worse" : "better"}`;
  const { headline, format, occam, forest } = reading;
  const scores = [occam, forest].map((model) => {
    const interval = model.summary[headline.id];
    return interval === undefined ? "–" : format.value(interval.mean);
  });
  return tile({
    id: "difference",
    title: `${headline.label} of the network`,
    value: side(main.difference),
    text:
      `${headline.label} is ${headline.gloss}: network ${scores[0]}, forest ${scores[1]}; ${headline.better} is ` +
      `better. 95% interval of the difference: ${side(main.low)} to ${side(main.high)}. Up to ` +
      `${margin.size(main.margin)} counts as equal (the grey zone).`,
    drawing: gauge({ ...main, style: reading.styles.occam }, 300),
  });
}

function parametersTile({ verdict, occam, forest, styles }: DuelReading): SafeHtml {
  return tile({
    id: "parameters",
    title: "Parameters of the network",
    value: ratioWords(verdict.parameterRatio, "fewer", "more"),
    text: "Numbers that the model stores to predict; means over the folds.",
    drawing: barPair(
      [
        { style: styles.occam, text: `network: ${count(occam.parameters)}`, value: occam.parameters },
        { style: styles.forest, text: `forest: ${count(forest.parameters)}`, value: forest.parameters },
      ],
      300,
    ),
  });
}

function computeTile({ verdict, occam, forest, styles }: DuelReading): SafeHtml {
  const { operationRatio, secondsRatio } = verdict;
  return tile({
    id: "compute",
    title: "Training compute of the network",
    value: ratioWords(operationRatio, "less", "more"),
    text:
      "Steps counted as they ran, per fold. In CPU time on this machine: " +
      `${ratioWords(secondsRatio, "less", "more")} (${duration(occam.trainSeconds)} against ` +
      `${duration(forest.trainSeconds)}).`,
    drawing: barPair(
      [
        {
          style: styles.occam,
          text: `network: ${amount(occam.trainOperations)} multiply-adds`,
          value: occam.trainOperations,
        },
        {
          style: styles.forest,
          text: `forest: ${amount(forest.trainOperations)} split-scan steps`,
          value: forest.trainOperations,
        },
      ],
      300,
    ),
  });
}

/** forest ÷ network in words: "46× fewer", "3.2× more", "about the same". */
function ratioWords(ratio: number, less: string, more: string): string {
  if (!(ratio > 0) || !Number.isFinite(ratio)) return "not known";
  if (ratio > 0.95 && ratio < 1.05) return "about the same";
  return ratio > 1 ? `${times(ratio)} ${less}` : `${times(1 / ratio)} ${more}`;
}

function tile(parts: {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  readonly text: SafeHtml | string;
  readonly drawing: Drawing;
}): SafeHtml {
  const { id, title, value, text, drawing } = parts;
  return html`
    <section class="tile" aria-labelledby="tile-${id}">
      <h2 id="tile-${id}">${title}</h2>
      <p class="big">${value}</p>
      <svg
        class="chart"
        viewBox="0 0 ${drawing.width} ${drawing.height}"
        width="${drawing.width}"
        height="${drawing.height}"
        role="img"
        aria-label="${title}: ${value}">
        ${drawing.content}
      </svg>
      <p class="small">${text}</p>
    </section>
  `;
}
