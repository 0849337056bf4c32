import { secondsSince } from "../base/clock.ts";
import type { FoldResult } from "../evaluate/results/models.ts";
import type { RunData } from "../models/run-data.ts";
import { explainFold } from "./explain.ts";
import type { FinalJob, FinalModel, FinalOutcome, FoldJob, FoldOutcome, Job, Outcome, ScoredModel } from "./job.ts";
import { score } from "./score.ts";
import type { TestedFold } from "./tested-fold.ts";
import { type JobHooks, startTraining } from "./training.ts";

/** Seeds of a model that learns from all rows are drawn with this in place of the number of a fold. */
const finalNumber = -1;

/** Trains the models of a job in order; a fold scores them on its test rows, a final job saves them. */
export function runJob(job: Job, data: RunData, hooks: JobHooks): Promise<Outcome> {
  return job.kind === "fold" ? runFold(job, data, hooks) : runFinal(job, data, hooks);
}

async function runFold(job: FoldJob, data: RunData, hooks: JobHooks): Promise<FoldOutcome> {
  const { id: number, train, test } = job.fold;
  const training = await startTraining(job, { data, rows: train, number, seed: job.settings.seed }, hooks);
  const { fold, deadline } = training;
  const scored: ScoredModel[] = [];
  const models: TestedFold["models"][number][] = [];
  for (const id of job.models) {
    const { trained, seconds } = await training.train(id);
    const began = hooks.clock.now();
    const { values, operations } = await trained.predict(data.columns, test);
    const predictSeconds = secondsSince(began, hooks.clock);
    const result: FoldResult = {
      fold: number,
      metrics: score(data, { rows: test, task: fold.task }, values),
      parameters: trained.size.parameters,
      bytes: trained.size.bytes,
      trainOperations: trained.cost.operations,
      trainSeconds: seconds,
      predictOperationsPerRow: operations / Math.max(1, test.length),
      predictMicrosecondsPerRow: (1e6 * predictSeconds) / Math.max(1, test.length),
    };
    const { inputs = null, encodedInputs = null, interruption = null } = trained;
    const predictions = job.explain === null ? null : values;
    scored.push({ id, result, predictions, inputs, encodedInputs, interruption });
    models.push({ id, trained });
    hooks.report({ model: id, share: 1, done: true });
  }
  const { explain } = job;
  const explanation = explain === null ? null : await explainFold({ fold, test, deadline, models }, explain);
  return { kind: "fold", fold: number, models: scored, explanation };
}

async function runFinal(job: FinalJob, data: RunData, hooks: JobHooks): Promise<FinalOutcome> {
  const { rows, settings } = job;
  const training = await startTraining(job, { data, rows, number: finalNumber, seed: settings.seed }, hooks);
  const models: FinalModel[] = [];
  for (const id of job.models) {
    const { trained, seconds } = await training.train(id);
    models.push({ id, seconds, cost: trained.cost, size: trained.size, artifact: trained.save() });
    hooks.report({ model: id, share: 1, done: true });
  }
  return { kind: "final", models };
}
