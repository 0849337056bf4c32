import {
  defaultForestOptions,
  type Forest,
  type ForestData,
  type ForestOptions,
  forestSize,
  joinForests,
  treeCount,
} from "../forest/forest.ts";
import { growTrees } from "../forest/grow.ts";
import { predictForest } from "../forest/predict.ts";
import type { SizePoint } from "../evaluate/results.ts";
import type { Finding } from "../ingest/table.ts";
import type { Task } from "../prepare/prepared.ts";
import { learnTask } from "../prepare/target.ts";
import type { FoldJob, FoldModel } from "./fold-job.ts";
import type { ModelId } from "./request.ts";
import { allRows, type RunData } from "./run-data.ts";
import { score, truthOf } from "./score.ts";

/** Sizes at which the curve of quality against parameters shows the forest. */
const shownTrees = [1, 3, 10, 30, 100, 300];
const shownLeaves = [4, 16, 64];
const treesOfCapped = 100;

/** Trees grown between two looks at the clock and at the terminal. */
const treesAtOnce = 25;

export interface ForestWatch {
  readonly report: (share: number) => void;
  readonly timeLeft: () => boolean;
}

/** The forest's view of a run: classes by number, rows without a part in it as missing. */
export function forestData(run: RunData, task: Task): ForestData {
  const targets = new Float64Array(
    run.target.kind === "category" ? run.target.codes.length : run.target.values.length,
  );
  targets.fill(Number.NaN);
  const truth = truthOf(run, run.usedRows, task);
  run.usedRows.forEach((row, i) => (targets[row] = truth[i]!));
  return { columns: run.columns, task, targets, weights: run.weights };
}

/** Trains a forest on one fold and scores it. */
export function trainForest(
  run: RunData,
  job: FoldJob,
  id: ModelId,
  trees: number,
  watch: ForestWatch,
): FoldModel {
  const task = learnTask(run.target, run.kind === "classification" ? run.usedRows : job.train, run.kind);
  const data = forestData(run, task);
  const options = defaultForestOptions(task, trees);
  const started = performance.now();
  const { forest, findings } = grow(data, job, options, watch);
  const trainSeconds = (performance.now() - started) / 1000;
  const began = performance.now();
  const { values, operations } = predictForest(forest, run.columns, job.test);
  const microseconds = (performance.now() - began) * 1000;
  const size = forestSize(forest);
  const rows = Math.max(1, job.test.length);
  return {
    id,
    result: {
      fold: job.fold,
      metrics: score(run, job.test, task, values),
      parameters: size.parameters,
      bytes: size.bytes,
      trainOperations: forest.operations,
      trainSeconds,
      predictOperationsPerRow: operations / rows,
      predictMicrosecondsPerRow: microseconds / rows,
    },
    predictions: values,
    predict: async (columns) => predictForest(forest, columns, allRows(columns)).values,
    readColumns: null,
    encodedInputs: null,
    path: [],
    sizes: job.explain ? forestSizes(run, job, data, forest, options) : [],
    findings,
  };
}

/** Trees in portions, so that a budget in seconds ends the forest early, with those it has. */
function grow(data: ForestData, job: FoldJob, options: ForestOptions, watch: ForestWatch) {
  const parts: Forest[] = [];
  let from = 0;
  while (from < options.trees && (from === 0 || watch.timeLeft())) {
    const to = Math.min(options.trees, from + treesAtOnce);
    parts.push(growTrees(data, job.train, options, job.settings.seed, from, to));
    from = to;
    watch.report(from / options.trees);
  }
  const findings: Finding[] =
    from === options.trees
      ? []
      : [
          {
            code: "forest-budget",
            severity: "warning",
            column: null,
            message: `The time limit ended the forest of fold ${job.fold + 1} after ${from} of ${options.trees} trees.`,
            action: "The forest was scored with the trees that it had.",
          },
        ];
  return { forest: joinForests(parts), findings };
}

/** The forest at other sizes: its first trees, and forests of few leaves. */
function forestSizes(
  run: RunData,
  job: FoldJob,
  data: ForestData,
  forest: Forest,
  options: ForestOptions,
): readonly SizePoint[] {
  const point = (label: string, sized: Forest, trees: number): SizePoint => ({
    model: "forest",
    label,
    parameters: forestSize(sized, trees).parameters,
    metrics: score(run, job.test, data.task, predictForest(sized, run.columns, job.test, trees).values),
  });
  const count = treeCount(forest);
  const prefixes = [...shownTrees.filter((trees) => trees < count), count];
  const trees = Math.min(treesOfCapped, options.trees);
  return [
    ...prefixes.map((n) => point(n === 1 ? "1 tree" : `${n} trees`, forest, n)),
    ...shownLeaves.map((maxLeaves) => {
      const capped = growTrees(data, job.train, { ...options, trees, maxLeaves }, job.settings.seed);
      return point(`${trees} trees of ${maxLeaves} leaves`, capped, trees);
    }),
  ];
}
