import type { Matrix, RowIndex } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import {
  defaultForestOptions,
  type Forest,
  type ForestData,
  type ForestOptions,
  forestSize,
  joinForests,
} from "../forest/forest.ts";
import { startForest } from "../forest/grow.ts";
import { growMljs, predictMljs } from "../forest/mljs.ts";
import { predictOutOfBag } from "../forest/outofbag.ts";
import { predictForest } from "../forest/predict.ts";
import { calibrate, fitCalibration, tuneLeafSize } from "../forest/variants.ts";
import { forestParameters } from "../evaluate/account.ts";
import type { Task } from "../prepare/prepared.ts";
import { learnTask } from "../prepare/target.ts";
import { type Clock, shareUntil } from "./clock.ts";
import type { Cut, FoldJob, FoldModel } from "./job.ts";
import { forestSizes } from "./forest-sizes.ts";
import type { ModelId } from "./request.ts";
import { allRows, type RunData } from "./run-data.ts";
import { score, truthOf } from "./score.ts";

/** Trees grown between two looks at the terminal, and at the clock when there is a time limit. */
const treesAtOnce = 50;
const treesInHaste = 1;

export interface ForestWatch {
  readonly report: (share: number) => void;
  readonly clock: Clock;
}

/** A forest of any kind after training. */
interface Trained {
  readonly predict: (
    columns: readonly Column[],
    rows: RowIndex,
  ) => { readonly values: Matrix; readonly operations: number };
  readonly parameters: number;
  readonly bytes: number;
  readonly operations: number; // split-scan steps
  readonly cut: Cut | null;
  readonly forest: Forest | null; // of our own, for the curve of sizes
}

/** Trains a forest on one fold and scores it. Throws a UserError where ml-random-forest cannot do it. */
export async function trainForest(run: RunData, job: FoldJob, id: ModelId, watch: ForestWatch): Promise<FoldModel> {
  const task = learnTask(run.target, run.kind === "classification" ? run.usedRows : job.train, run.kind);
  const data = forestData(run, task);
  const options = defaultForestOptions(task, id === "forest-100" ? 100 : job.settings.trees);
  const started = performance.now();
  const trained = id === "forest-mljs" ? await trainMljs(data, job, options) : trainOwn(id, data, job, options, watch);
  const trainSeconds = (performance.now() - started) / 1000;
  const began = performance.now();
  const { values, operations } = trained.predict(run.columns, job.test);
  const microseconds = (performance.now() - began) * 1000;
  const rows = Math.max(1, job.test.length);
  return {
    id,
    result: {
      fold: job.fold,
      metrics: score(run, job.test, task, values),
      parameters: trained.parameters,
      bytes: trained.bytes,
      trainOperations: trained.operations,
      trainSeconds,
      predictOperationsPerRow: operations / rows,
      predictMicrosecondsPerRow: microseconds / rows,
    },
    predictions: values,
    predict: (columns) => Promise.resolve(trained.predict(columns, allRows(columns)).values),
    readColumns: null,
    encodedInputs: null,
    path: [],
    sizes:
      job.explain && id === "forest" && trained.forest !== null
        ? forestSizes(run, job, data, trained.forest, options, watch.clock)
        : [],
    cut: trained.cut,
  };
}

/** The forest's view of a run: classes by number; rows that take no part have no target. */
function forestData(run: RunData, task: Task): ForestData {
  const length = run.target.kind === "category" ? run.target.codes.length : run.target.values.length;
  const targets = new Float64Array(length).fill(Number.NaN);
  const truth = truthOf(run, run.usedRows, task);
  run.usedRows.forEach((row, i) => (targets[row] = truth[i]!));
  return { columns: run.columns, task, targets, weights: run.weights };
}

function trainOwn(id: ModelId, data: ForestData, job: FoldJob, asked: ForestOptions, watch: ForestWatch): Trained {
  const tuned = id === "forest-tuned" ? tuneLeafSize(data, job.train, asked, job.settings.seed) : null;
  const { forest, cut } = grow(data, job, tuned?.options ?? asked, watch);
  const outOfBag = id === "forest-calibrated" ? predictOutOfBag(forest, data, job.train) : null;
  const calibration = outOfBag === null ? { power: 1, floor: 0 } : fitCalibration(data, outOfBag);
  const size = forestSize(forest);
  return {
    predict: (columns, rows) => {
      const { values, operations } = predictForest(forest, columns, rows);
      return { values: calibrate(values, calibration), operations };
    },
    parameters: size.parameters + (outOfBag === null ? 0 : 2),
    bytes: size.bytes,
    operations: forest.operations + (tuned?.operations ?? 0),
    cut,
    forest,
  };
}

/** The package counts no work of its own: its operations stay 0. */
async function trainMljs(data: ForestData, job: FoldJob, options: ForestOptions): Promise<Trained> {
  const forest = await growMljs(data, job.train, options, job.settings.seed);
  const classes = data.task.kind === "regression" ? null : data.task.classes.length;
  return {
    predict: (columns, rows) => ({ ...predictMljs(forest, columns, rows), operations: 0 }),
    parameters: forestParameters(forest.nodes - forest.leaves, forest.leaves, classes),
    bytes: JSON.stringify(forest.model).length,
    operations: 0,
    cut: null,
    forest: null,
  };
}

/** Trees in portions, so that a budget in seconds ends the forest early, with those it has. */
function grow(data: ForestData, job: FoldJob, options: ForestOptions, watch: ForestWatch) {
  const grower = startForest(data, job.train, options, job.settings.seed);
  const parts: Forest[] = [];
  let from = 0;
  while (from < options.trees && (from === 0 || watch.clock(shareUntil.forest))) {
    const to = Math.min(options.trees, from + (job.limit === null ? treesAtOnce : treesInHaste));
    parts.push(grower.grow(from, to));
    from = to;
    watch.report(from / options.trees);
  }
  return {
    forest: joinForests(parts),
    cut: from === options.trees ? null : { done: from, asked: options.trees },
  };
}
