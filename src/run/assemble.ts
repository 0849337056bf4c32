import { mean } from "../base/statistics.ts";
import { countingRules } from "../evaluate/account.ts";
import type { FoldSize } from "../evaluate/compare.ts";
import { correlatedPairs } from "../evaluate/correlation.ts";
import { diagnoseClassification, diagnoseRegression } from "../evaluate/diagnostics.ts";
import { chooseModel } from "../evaluate/razor.ts";
import type { ModelResult } from "../evaluate/results/models.ts";
import type { Results } from "../evaluate/results/results.ts";
import type { Choice } from "../evaluate/results/verdict.ts";
import { summariseModel } from "../evaluate/summary.ts";
import { makeVerdict } from "../evaluate/verdict.ts";
import { fullyGrown } from "../models/forest-sizes.ts";
import { modelOf } from "../models/index.ts";
import { limitFindings, type InterruptedModel } from "./limit-findings.ts";
import { dataPart } from "./data-part.ts";
import { intervalsPart } from "./certainty.ts";
import { decisionPart } from "./decision.ts";
import { weaknessesPart } from "./weaknesses.ts";
import type { EngineChoice } from "./engine.ts";
import { averageSizes, dependenceOf, examplesOf, explainedModels, importanceOf, survivalOf } from "./explanations.ts";
import type { FinalOutcome, FoldOutcome } from "./job.ts";
import type { OutOfFold } from "./out-of-fold.ts";
import type { Plan } from "./plan.ts";
import type { FitRequest } from "./request.ts";
import { resultOptions } from "./result-options.ts";

/** A run after its last job. */
export interface FinishedRun {
  readonly request: FitRequest;
  readonly engine: EngineChoice;
  readonly plan: Plan;
  readonly outcomes: readonly FoldOutcome[];
  readonly final: FinalOutcome;
  readonly predictions: OutOfFold;
  readonly seconds: number;
}

/** The scores of all models, and which of them is chosen. */
export interface Compared extends Scored {
  readonly sizes: ReadonlyMap<number, FoldSize>; // by fold
  readonly choice: Choice | null;
}

/** Compares the models of a run once their folds are scored. */
export function compareModels(run: Pick<FinishedRun, "request" | "plan" | "outcomes">): Compared {
  const { request, plan, outcomes } = run;
  const sizes = new Map<number, FoldSize>(
    plan.folds.folds.map(({ id, train, test }) => [id, { train: train.length, test: test.length }]),
  );
  const models = summariseModels(run, sizes);
  const interrupted = interruptedModels(outcomes);
  const choice = chooseModel({
    ...{ task: plan.check.task.kind, models, sizes, repeats: request.repeats },
    interrupted: interrupted.map(({ id }) => id),
  });
  return { models, interrupted, sizes, choice };
}

/** All results of a run, as the report and `results.json` need them. */
export function assembleResults(run: FinishedRun, compared: Compared): Results {
  const { request, plan, outcomes, final, predictions } = run;
  const { models, sizes, choice } = compared;
  const { check } = plan;
  const chosen = choice?.model ?? null;
  const explained = explainedModels(outcomes, chosen);
  const importance = importanceOf(explained, outcomes, sizes);
  const isInput = new Set(check.inputs);
  const inputs = request.table.columns.filter(({ name }) => isInput.has(name));
  return {
    ...headOf(run),
    ...dataPart(request, plan, mean(encodedInputs(outcomes))),
    options: resultOptions(request),
    models,
    ...(choice === null ? {} : { choice }),
    ...verdictPart(run, compared),
    path: outcomes.flatMap(({ explanation }) => explanation?.path ?? []),
    sizes: averageSizes(outcomes),
    diagnostics: diagnosticsOf(predictions),
    ...decisionPart(plan, predictions, sizes),
    ...intervalsPart(plan, predictions, sizes),
    ...examplesOf(outcomes, chosen),
    ...weaknessesPart(request, { plan, predictions, sizes, importance, chosen }),
    importance,
    correlated: correlatedPairs(inputs, new Set(importance.map(({ column }) => column))),
    survival: survivalOf(plan, outcomes),
    partialDependence: dependenceOf(plan, outcomes, { models: explained, classes: predictions.classes, importance }),
    findings: limitsOf(run, compared),
    counting: countingRules,
    ...finalModelPart(final),
  };
}

function headOf({ request, engine, seconds }: FinishedRun) {
  const { version, time, command, machine } = request.origin;
  return {
    schema: "occam-tab/results@1",
    ...{ version, time, seconds, command, seed: request.seed, machine },
    reproducible: request.timeLimitSeconds === null,
    engine: { name: engine.name, refused: engine.refused },
  } as const;
}

/** What was trained and scored, fold by fold. */
interface Scored {
  readonly models: readonly ModelResult[];
  readonly interrupted: readonly InterruptedModel[];
}

/** Network against forest, where both took part. */
function verdictPart(
  { request, plan, outcomes }: FinishedRun,
  { models, interrupted, sizes }: Compared,
): Pick<Results, "verdict"> {
  const find = (id: string) => models.find((model) => model.id === id) ?? null;
  const [network, forest] = [find("occam"), find("forest")];
  if (network === null || forest === null) return {};
  return {
    verdict: makeVerdict({
      ...{ task: plan.check.task.kind, network, forest, sizes, repeats: request.repeats },
      dummy: find("dummy"),
      defaultForest: find("forest-default")?.folds ?? fullyGrownFolds(outcomes),
      interrupted: interrupted.flatMap(({ id }) => (id === "occam" ? "network" : id === "forest" ? "forest" : [])),
    }),
  };
}

function diagnosticsOf({ classes, truth, models }: OutOfFold): Results["diagnostics"] {
  return models.map(({ id, values }) =>
    classes.length > 0
      ? diagnoseClassification({ model: id, classes, truth, probabilities: values })
      : diagnoseRegression({ model: id, truth, predictions: values }),
  );
}

function limitsOf({ request, plan, final }: FinishedRun, { models, interrupted }: Scored): Results["findings"] {
  const folds = models.find(({ id }) => id === "occam")?.folds.map(({ parameters }) => parameters);
  return limitFindings(request, {
    parameters: folds === undefined ? null : { folds, saved: final.models[0]?.size.parameters ?? 0 },
    rows: { learnt: plan.finalRows.length, used: plan.run.usedRows.length },
    interrupted,
  });
}

function finalModelPart({ models: [saved] }: FinalOutcome): Pick<Results, "finalModel"> {
  if (saved === undefined) return {};
  const { size, cost, seconds } = saved;
  return {
    finalModel: {
      parameters: size.parameters,
      bytes: size.bytes,
      trainOperations: cost.operations,
      trainSeconds: seconds,
    },
  };
}

function summariseModels(
  { request, outcomes }: Pick<FinishedRun, "request" | "outcomes">,
  sizes: ReadonlyMap<number, FoldSize>,
) {
  const ids = outcomes[0]?.models.map((model) => model.id) ?? [];
  return ids.map((id, place) => {
    const model = modelOf(id);
    return summariseModel({
      id,
      label: model.label,
      mark: model.mark,
      description: model.describe(request),
      folds: outcomes.map((outcome) => outcome.models[place]!.result),
      sizes,
    });
  });
}

/** The forest that is neither tuned nor calibrated, where every fold had time to score it. */
function fullyGrownFolds(outcomes: readonly FoldOutcome[]) {
  const folds = outcomes.flatMap(({ fold, explanation }) =>
    (explanation?.sizes ?? [])
      .filter(({ model, label }) => model === "forest" && label === fullyGrown)
      .map(({ metrics }) => ({ fold, metrics })),
  );
  return folds.length === outcomes.length ? folds : null;
}

function interruptedModels(outcomes: readonly FoldOutcome[]): readonly InterruptedModel[] {
  const ids = outcomes[0]?.models.map(({ id }) => id) ?? [];
  const models = ids.map((id, place) => ({
    id,
    folds: outcomes.length,
    interruptions: outcomes.flatMap(({ models }) => models[place]?.interruption ?? []),
  }));
  return models.filter(({ interruptions }) => interruptions.length > 0);
}

function encodedInputs(outcomes: readonly FoldOutcome[]): readonly number[] {
  return outcomes.map(({ models }) => models.find(({ encodedInputs }) => encodedInputs !== null)?.encodedInputs ?? 0);
}
