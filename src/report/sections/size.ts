import { wideFigure } from "../chart/figure.ts";
import { extentOf, manyModels, sizePadding, sizePlot, type SizeMark } from "../chart/size-plot.ts";
import { html } from "../html.ts";
import { shown } from "../name.ts";
import { count } from "../number.ts";
import { labelOf, type Reading, type Section, shownInFull, withUnit } from "../reading.ts";
import { styleOf } from "../palette.ts";
import { table } from "../table.ts";
import { listed } from "../text.ts";
import { axisNote } from "./axis-note.ts";

/** Quality against parameters: the rounds of pruning, the forest and its smaller variants. */
export function sizeSection(reading: Reading): Section | null {
  const { results, headline, format } = reading;
  const all = sizeMarks(reading);
  const { kept, left } = inView(all, shownInFull(reading.results));
  if (kept.length === 0) return null;
  const leftOut =
    left.length === 0
      ? ""
      : ` Off this picture: ${listed(left.map((mark) => `${mark.label} (${format.value(mark.value)})`))}.`;
  const figure = wideFigure({
    id: "size-chart",
    title: `${headline.label} against the number of parameters`,
    description:
      "Each point is a model of some size, scored on test rows; further left is smaller, " +
      `${headline.better === "lower" ? "lower" : "higher"} is better. Large points are the models of the comparison ` +
      "with their 95% intervals; small ones are the rungs of pruning, joined in order, and smaller forests, of " +
      "which a line joins the best of each size.",
    note: `${axisNote(extentOf(kept), sizePadding, headline.short)}${leftOut}`,
    key:
      results.models.length > manyModels
        ? results.models.map((model) => ({ style: styleOf(results, model.id), label: shown(model.label, 28) }))
        : [],
    table: table({
      label: "Quality against parameters",
      columns: [
        { head: "Model" },
        { head: "Step" },
        { head: "Parameters", numeric: true },
        { head: headline.label, numeric: true },
      ],
      rows: all.map((mark) => [
        labelOf(results, mark.model),
        mark.main ? "compared" : mark.label,
        count(mark.parameters),
        format.value(mark.value),
      ]),
    }),
    draw: (width) =>
      sizePlot(
        {
          marks: kept,
          axis: `${withUnit(reading)} (${headline.better} is better)`,
          percent: headline.share,
          better: headline.better,
          print: format.value,
          full: shownInFull(results),
          height: width > 500 ? 400 : 330,
        },
        width,
      ),
  });
  return {
    id: "size",
    title: "Quality against size",
    body: html`
      <p class="lead">
        What does each parameter buy? Pruning walks from right to left; where its path bends, the network starts to lose
        what it knows. The chosen size was picked without these test rows.
      </p>
      ${figure}
    `,
  };
}

function sizeMarks({ results, headline }: Reading): readonly SizeMark[] {
  const main = results.models.flatMap((model): SizeMark[] => {
    const interval = model.summary[headline.id];
    if (interval === undefined) return [];
    const { mean: value, low, high } = interval;
    return [
      {
        model: model.id,
        style: styleOf(results, model.id),
        label: shown(model.label, 28),
        parameters: model.parameters,
        value,
        low,
        high,
        main: true,
      },
    ];
  });
  const steps = results.sizes.flatMap((size): SizeMark[] => {
    const value = size.metrics[headline.id];
    if (value === undefined || !(size.parameters >= 0)) return [];
    const { model, label, parameters } = size;
    const style = styleOf(results, model);
    return [{ model, style, label: shown(label, 28), parameters, value, low: null, high: null, main: false }];
  });
  return [...main, ...steps.slice(0, 200)];
}

/** Leaves out what is so far off that it would press the models that are shown in full together. */
function inView(
  marks: readonly SizeMark[],
  full: readonly string[],
): { kept: readonly SizeMark[]; left: readonly SizeMark[] } {
  const rivals = marks.filter((mark) => mark.main && full.includes(mark.model));
  const ends = rivals.flatMap((mark) => [mark.low ?? mark.value, mark.high ?? mark.value]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const reach = Math.max(high - low, 1e-12);
  const near = (mark: SizeMark) => mark.value >= low - reach && mark.value <= high + reach;
  return { kept: marks.filter(near), left: marks.filter((mark) => !near(mark)).slice(0, 8) };
}
