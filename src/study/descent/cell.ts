import { type Check, list, nullable, partialRecord, word } from "../../base/check.ts";
import { amount, count, share } from "../../base/quantity.ts";
import { systemClock } from "../../base/clock.ts";
import type { ModelId } from "../../models/names.ts";
import { score } from "../../run/score.ts";
import { startTraining } from "../../run/training.ts";
import { dealRows, joinRows } from "../rows.ts";
import { type StudyData, tableOf } from "../study.ts";

/** Models that are trained together on one deal of the rows: those that need another's size come after it. */
export const groups = [
  ["occam", "pruned"],
  ["dense"],
  ["paper"],
  ["forest", "forest-default"],
] as const satisfies readonly (readonly ModelId[])[];

export type DescentMethod = (typeof groups)[number][number];

export const methodIds: readonly DescentMethod[] = ["dense", "pruned", "paper", "occam", "forest", "forest-default"];

export interface DescentCell {
  readonly group: number; // of `groups`
  readonly repetition: number;
  readonly seed: number;
}

/** One model on one deal of the rows. */
export interface DescentResult {
  readonly method: DescentMethod;
  readonly seed: number;
  readonly trainRows: number;
  readonly testRows: number;
  readonly loss: number; // of the test rows: log-loss, or RMSE in target units
  readonly accuracy: number | null; // null for numbers
  readonly parameters: number;
  readonly bytes: number; // as it is saved
  readonly operations: number; // multiply-adds of training
  readonly seconds: number; // of training
  readonly rowOperations: number; // multiply-adds to predict one row
  readonly lambda: readonly number[]; // λ of each round: the share of weights that was dropped before it
  readonly weights: readonly number[]; // left in each round
}

export const descentResult: Check<DescentResult> = partialRecord<DescentResult>({
  method: word(...methodIds),
  seed: count,
  trainRows: count,
  testRows: count,
  loss: amount,
  accuracy: nullable(amount),
  parameters: count,
  bytes: count,
  operations: amount,
  seconds: amount,
  rowOperations: amount,
  lambda: list(share),
  weights: list(count),
});

const parts = 5; // one of them tests
const trees = 500;

/** Trains the models of a group as a fit would, and scores them on a fifth of the rows. */
export async function computeGroup(cell: DescentCell, data: StudyData): Promise<readonly DescentResult[]> {
  const run = tableOf(data);
  const { seed } = cell;
  const [test = new Uint32Array(0), ...others] = dealRows(run, run.usedRows, { parts, seed });
  const train = joinRows(others).sort();
  const { preset, engine, backend } = data.settings;
  const models = groups[cell.group]!;
  const settings = {
    ...{ seed, preset, engine, trees, maxParameters: null, maxOperations: null },
    ...(backend === undefined ? {} : { backend }),
  };
  const training = await startTraining(
    { kind: "fold", models, settings, limit: null, explain: null, fold: { id: 0, train, test } },
    { data: run, rows: train, number: 0, seed },
    { report: () => {}, clock: systemClock },
  );
  const results: DescentResult[] = [];
  for (const method of models) {
    const { trained, seconds } = await training.train(method);
    const { values, operations } = await trained.predict(run.columns, test);
    const scores = score(run, { rows: test, task: training.fold.task }, values);
    const history = trained.history ?? [];
    results.push({
      ...{ method, seed, trainRows: train.length, testRows: test.length },
      loss: scores.logLoss ?? scores.rmse!,
      accuracy: scores.accuracy ?? null,
      parameters: trained.size.parameters,
      bytes: trained.size.bytes,
      operations: trained.cost.operations,
      seconds,
      rowOperations: operations / Math.max(1, test.length),
      lambda: history.map(({ pruneFraction }) => pruneFraction),
      weights: history.map(({ weights }) => weights),
    });
  }
  return results;
}
