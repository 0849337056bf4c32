import type { StreamedPart } from "../../evaluate/results/training.ts";
import { wideFigure } from "../chart/figure.ts";
import { linePlot } from "../chart/line-plot.ts";
import { html } from "../html.ts";
import { amount, count, plural } from "../number.ts";
import { styleOf } from "../palette.ts";
import type { Reading, Section } from "../reading.ts";
import { table } from "../table.ts";
import { listed } from "../text.ts";

const outcomes: Readonly<Record<StreamedPart["outcome"], string>> = {
  learnt: "learnt",
  kept: "network kept as it was",
  waiting: "rows wait",
};

/** How the network did on each megabatch before it learnt it, and where the rows changed. */
export function streamSection({ results }: Reading): Section | null {
  const { stream } = results;
  if (stream === undefined || stream.parts.length === 0) return null;
  const { parts } = stream;
  const metric = stream.metric === "rmse" ? "RMSE" : "log-loss";
  const points = parts.map(({ score }, i) => ({
    x: parts.slice(0, i + 1).reduce((sum, part) => sum + part.rows, 0),
    y: score,
  }));
  const style = styleOf(results, "occam");
  const figure = wideFigure({
    id: "stream-chart",
    title: `${metric === "RMSE" ? metric : "Log-loss"} of each megabatch before it was learnt`,
    description:
      "Each dot is a megabatch, at the rows that were streamed with it: every row was predicted before the network " +
      "learnt it. A line that falls shows what the rows taught, one that rises that they changed.",
    table: table({
      label: `${metric} of each megabatch before it was learnt`,
      columns: [
        { head: "Megabatch", numeric: true },
        { head: "Rows", numeric: true },
        { head: metric, numeric: true },
        { head: "Then" },
        { head: "Unlike those before" },
      ],
      rows: parts.map(({ rows, score, outcome, worse, unlike }, i) => [
        String(i + 1),
        count(rows),
        amount(score),
        outcomes[outcome],
        [...(worse ? ["predicted worse"] : []), ...unlike].join(", "),
      ]),
    }),
    draw: (width) =>
      linePlot(
        {
          lines: [{ style, points, dots: true }],
          x: { title: "rows streamed", zero: true },
          y: { title: metric },
          height: 280,
        },
        width,
      ),
  });
  return {
    id: "stream",
    title: "What did the stream teach?",
    body: html`<p class="lead">${lead(parts, metric)}</p>
      ${figure}`,
  };
}

function lead(parts: readonly StreamedPart[], metric: string): string {
  const [first, last] = [parts[0]!, parts.at(-1)!];
  const change =
    parts.length === 1
      ? `The one megabatch had a ${metric} of ${amount(first.score)} before it was learnt.`
      : `From the first megabatch to the last of ${count(parts.length)}, the ${metric} of rows not yet learnt went ` +
        `from ${amount(first.score)} to ${amount(last.score)}.`;
  return `${change} ${driftWords(parts) ?? "No megabatch was unlike those before it."}`;
}

/** Which megabatches were unlike those before, in one sentence; null for none. */
export function driftWords(parts: readonly StreamedPart[]): string | null {
  const numbersOf = (is: (part: StreamedPart) => boolean) =>
    parts.flatMap((part, i) => (is(part) ? [String(i + 1)] : []));
  const worse = numbersOf((part) => part.worse);
  const unlike = numbersOf(({ unlike: columns }) => columns.length > 0);
  if (worse.length === 0 && unlike.length === 0) return null;
  const columns = [...new Set(parts.flatMap((part) => part.unlike))].map((name) => `"${name.slice(0, 40)}"`);
  const named = columns.length > 5 ? [...columns.slice(0, 4), plural(columns.length - 4, "further column")] : columns;
  const words = [
    ...(worse.length === 0 ? [] : [`${some(worse)} predicted worse than those before`]),
    ...(unlike.length === 0 ? [] : [`${some(unlike)} unlike those before in ${listed(named)}`]),
  ];
  return `The rows changed, beyond chance: ${words.join("; ")}.`;
}

/** "megabatches 3 and 4 were" */
function some(numbers: readonly string[]): string {
  if (numbers.length === 1) return `megabatch ${numbers[0]} was`;
  const named = numbers.length > 6 ? [...numbers.slice(0, 5), `${numbers.length - 5} more`] : numbers;
  return `megabatches ${listed(named)} were`;
}
