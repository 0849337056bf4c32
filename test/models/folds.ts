import { systemClock } from "../../src/base/clock.ts";
import type { RowIndex } from "../../src/base/matrix.ts";
import { Random } from "../../src/base/random.ts";
import { chooseEngine } from "../../src/engine/choose.ts";
import type { Engine } from "../../src/engine/engine.ts";
import type { Column, Table } from "../../src/ingest/table.ts";
import { modelOf } from "../../src/models/index.ts";
import type { Model, ModelOptions, Watch } from "../../src/models/model.ts";
import type { RunData } from "../../src/models/run-data.ts";
import type { TrainedModel } from "../../src/models/trained-model.ts";
import { TrainingFold } from "../../src/models/training-fold.ts";
import { planRun } from "../../src/run/plan.ts";
import type { FitRequest } from "../../src/run/request.ts";
import { requestOf } from "../support/fit-request.ts";

/** One fold of a table, before a model is trained on it. */
export interface TestFold {
  readonly table: Table;
  readonly data: RunData;
  readonly train: RowIndex;
  readonly test: RowIndex;
}

export const options: ModelOptions = { preset: "tiny", trees: 12, maxParameters: null, maxOperations: null };

/** Never out of time, and heard by nobody. */
export const untimed: Watch = { seconds: null, report: () => true };

export function foldOf(csv: string, changes: Partial<FitRequest> = {}): TestFold {
  const request = requestOf(csv, "table.csv", { folds: 3, ...changes });
  const { run, folds } = planRun(request);
  const { train, test } = folds.folds[0]!;
  return { table: request.table, data: run, train, test };
}

/** Numbers with gaps, levels with gaps, a column of noise, and a target that depends on the first two. */
export function mixedCsv(target: (x: number, level: number) => string | number, rows = 150): string {
  const random = Random.of("models", rows);
  const lines = Array.from({ length: rows }, () => {
    const x = random.normal();
    const level = random.below(3);
    const gap = random.below(10);
    return `${gap === 0 ? "" : x.toFixed(3)},${gap === 1 ? "" : "rgb"[level]},${random.uniform().toFixed(4)},${target(x, level)}`;
  });
  return `x,color,noise,y\n${lines.join("\n")}\n`;
}

/** The training rows of a fold as models get them. */
export function trainingFold(
  { data, train }: Pick<TestFold, "data" | "train">,
  trained: ReadonlyMap<string, TrainedModel> = new Map(),
  engine = chooseEngine("auto"),
): TrainingFold {
  return new TrainingFold({ data, rows: train, number: 0, seed: 7 }, { engine, clock: systemClock }, trained);
}

/** Trains a model, and before it those that it needs, which have the usual engine and all the time they want. */
export async function trainOn(
  model: Model,
  fold: Pick<TestFold, "data" | "train">,
  { engine = chooseEngine("auto"), watch = untimed }: { readonly engine?: Engine; readonly watch?: Watch } = {},
): Promise<TrainedModel> {
  const trained = new Map<string, TrainedModel>();
  for (const id of model.needs ?? []) trained.set(id, await needed(id, fold));
  return model.train(trainingFold(fold, trained, engine), options, watch);
}

const known = new WeakMap<RunData, Map<string, Promise<TrainedModel>>>();

/** A model that others need: trained once for all of them. */
function needed(id: string, fold: Pick<TestFold, "data" | "train">): Promise<TrainedModel> {
  const ofData = known.get(fold.data) ?? new Map<string, Promise<TrainedModel>>();
  known.set(fold.data, ofData);
  const trained = ofData.get(id) ?? trainOn(modelOf(id), fold);
  ofData.set(id, trained);
  return trained;
}

/** The columns with other values in the named rows: those of the rows in another order. */
export function shuffled(columns: readonly Column[], rows: RowIndex): readonly Column[] {
  const order = Random.of("shuffled").shuffle(rows.slice());
  return columns.map((column) => {
    if (column.kind === "category") {
      const codes = column.codes.slice();
      rows.forEach((row, i) => (codes[row] = column.codes[order[i]!]!));
      return { ...column, codes };
    }
    const values = column.values.slice();
    rows.forEach((row, i) => (values[row] = column.values[order[i]!]!));
    return { ...column, values };
  });
}
