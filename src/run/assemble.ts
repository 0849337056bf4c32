import { mean } from "../base/statistics.ts";
import { countingRules } from "../evaluate/account.ts";
import type { FoldSize } from "../evaluate/compare.ts";
import { correlatedPairs } from "../evaluate/correlation.ts";
import { diagnoseClassification, diagnoseRegression } from "../evaluate/diagnostics.ts";
import { chooseModel } from "../evaluate/razor.ts";
import type { Results } from "../evaluate/results.ts";
import { summariseModel } from "../evaluate/summary.ts";
import { makeVerdict } from "../evaluate/verdict.ts";
import { presets } from "../descent/options.ts";
import { fullyGrown } from "../models/forest-sizes.ts";
import { modelOf } from "../models/index.ts";
import { limitFindings, type InterruptedModel } from "./limit-findings.ts";
import { dataPart } from "./data-part.ts";
import { intervalsPart } from "./certainty.ts";
import { decisionPart } from "./decision.ts";
import { weaknessesPart } from "./weaknesses.ts";
import type { EngineChoice } from "./engine.ts";
import { averageSizes, dependenceOf, examplesOf, importanceOf, survivalOf } from "./explanations.ts";
import type { FinalOutcome, FoldOutcome } from "./job.ts";
import type { OutOfFold } from "./out-of-fold.ts";
import type { Plan } from "./plan.ts";
import type { FitRequest } from "./request.ts";

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

/** All results of a run, as the report and `results.json` need them. */
export function assembleResults(run: FinishedRun): Results {
  const { request, engine, plan, outcomes, final, predictions, seconds } = run;
  const { check, folds } = plan;
  const sizes = new Map<number, FoldSize>(
    folds.folds.map(({ id, train, test }) => [id, { train: train.length, test: test.length }]),
  );
  const models = summariseModels(run, sizes);
  const find = (id: string) => models.find((model) => model.id === id) ?? null;
  const network = find("occam");
  const forest = find("forest");
  const saved = final.models[0];
  const interrupted = interruptedModels(outcomes);
  const importance = importanceOf(outcomes, sizes);
  const limits = limitFindings(request, {
    parameters:
      network === null
        ? null
        : { folds: network.folds.map((fold) => fold.parameters), saved: saved?.size.parameters ?? 0 },
    rows: { learnt: plan.finalRows.length, used: plan.run.usedRows.length },
    interrupted,
  });
  const choice = chooseModel({
    task: check.task.kind,
    models,
    sizes,
    repeats: request.repeats,
    interrupted: interrupted.map(({ id }) => id),
  });
  return {
    schema: "occam-tab/results@1",
    version: request.origin.version,
    time: request.origin.time,
    seconds,
    command: request.origin.command,
    seed: request.seed,
    machine: request.origin.machine,
    reproducible: request.timeLimitSeconds === null,
    engine: { name: engine.name, refused: engine.refused },
    ...dataPart(request, plan, mean(encodedInputs(outcomes))),
    options: optionsOf(request),
    models,
    ...(choice === null ? {} : { choice }),
    ...(network === null || forest === null
      ? {}
      : {
          verdict: makeVerdict({
            task: check.task.kind,
            network,
            forest,
            dummy: find("dummy"),
            defaultForest: find("forest-default")?.folds ?? fullyGrownFolds(outcomes),
            sizes,
            repeats: request.repeats,
            interrupted: interrupted.flatMap(({ id }) =>
              id === "occam" ? "network" : id === "forest" ? "forest" : [],
            ),
          }),
        }),
    path: outcomes.flatMap(({ explanation }) => explanation?.path ?? []),
    sizes: averageSizes(outcomes),
    diagnostics: predictions.models.map(({ id, values }) =>
      predictions.classes.length > 0
        ? diagnoseClassification({
            model: id,
            classes: predictions.classes,
            truth: predictions.truth,
            probabilities: values,
          })
        : diagnoseRegression({ model: id, truth: predictions.truth, predictions: values }),
    ),
    ...decisionPart(plan, predictions, sizes),
    ...intervalsPart(plan, predictions, sizes),
    ...examplesOf(outcomes, choice?.model ?? null),
    ...weaknessesPart(request, { plan, predictions, sizes, importance, chosen: choice?.model ?? null }),
    importance,
    correlated: correlatedPairs(request.table.columns.filter((column) => check.inputs.includes(column.name))),
    survival: survivalOf(plan, outcomes),
    partialDependence: dependenceOf(plan, outcomes, { classes: predictions.classes, importance }),
    findings: limits,
    counting: countingRules,
    ...(saved === undefined
      ? {}
      : {
          finalModel: {
            parameters: saved.size.parameters,
            bytes: saved.size.bytes,
            trainOperations: saved.cost.operations,
            trainSeconds: saved.seconds,
          },
        }),
  };
}

function summariseModels({ request, outcomes }: FinishedRun, sizes: ReadonlyMap<number, FoldSize>) {
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

function optionsOf(request: FitRequest): Results["options"] {
  const { preset, trees, folds, repeats, timeLimitSeconds, maxParameters, maxOperations, engine, pruneBy } = request;
  const { ensemble, descent, ladder } = presets[preset];
  const asked = { preset, trees, folds: typeof folds === "number" ? folds : folds.length, repeats, engine };
  const limits = { timeLimitSeconds, maxParameters, maxOperations };
  return {
    ...asked,
    ...limits,
    members: ensemble.members,
    parts: ensemble.parts,
    denseRounds: descent.rounds,
    recoveryRounds: ladder.rounds,
    pruneFraction: ladder.pruneFraction,
    tolerance: ladder.tolerance,
    pruneBy: pruneBy ?? ladder.pruneBy,
    rate: descent.rate,
    decay: descent.decay,
  };
}
