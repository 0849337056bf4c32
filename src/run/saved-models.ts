import type { Results } from "../evaluate/results/results.ts";
import { graphOf } from "../export/graph.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import { networkId } from "../models/index.ts";
import { type ModelId, savedIds } from "../models/names.ts";
import { backgroundOf } from "./background.ts";
import { certaintyOf } from "./certainty.ts";
import type { FinalModel } from "./job.ts";
import type { OutOfFold } from "./out-of-fold.ts";
import type { Plan } from "./plan.ts";
import type { FitRequest } from "./request.ts";

/** What a run leaves to be saved. */
export interface SavedModels {
  readonly model: ModelArtifact | null; // the network, or without one the recommended model, trained on all rows
  readonly modelId: string | null; // which that is
  readonly recommended: ModelArtifact | null; // the recommended model, where it is another one that can be saved
  readonly saved: ReadonlyMap<string, ModelArtifact>; // those that were asked for, by id
}

/** A run whose models are compared. */
interface ComparedRun {
  readonly request: FitRequest;
  readonly plan: Plan;
  readonly results: Results;
  readonly predictions: OutOfFold;
}

/** The recommended model, where a file can hold it. */
export function recommendedId(choice: Results["choice"] | null): ModelId | undefined {
  return savedIds.find((id) => id === choice?.model);
}

/** Each model that will be saved, with what the comparison says of it. */
export function savedModels(run: ComparedRun, trained: readonly FinalModel[]): SavedModels {
  const artifactOf = (id: string): ModelArtifact | null => {
    const artifact = trained.find((model) => model.id === id)?.artifact ?? null;
    return artifact === null ? null : withEvidence(id, artifact, run);
  };
  const { request, results } = run;
  const chosen = recommendedId(results.choice) ?? null;
  const modelId = request.models.find((id) => id === networkId) ?? chosen;
  const saved = request.save.flatMap((id) => {
    const artifact = artifactOf(id);
    return artifact === null ? [] : [[id, artifact] as const];
  });
  return {
    modelId,
    model: modelId === null ? null : artifactOf(modelId),
    recommended: chosen === null || chosen === modelId ? null : artifactOf(chosen),
    saved: new Map(saved),
  };
}

/** The model with its background, its rule for decisions, its certainty and its scores. */
function withEvidence(id: string, model: ModelArtifact, { plan, results, predictions }: ComparedRun): ModelArtifact {
  const decision = results.decision?.models.find((one) => one.model === id)?.rule ?? null;
  return {
    ...model,
    background: backgroundOf(graphOf(model), { data: plan.run, rows: plan.finalRows }),
    ...(decision === null ? {} : { decision }),
    ...certaintyOf(id, predictions, results),
    origin: { ...model.origin, scores: scoresOf(id, results) },
  };
}

function scoresOf(id: string, { models }: Results): ModelArtifact["origin"]["scores"] {
  const saved = models.find((model) => model.id === id);
  return Object.entries(saved?.summary ?? {}).map(([metric, { mean, deviation }]) => ({ metric, mean, deviation }));
}
