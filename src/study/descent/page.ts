import { wideFigure } from "../../report/chart/figure.ts";
import { type Line, linePlot } from "../../report/chart/line-plot.ts";
import { html, type SafeHtml } from "../../report/html.ts";
import { amount, count, plural } from "../../report/number.ts";
import { styleOfMark } from "../../report/palette.ts";
import { table } from "../../report/table.ts";
import { capital } from "../../report/text.ts";
import { modelOf } from "../../models/index.ts";
import { overlapWords, withInterval } from "../estimate.ts";
import { numericAfterFirst, studyPage } from "../page.ts";
import { type StudySubject, tableOf } from "../study.ts";
import { type DescentResult, methodIds } from "./cell.ts";
import { type Claim, claimNumber, type DescentSummary, labels } from "./summary.ts";

interface DescentPage {
  readonly subject: StudySubject;
  readonly measure: string;
  readonly summary: DescentSummary;
  readonly results: readonly DescentResult[];
  readonly finding: string;
}

/** The study as one HTML page: the methods, claim by claim, the trace of λ, and how it was made. */
export function renderDescent({ subject, measure, summary, results, finding }: DescentPage): string {
  const { seeds, preset } = subject.settings;
  const rows = tableOf(subject).usedRows.length;
  const options = { preset, trees: 500, maxParameters: null, maxOperations: null };
  return studyPage({
    subject,
    kicker: "Study: the claims of Occam Gradient Descent",
    what: `${plural(rows, "row")} · ${plural(seeds, "seed")} · ${measure}`,
    finding,
    sections: [
      { id: "methods", title: "The methods", body: methodsBody(summary, measure) },
      { id: "claims", title: "Claim by claim", body: claimsBody(summary.claims) },
      { id: "trace", title: "The trace of λ", body: traceBody(results) },
    ],
    made: howMade,
    facts: methodIds.map((id) => [labels[id], modelOf(id).describe(options)] as const),
  });
}

const howMade =
  "Each seed deals the rows anew: four fifths teach, a fifth tests. All networks have the same encoder, the same " +
  "ensemble and the same rows; those pruned after training get the size that Occam found, as nearly as whole units " +
  `allow. Test rows choose nothing. ${overlapWords} Seconds are of one thread of a machine that may have had other ` +
  "work.";

function methodsBody({ methods }: DescentSummary, measure: string): SafeHtml {
  const classes = methods[0]!.accuracy !== null;
  const heads = [
    "Method",
    capital(measure),
    ...(classes ? ["Accuracy"] : []),
    "Parameters",
    "Operations",
    "Operations a row",
    "Seconds",
  ];
  return html`<p class="lead">Means over the seeds with 95% intervals. Operations are multiply-adds, of training and to
predict a row.</p>${table({
    label: "The methods",
    columns: heads.map(numericAfterFirst),
    rows: methods.map((one) => [
      labels[one.id],
      withInterval(one.loss),
      ...(one.accuracy === null ? [] : [withInterval(one.accuracy)]),
      count(one.parameters.mean),
      amount(one.operations.mean),
      amount(one.rowOperations.mean),
      amount(one.seconds.mean),
    ]),
  })}`;
}

function claimsBody(claims: readonly Claim[]): SafeHtml {
  return html`<p class="lead">The paper claims less loss and fewer parameters than traditional descent, than pruning
after training, and than random forests. A claim is seen here if its interval leaves out zero.</p>${table({
    label: "Claim by claim",
    columns: ["Claim", "Difference", "On these rows"].map(numericAfterFirst),
    rows: claims.map((claim) => {
      const what = claim.of === "loss" ? "less loss than" : "fewer parameters than";
      return [`${labels[claim.by]}: ${what} ${labels[claim.against].toLowerCase()}`, claimNumber(claim), claim.seen];
    }),
  })}`;
}

function traceBody(results: readonly DescentResult[]): SafeHtml {
  const first = results[0]!.seed;
  const traced = results.filter((one) => one.seed === first && one.lambda.some((share) => share > 0));
  const drawn = (id: "lambda" | "weights", title: string, axis: string): SafeHtml => {
    const lines = traced.map(
      (one): Line => ({
        style: styleOfMark(modelOf(one.method).mark),
        name: labels[one.method],
        points: one[id].map((y, index) => ({ x: index + 1, y })),
      }),
    );
    const rounds = Math.max(...traced.map((one) => one[id].length));
    return wideFigure({
      id: `trace-${id}`,
      title,
      description: `${title}, of the first seed. Rounds that were rolled back count too.`,
      table: table({
        label: title,
        columns: ["Method", ...Array.from({ length: rounds }, (_, round) => count(round + 1))].map(numericAfterFirst),
        rows: traced.map((one) => [
          labels[one.method],
          ...Array.from({ length: rounds }, (_, round) => (round < one[id].length ? amount(one[id][round]!) : "")),
        ]),
      }),
      draw: (width) =>
        linePlot({ lines, x: { title: "round" }, y: { title: axis, log: id === "weights" }, height: 280 }, width),
    });
  };
  return html`${drawn("lambda", "λ, the share of the weights that was dropped before a round", "λ")}${drawn(
    "weights",
    "Weights left in each round",
    "weights",
  )}`;
}
