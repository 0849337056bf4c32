import { UserError } from "../base/errors.ts";
import type { MetricId } from "../evaluate/results/models.ts";
import type { SuiteFold, SuiteModel, SuiteSet } from "./scores.ts";
import { readRecords } from "../ingest/records.ts";

const metricColumns: readonly (readonly [column: string, metric: MetricId])[] = [
  ["log_loss_clip3", "logLoss"],
  ["log_loss", "logLossUnclipped"],
  ["accuracy", "accuracy"],
  ["balanced_accuracy", "balancedAccuracy"],
  ["roc_auc", "rocAuc"],
  ["brier", "brier"],
  ["calibration_error", "calibrationError"],
  ["rmse", "rmse"],
  ["mae", "mae"],
  ["r2", "r2"],
];

/** One line of a file of scores from elsewhere. */
export interface ReferenceScore {
  readonly set: string;
  readonly model: string;
  readonly trainRows: number | null;
  readonly testRows: number | null;
  readonly where: string; // "Line 3 of peers.csv", for messages
  readonly fold: SuiteFold;
}

/**
 * Scores by data set, model and fold from CSV text with the columns of `scores.csv`; columns that we do not know are
 * passed over. Throws a `UserError`.
 */
export function parseReference(text: string, file: string): ReferenceScore[] {
  const rows = readRows(text, file);
  const head = rows[0]?.cells ?? [];
  const place = new Map(head.map((name, i) => [name.trim(), i]));
  for (const needed of ["dataset", "model", "fold"]) {
    if (!place.has(needed)) {
      throw new UserError(`${file} has no column "${needed}".`, {
        hint: "Its columns are those of scores.csv: dataset, model, fold and the scores.",
      });
    }
  }
  if (!metricColumns.some(([column]) => place.has(column))) {
    throw new UserError(`${file} has no column of scores.`, {
      hint: `Scores are ${metricColumns.map(([column]) => column).join(", ")}.`,
    });
  }
  return rows.slice(1).map(({ cells, line }) => {
    const where = `Line ${line} of ${file}`;
    const number = (column: string) => {
      const cell = cells[place.get(column) ?? -1] ?? "";
      return numberIn(cell, () => `${where} has ${JSON.stringify(cell.slice(0, 40))} for ${column}`);
    };
    const fold = number("fold");
    if (fold === null) throw new UserError(`${where} has no fold.`);
    const metrics: Partial<Record<MetricId, number>> = {};
    for (const [column, metric] of metricColumns) {
      const value = place.has(column) ? number(column) : null;
      if (value !== null) metrics[metric] = value;
    }
    return {
      set: cells[place.get("dataset")!] ?? "",
      model: cells[place.get("model")!] ?? "",
      trainRows: number("train_rows"),
      testRows: number("test_rows"),
      where,
      fold: {
        fold,
        metrics,
        parameters: number("parameters"),
        bytes: number("bytes"),
        trainOperations: number("train_operations"),
        trainSeconds: number("fit_cpu_seconds"),
        predictOperationsPerRow: number("predict_operations_per_row"),
        predictMicrosecondsPerRow: null,
        encodedInputs: number("encoded_features"),
      },
    };
  });
}

/**
 * Checks that the scores were made on the folds of the sets: every fold there once, with as many rows. Returns the data
 * sets that the suite does not have. Throws a `UserError` otherwise.
 */
export function checkReference(
  scores: readonly ReferenceScore[],
  sets: readonly Pick<SuiteSet, "name" | "folds">[],
): string[] {
  const known = new Map(sets.map((set) => [set.name, set]));
  const seen = new Set<string>();
  for (const score of scores) {
    const set = known.get(score.set);
    if (set === undefined) continue;
    const { where } = score;
    const fold = set.folds.find((candidate) => candidate.fold === score.fold.fold);
    if (fold === undefined)
      throw new UserError(`${where} names fold ${score.fold.fold}, which "${set.name}" does not have.`);
    for (const [given, own] of [
      [score.trainRows, fold.train],
      [score.testRows, fold.test],
    ] as const) {
      if (given === null || given === own) continue;
      throw new UserError(`${where} was made on other folds of "${set.name}": ${given} rows where we have ${own}.`, {
        hint: "Scores can only be laid side by side on the same folds.",
      });
    }
    const key = JSON.stringify([score.set, score.model, score.fold.fold]);
    if (seen.has(key))
      throw new UserError(
        `${where} scores "${score.model}" a second time on fold ${score.fold.fold} of "${set.name}".`,
      );
    seen.add(key);
  }
  return [...new Set(scores.map((score) => score.set).filter((name) => !known.has(name)))];
}

/**
 * The sets with the models from elsewhere after our own; a word marks one that has the same name as ours. A model that
 * lacks a fold of the first round of a set is left out there.
 */
export function withReference(
  sets: readonly SuiteSet[],
  scores: readonly ReferenceScore[],
  repeats: number,
): SuiteSet[] {
  return sets.map((set) => {
    const needed = set.folds.slice(0, set.folds.length / repeats);
    const own = scores.filter((score) => score.set === set.name);
    const ids = [...new Set(own.map((score) => score.model))];
    const models = ids.flatMap((id): SuiteModel[] => {
      const folds = own.filter((score) => score.model === id).map((score) => score.fold);
      if (!needed.every(({ fold }) => folds.some((own) => own.fold === fold))) return [];
      const taken = set.models.some((model) => model.id === id);
      return [
        {
          id: taken ? `${id} (reference)` : id,
          source: "reference",
          folds: folds.toSorted((a, b) => a.fold - b.fold),
        },
      ];
    });
    return { ...set, models: [...set.models, ...models] };
  });
}

function readRows(text: string, file: string): { cells: readonly string[]; line: number }[] {
  const rows: { cells: readonly string[]; line: number }[] = [];
  const plain = text.replace(/^\uFEFF/u, "").replace(/\r\n?/gu, "\n");
  readRecords({ text: plain, delimiter: ",", name: file }, (cells, record) => {
    rows.push({ cells: [...cells], line: record + 1 });
  });
  return rows;
}

function numberIn(cell: string, what: () => string): number | null {
  const text = cell.trim();
  if (text === "" || text === "NA" || text === "NaN") return null;
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new UserError(`${what()}, which is no number.`);
}
