import type { PathPoint } from "../../evaluate/results/training.ts";
import { panel, panels } from "../chart/figure.ts";
import { type Line, linePlot } from "../chart/line-plot.ts";
import { html, type SafeHtml } from "../html.ts";
import { amount, count, percent, plural } from "../number.ts";
import type { Reading, Section } from "../reading.ts";
import { plainStyle, styleOf } from "../palette.ts";
import { table } from "../table.ts";
import { averageOf, type Descent, descentsOf, keptShare, unpruned } from "./descents.ts";

const foldsDrawn = 10;

/** Losses, weights left and inputs in use, round by round. */
export function trainingSection({ results }: Reading): Section | null {
  const descents = descentsOf(results.path, styleOf(results, "occam"));
  if (descents.length === 0) return null;
  const drawn = descents.slice(0, foldsDrawn);
  const more =
    descents.length > drawn.length ? ` The first ${drawn.length} of ${descents.length} folds are drawn.` : "";
  return {
    id: "training",
    title: "Training and pruning",
    body: html`
      <p class="lead">
        The network first learns with all its weights, then loses them step by step. After each step it retrains; a step
        that makes it worse on rows kept aside is undone (×). The chosen network trains once more, and keeps the result
        unless it is clearly worse; if the rows kept aside did not stop it early, it then trains on them too, and their
        line ends. The dot is the round that was taken. One line is one fold.${more}
      </p>
      ${panels([
        losses(drawn, results.data.task === "regression" ? "squared deviations" : "nats"),
        weightsLeft(drawn),
        inputsLeft(drawn),
      ])}
      ${summary(descents)}
    `,
  };
}

/** Loss on the holdout; none once its rows are learnt too. */
function asideLoss({ holdoutLoss }: PathPoint): number {
  return holdoutLoss ?? Number.NaN;
}

function losses(descents: readonly Descent[], unit: string): SafeHtml {
  const longest = descents.toSorted((a, b) => b.points.length - a.points.length)[0];
  const lines = descents.flatMap((descent): Line[] => {
    const [trained, aside] = descent === longest ? [{ name: "trained" }, { name: "kept aside" }] : [{}, {}];
    const of = (value: (point: PathPoint) => number) =>
      descent.points.map((p) => ({ x: p.round, y: Math.max(1e-6, value(p)) }));
    return [
      { style: plainStyle, thin: true, dash: "2 2", points: of((p) => p.trainLoss), ...trained },
      { style: descent.style, thin: true, points: of(asideLoss), ...aside },
    ];
  });
  return panel({
    id: "loss-chart",
    title: "Loss",
    description:
      "Solid: holdout rows that steer the pruning. Grey, dotted: training rows. A growing gap is overfitting.",
    table: pathTable(descents, "Loss by round", [
      ["Training rows", (p) => amount(p.trainLoss)],
      ["Holdout rows", (p) => amount(asideLoss(p))],
    ]),
    draw: (width) =>
      linePlot(
        {
          lines,
          marks: decisions(descents, (p) => Math.max(1e-6, p.holdoutLoss ?? p.trainLoss)),
          x: { title: "round" },
          y: { title: `loss a row in ${unit}, logarithmic axis`, log: true },
          height: 260,
        },
        width,
      ),
  });
}

function weightsLeft(descents: readonly Descent[]): SafeHtml {
  const lines = descents.map(({ points, style }): Line => {
    const start = Math.max(1, ...points.map((p) => p.weights));
    return {
      style,
      thin: true,
      points: points.map((p) => ({ x: p.round, y: Math.max(p.weights, 0.5) / start })),
    };
  });
  const starts = new Map(descents.map(({ fold, points }) => [fold, Math.max(1, ...points.map((p) => p.weights))]));
  return panel({
    id: "weights-chart",
    title: "Weights left",
    description: "Share of the initial weights that are left, on a logarithmic axis.",
    table: pathTable(descents, "Weights by round", [
      ["Weights", (p) => count(p.weights)],
      ["Parameters", (p) => count(p.parameters)],
    ]),
    draw: (width) =>
      linePlot(
        {
          lines,
          marks: decisions(descents, (p) => Math.max(p.weights, 0.5) / (starts.get(p.fold) ?? 1)),
          x: { title: "round" },
          y: { title: "share of weights", log: true, percent: true },
          height: 260,
        },
        width,
      ),
  });
}

function inputsLeft(descents: readonly Descent[]): SafeHtml {
  return panel({
    id: "inputs-chart",
    title: "Inputs in use",
    description: "Encoded inputs that some weight still reads. A column gives one or more encoded inputs.",
    table: pathTable(descents, "Inputs in use by round", [["Inputs", (p) => count(p.activeInputs)]]),
    draw: (width) =>
      linePlot(
        {
          lines: descents.map(({ points, style }) => ({
            style,
            thin: true,
            points: points.map((p) => ({ x: p.round, y: p.activeInputs })),
          })),
          marks: decisions(descents, (p) => p.activeInputs),
          x: { title: "round" },
          y: { title: "encoded inputs", zero: true },
          height: 260,
        },
        width,
      ),
  });
}

function decisions(descents: readonly Descent[], value: (point: PathPoint) => number) {
  return descents.flatMap(({ points, style }) =>
    points.flatMap((p) => {
      if (p.phase === "chosen") return [{ style, x: p.round, y: value(p), undone: false }];
      return p.accepted === false ? [{ style, x: p.round, y: value(p), undone: true }] : [];
    }),
  );
}

const tableRows = 240;

function pathTable(
  descents: readonly Descent[],
  label: string,
  columns: readonly (readonly [head: string, print: (point: PathPoint) => string])[],
): SafeHtml {
  const points = descents.flatMap((descent) => descent.points);
  const stride = Math.max(1, Math.ceil(points.length / tableRows));
  const shown = points.filter((_, index) => index % stride === 0);
  return html`
    ${table({
      label,
      columns: [
        { head: "Fold" },
        { head: "Round", numeric: true },
        ...columns.map(([head]) => ({ head, numeric: true })),
      ],
      rows: shown.map((p) => [String(p.fold + 1), String(p.round), ...columns.map(([, print]) => print(p))]),
    })}
    ${
      stride > 1 ? html`<p class="note">Every ${String(stride)}th round; all rounds are in the results file.</p>` : null
    }
  `;
}

function summary(descents: readonly Descent[]): SafeHtml {
  const proposals = descents.flatMap(({ points }) => points.filter((p) => p.accepted !== null && p.pruneFraction > 0));
  const undone = proposals.filter((p) => p.accepted === false).length;
  const kept = averageOf(descents, keptShare);
  return html`
    <p class="note">
      ${plural(proposals.length, "pruning step was", "pruning steps were")} proposed over all
      folds, ${count(undone)} undone. The chosen networks keep ${percent(kept, kept < 0.1 ? 1 : 0)} of their weights on
      average. A descent took ${amount(averageOf(descents, (points) => points.at(-1)?.operations ?? 0))} multiply-adds
      on average; at the operations of its first round, before anything was pruned, it would have
      taken ${amount(averageOf(descents, unpruned))}.
    </p>
  `;
}
