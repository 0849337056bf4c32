import type { Results } from "../evaluate/results/results.ts";
import { valueCounts } from "../ingest/target.ts";
import { summariseColumns } from "./column-summary.ts";
import type { Plan } from "./plan.ts";
import type { FitRequest } from "./request.ts";

/** What the results say about the data and its split; `inspect` shows it before any training. */
export function dataPart(request: FitRequest, plan: Plan, encodedInputs: number): Pick<Results, "data" | "split"> {
  const { run, check, folds } = plan;
  const classes = run.target.kind === "category" ? valueCounts(run.target, run.usedRows) : new Map<string, number>();
  return {
    data: {
      name: request.name,
      sha256: request.source.sha256,
      bytes: request.source.bytes,
      rows: request.table.rowCount,
      usedRows: run.usedRows.length,
      target: plan.target.name,
      task: check.task.kind,
      classes: [...classes].map(([name, rows]) => ({ name: String(name), rows })).sort((a, b) => b.rows - a.rows),
      encodedInputs,
      columns: summariseColumns(request, plan),
      findings: [...request.source.findings, ...check.findings],
    },
    split: {
      method: folds.method,
      reason: folds.reason,
      folds: folds.folds.map(({ id, train, test }) => ({ fold: id, train: train.length, test: test.length })),
      repeats: request.repeats,
    },
  };
}
