import { type Matrix, type RowIndex, zeros } from "../base/matrix.ts";
import { learnTask } from "../prepare/target.ts";
import type { FoldJob, FoldModel } from "./job.ts";
import { allRows, type RunData } from "./run-data.ts";
import { score, truthOf } from "./score.ts";

/** Predicts the class shares or the mean of the training rows, whatever the inputs: the least that a model must beat. */
export function trainDummy(run: RunData, job: FoldJob): FoldModel {
  const started = performance.now();
  const task = learnTask(run.target, run.kind === "classification" ? run.usedRows : job.train, run.kind);
  const constant = task.kind === "regression" ? [task.mean] : classShares(run, job.train, task.classes.length);
  const trainSeconds = (performance.now() - started) / 1000;
  const predict = (rows: RowIndex): Matrix => {
    const matrix = zeros(rows.length, constant.length);
    for (let i = 0; i < rows.length; i++) matrix.data.set(constant, i * constant.length);
    return matrix;
  };
  const predictions = predict(job.test);
  return {
    id: "dummy",
    result: {
      fold: job.fold,
      metrics: score(run, job.test, task, predictions),
      parameters: Math.max(1, constant.length - 1),
      bytes: 8 * constant.length,
      trainOperations: job.train.length,
      trainSeconds,
      predictOperationsPerRow: 0,
      predictMicrosecondsPerRow: 0,
    },
    predictions,
    predict: async (columns) => predict(allRows(columns)),
    readColumns: null,
    encodedInputs: null,
    path: [],
    sizes: [],
    cut: null,
  };
}

function classShares(run: RunData, rows: RowIndex, classes: number): number[] {
  const task = learnTask(run.target, run.usedRows, "classification");
  const counts = new Array<number>(classes).fill(0);
  let total = 0;
  truthOf(run, rows, task).forEach((truth, i) => {
    const weight = run.weights === null ? 1 : run.weights[rows[i]!]!;
    counts[truth]! += weight;
    total += weight;
  });
  return counts.map((count) => count / Math.max(total, Number.MIN_VALUE));
}
