import type { ModelArtifact } from "../../model/artifact.ts";
import { fit as runFit, type FitOutcome } from "../../run/fit.ts";
import { predict as runPredict, type Prediction } from "../../predict/table.ts";
import type { Progress } from "../../run/request.ts";
import { type FitOptions, makeRequest, type NamedTable, settingsOf } from "../flags/request.ts";

/** What a library call may do besides its result. */
export interface FitHooks {
  readonly observe?: (progress: Progress) => void;
  readonly signal?: AbortSignal; // ends all worker threads; the call then throws its reason
}

/**
 * Trains a sparse network and a random forest on the same folds of a table and compares them: the results of
 * `results.json`, the network trained on all rows, predictions out of fold and the folds. The same table and options
 * give the same result. Throws a `UserError` for what the caller can mend.
 */
export function fit(data: NamedTable, options: FitOptions = {}, hooks: FitHooks = {}): Promise<FitOutcome> {
  const settings = settingsOf(options);
  const command = `fit(${JSON.stringify(data.name)}, ${JSON.stringify(withoutJobs(options))})`;
  const request = makeRequest(data, settings, { command, time: new Date().toISOString() });
  return runFit(request, hooks);
}

/** Predicts every row of a table: probabilities of the classes, or numbers in the target's unit. */
export function predict(model: ModelArtifact, data: NamedTable): Promise<Prediction> {
  return new Promise((resolve) => resolve(runPredict(model, data.table, data.name)));
}

/** Options that change a result; given folds are too long to repeat. */
function withoutJobs(options: FitOptions): object {
  const kept = Object.entries(options).filter(([name, value]) => {
    return name !== "jobs" && (name !== "folds" || typeof value === "number");
  });
  return Object.fromEntries(kept);
}
