import { amount, count, plural } from "../../report/number.ts";
import { withInterval } from "../estimate.ts";
import { seedOf, type Study, tableOf } from "../study.ts";
import { computeGroup, type DescentCell, type DescentResult, descentResult, groups } from "./cell.ts";
import { renderDescent } from "./page.ts";
import { findingOf, labels, summarise } from "./summary.ts";

export const descentStudy: Study<DescentCell, DescentResult> = {
  id: "descent",
  what: "whether Occam Gradient Descent keeps what its paper claims",
  details:
    "descent trains what arXiv:2405.20194 compares: traditional descent, the same pruned after training and " +
    "retrained, the published loop, ours, and a tuned and a default forest, on four fifths of the rows, and scores " +
    "them on the rest. It prints loss, accuracy, parameters, operations and seconds, and says which of the claims " +
    "these data show.",
  seeds: () => 5,
  makes: [],
  cells: (data) => {
    const { settings } = data;
    tableOf(data);
    return Array.from({ length: settings.seeds }, (_, repetition) => repetition).flatMap((repetition) =>
      groups.map((_group, group) => ({ group, repetition, seed: seedOf(settings, repetition) })),
    );
  },
  describe: ({ group, repetition }) =>
    `${groups[group]!.map((id) => labels[id]).join(" and ")}, seed ${repetition + 1}`,
  work: ({ group }) => [4, 4, 3, 1][group]!,
  compute: computeGroup,
  result: descentResult,
  outcome: (subject, results) => {
    const summary = summarise(results);
    const finding = findingOf(summary);
    const run = tableOf(subject);
    const measure = run.kind === "regression" ? `RMSE of ${run.target.name}` : "log-loss";
    const classes = run.kind === "classification";
    const heads = [measure, ...(classes ? ["accuracy"] : []), "parameters", "operations", "seconds"];
    return {
      title: `${subject.name}: ${measure} on a fifth of the rows, ${plural(subject.settings.seeds, "seed")}`,
      tables: [
        {
          columns: [
            { title: "method", align: "left", whole: true },
            ...heads.map((title) => ({ title, align: "right" as const, ...(title === "seconds" ? { spare: 1 } : {}) })),
          ],
          rows: summary.methods.map(({ id, loss, accuracy, parameters, operations, seconds }) => [
            labels[id],
            withInterval(loss),
            ...(accuracy === null ? [] : [withInterval(accuracy)]),
            count(parameters.mean),
            amount(operations.mean),
            amount(seconds.mean),
          ]),
        },
      ],
      finding,
      summary: { measure, ...summary },
      page: renderDescent({ subject, measure, summary, results, finding }),
    };
  },
};
