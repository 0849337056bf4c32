import type { Engine } from "../engine/engine.ts";
import type { PathPoint, SizePoint } from "../evaluate/results.ts";
import { readInputs, weightsOnInputs } from "../network/inputs.ts";
import { operationsPerRow, parameterCount } from "../network/size.ts";
import type { Task } from "../prepare/prepared.ts";
import { inputSources } from "../prepare/names.ts";
import type { OccamFit, OccamModel } from "../descent/fit-bag.ts";
import type { Watch } from "../descent/learner.ts";
import { type Clock, shareUntil } from "./clock.ts";
import type { Cut, FoldJob, FoldModel } from "./job.ts";
import { predictNetwork, type PreparedFold, trainNetwork } from "./network.ts";
import type { Recipe } from "./recipe.ts";
import type { ModelId } from "./request.ts";
import { allRows, type RunData } from "./run-data.ts";
import { score } from "./score.ts";

/** A trained bag of a fold with what it cost. */
export interface TrainedNetwork {
  readonly prepared: PreparedFold;
  readonly fit: OccamFit;
  readonly seconds: number; // encoding and training
  readonly cut: Cut | null;
}

/** Trains one network model of a fold; `prepareSeconds` is what its encoding took. */
export async function train(
  prepared: PreparedFold,
  prepareSeconds: number,
  engine: Engine,
  recipe: Recipe,
  seed: number,
  watch: Watch,
): Promise<TrainedNetwork> {
  const started = performance.now();
  let cut: Cut | null = null;
  const fit = await trainNetwork(prepared, engine, recipe.options, seed, (record) => {
    const goesOn = watch(record);
    if (!goesOn) cut = { done: record.round + 1, asked: null };
    return goesOn;
  });
  return { prepared, fit, seconds: prepareSeconds + (performance.now() - started) / 1000, cut };
}

/** Temperatures of a bag: one where classes are calibrated. */
export function temperatures(task: Task, model: OccamModel): number {
  return task.kind === "classification" && model.sharpness.some((beta) => beta !== 1) ? 1 : 0;
}

/** Scores a trained bag on the test rows of its fold. `bytes` is the size of the model as it would be saved. */
export async function scoreNetwork(
  run: RunData,
  job: FoldJob,
  id: ModelId,
  trained: TrainedNetwork,
  engine: Engine,
  bytes: number,
  clock: Clock,
): Promise<FoldModel> {
  const { prepared, fit } = trained;
  const predict = (columns: RunData["columns"], rows = job.test) =>
    predictNetwork(fit.model, prepared, engine, columns, rows);
  const began = performance.now();
  const predictions = await predict(run.columns);
  const microseconds = (performance.now() - began) * 1000;
  return {
    id,
    result: {
      fold: job.fold,
      metrics: score(run, job.test, prepared.task, predictions),
      parameters: parameterCount(fit.model.networks) + temperatures(prepared.task, fit.model),
      bytes,
      trainOperations: fit.operations,
      trainSeconds: trained.seconds,
      predictOperationsPerRow: operationsPerRow(fit.model.networks),
      predictMicrosecondsPerRow: microseconds / Math.max(1, job.test.length),
    },
    predictions,
    predict: (columns) => predict(columns, allRows(columns)),
    readColumns: columnsRead(trained),
    encodedInputs: prepared.encoder.inputs,
    ...(await pathAndSizes(run, job, trained, engine, clock)),
    cut: trained.cut,
  };
}

/** Columns of the run that some member still reads, with the number of weights on them in the first layer and the skip. */
function columnsRead({ prepared, fit }: TrainedNetwork): ReadonlyMap<string, number> {
  const sources = inputSources(prepared.encoder);
  const weights = new Map<string, number>();
  for (const network of fit.model.networks) {
    for (const [input, count] of weightsOnInputs(network).entries()) {
      const name = sources[input]!.column;
      if (count > 0) weights.set(name, (weights.get(name) ?? 0) + count);
    }
  }
  return weights;
}

/** Every round as a point of the path, and every rung as a point of quality against size; test scores are for the eye alone. */
async function pathAndSizes(
  run: RunData,
  job: FoldJob,
  { prepared, fit }: TrainedNetwork,
  engine: Engine,
  clock: Clock,
) {
  const path: PathPoint[] = [];
  const sizes: SizePoint[] = [];
  const rungs = new Map(fit.rungs.map((rung) => [rung.round, rung]));
  const ends = fit.rungs.map(({ round, model }) => ({ round, inputs: inputsOf(model) })); // of phases, in order
  let activeInputs = prepared.encoder.inputs;
  for (const record of fit.history) {
    const rung = rungs.get(record.round);
    let testMetrics: PathPoint["testMetrics"] = null;
    activeInputs = ends.find(({ round }) => round >= record.round)?.inputs ?? activeInputs;
    if (rung !== undefined && clock(shareUntil.networkSizes)) {
      const predictions = await predictNetwork(rung.model, prepared, engine, run.columns, job.test);
      testMetrics = score(run, job.test, prepared.task, predictions);
      const parameters = parameterCount(rung.model.networks) + temperatures(prepared.task, rung.model);
      sizes.push({ model: "occam", label: `rung ${sizes.length}`, parameters, metrics: testMetrics });
    }
    path.push({
      ...record,
      fold: job.fold,
      phase: rung?.chosen === true ? "chosen" : record.phase,
      activeInputs,
      accepted: rung?.accepted ?? null,
      testMetrics,
    });
  }
  return { path, sizes };
}

/** Encoded inputs that any member reads. */
function inputsOf(model: OccamModel): number {
  const all = model.networks.map(readInputs);
  return all[0] === undefined ? 0 : all[0].reduce((sum, _, i) => sum + (all.some((read) => read[i] === 1) ? 1 : 0), 0);
}
