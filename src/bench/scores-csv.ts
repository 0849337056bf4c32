import type { SuiteFold, SuiteModel, SuiteSet } from "./scores.ts";

type Cell = string | number | null | undefined;

interface ScoreColumn {
  readonly name: string;
  readonly cell: (set: SuiteSet, model: SuiteModel, fold: SuiteFold) => Cell;
}

/** Names are those of the field's usual score tables, so that other tools read them; the last five are ours. */
const columns: readonly ScoreColumn[] = [
  { name: "dataset", cell: (set) => set.name },
  { name: "task", cell: (set) => set.task },
  { name: "model", cell: (_, model) => model.id },
  { name: "fold", cell: (_, __, fold) => fold.fold },
  { name: "train_rows", cell: (set, _, fold) => sizeOf(set, fold)?.train },
  { name: "test_rows", cell: (set, _, fold) => sizeOf(set, fold)?.test },
  { name: "encoded_features", cell: (_, __, fold) => fold.encodedInputs },
  { name: "accuracy", cell: (_, __, fold) => fold.metrics.accuracy },
  { name: "balanced_accuracy", cell: (_, __, fold) => fold.metrics.balancedAccuracy },
  { name: "log_loss", cell: (_, __, fold) => fold.metrics.logLossUnclipped },
  { name: "log_loss_clip3", cell: (_, __, fold) => fold.metrics.logLoss },
  { name: "roc_auc", cell: (_, __, fold) => fold.metrics.rocAuc },
  { name: "rmse", cell: (_, __, fold) => fold.metrics.rmse },
  { name: "mae", cell: (_, __, fold) => fold.metrics.mae },
  { name: "r2", cell: (_, __, fold) => fold.metrics.r2 },
  { name: "fit_cpu_seconds", cell: (_, __, fold) => fold.trainSeconds },
  { name: "predict_seconds", cell: predictSeconds },
  { name: "parameters", cell: (_, __, fold) => fold.parameters },
  { name: "brier", cell: (_, __, fold) => fold.metrics.brier },
  { name: "calibration_error", cell: (_, __, fold) => fold.metrics.calibrationError },
  { name: "bytes", cell: (_, __, fold) => fold.bytes },
  { name: "train_operations", cell: (_, __, fold) => fold.trainOperations },
  { name: "predict_operations_per_row", cell: (_, __, fold) => fold.predictOperationsPerRow },
];

/** `scores.csv`: a row for each data set, model and fold; an empty cell is not defined or not told. */
export function formatScoresCsv(sets: readonly SuiteSet[]): string {
  const lines = [columns.map((column) => column.name).join(",")];
  for (const set of sets) {
    for (const model of set.models) {
      for (const fold of model.folds) {
        lines.push(columns.map((column) => print(column.cell(set, model, fold))).join(","));
      }
    }
  }
  return `${lines.join("\n")}\n`;
}

function sizeOf(set: SuiteSet, fold: SuiteFold): SuiteSet["folds"][number] | undefined {
  return set.folds.find((candidate) => candidate.fold === fold.fold);
}

function predictSeconds(set: SuiteSet, _: SuiteModel, fold: SuiteFold): Cell {
  const rows = sizeOf(set, fold)?.test;
  if (rows === undefined || fold.predictMicrosecondsPerRow === null) return null;
  return (fold.predictMicrosecondsPerRow * rows) / 1e6;
}

function print(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return String(Number(cell.toPrecision(12)));
  return /[",\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
