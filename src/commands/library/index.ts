import { describe } from "../../base/check.ts";
import { nearest, UserError } from "../../base/errors.ts";
import { checkResults } from "../../evaluate/results/results-check.ts";
import type { Results } from "../../evaluate/results/results.ts";
import type { Verdict } from "../../evaluate/results/verdict.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import { renderReport as renderPage } from "../../report/report.ts";
import { fit as runFit, type FitOutcome } from "../../run/fit.ts";
import { predict as runPredict, type Prediction } from "../../predict/table.ts";
import type { Progress } from "../../run/request.ts";
import type { FitOptions } from "../flags/fit-options.ts";
import { makeRequest, type NamedTable, settingsOf } from "../flags/request.ts";
import { extrasOf } from "../../predict/extra-columns.ts";
import { extrasAsked, type PredictOptions } from "./predict-options.ts";
import { asNamedTable, type TableSource } from "./read-table.ts";
import { inLibraryWords } from "./words.ts";

/** What a library call may do besides returning its result. */
export interface FitHooks {
  readonly observe?: (progress: Progress) => void;
  readonly signal?: AbortSignal; // ends all worker threads; the call then throws its reason
}

/** With a network among the models. */
type WithNetwork = FitOutcome & { readonly model: ModelArtifact };

/** With network and forest, as by default. */
type Compared = WithNetwork & { readonly results: { readonly verdict: Verdict } };

/** Options whose list of models begins with one of these. */
type Begins<First> = FitOptions & {
  readonly models: readonly [First, ...(readonly NonNullable<FitOptions["models"]>[number][])];
};

/**
 * Trains a sparse network and a random forest on the same folds of a table and compares them: the results of
 * `results.json`, the network trained on all rows, predictions out of fold and the folds. `data` is what `readTable`
 * gave, or anything that it takes. The same table and options give the same result. Throws a `UserError` for what the
 * caller can fix.
 */
export function fit(
  data: NamedTable | TableSource,
  options?: (FitOptions & { readonly models?: undefined }) | Begins<"default" | "all">,
  hooks?: FitHooks,
): Promise<Compared>;
export function fit(data: NamedTable | TableSource, options: Begins<"occam">, hooks?: FitHooks): Promise<WithNetwork>;
export function fit(data: NamedTable | TableSource, options: FitOptions, hooks?: FitHooks): Promise<FitOutcome>;
export function fit(
  data: NamedTable | TableSource,
  options: FitOptions = {},
  hooks: FitHooks = {},
): Promise<FitOutcome> {
  return inLibraryWords(async () => {
    checkOptions(options);
    checkHooks(hooks);
    const settings = settingsOf(options);
    const table = await asNamedTable(data);
    const command = `fit(${JSON.stringify(table.name)}, ${JSON.stringify(withoutJobs(options))})`;
    const request = makeRequest(table, settings, { command, time: new Date().toISOString() });
    return runFit(request, hooks);
  });
}

/**
 * Predicts every row: probabilities of the classes, or numbers in the target's unit, and in `extras` what the options
 * ask for, or the decision of a model that keeps a rule. Throws a `UserError` for what the caller can fix.
 */
export function predict(
  model: ModelArtifact,
  data: NamedTable | TableSource,
  options: PredictOptions = {},
): Promise<Prediction> {
  return inLibraryWords(async () => {
    checkModel(model);
    const table = await asNamedTable(data, model);
    const prediction = runPredict(model, table, extrasOf(model, extrasAsked(options)));
    // The caller already has the findings of readTable.
    return table === data ? prediction : { ...prediction, findings: [...table.findings, ...prediction.findings] };
  });
}

/** The report of a run as one HTML page. Throws a `UserError` for results that are not as `fit` gave them. */
export function renderReport(results: Results): string {
  return renderPage(checkResults(results, "The argument of renderReport"));
}

function checkOptions(options: unknown): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new UserError(`The options of fit must be an object, but are ${describe(options)}.`, {
      hint: 'They look like { target: "price", folds: 5 }.',
    });
  }
  const misplaced = hookNames.find((name) => Object.hasOwn(options, name));
  if (misplaced === undefined) return;
  throw new UserError(`"${misplaced}" is no option of fit, but one of its hooks.`, {
    hint: `Pass it as the third argument: fit(data, options, { ${misplaced} }).`,
  });
}

const hookNames = ["observe", "signal"] as const;

function checkHooks(hooks: unknown): void {
  if (typeof hooks !== "object" || hooks === null) {
    throw new UserError(`The hooks of fit must be an object, but are ${describe(hooks)}.`, { hint: hookForm });
  }
  if (hooks instanceof AbortSignal) {
    throw new UserError("The third argument of fit is an object that holds the signal.", { hint: hookForm });
  }
  for (const [name, value] of Object.entries(hooks)) {
    if (!hookNames.some((known) => known === name)) {
      const near = nearest(name, hookNames);
      throw new UserError(`fit has no hook "${name}".`, {
        hint:
          near === undefined ? "Options are the second argument of fit, hooks the third." : `Did you mean "${near}"?`,
      });
    }
    if (value === undefined) continue;
    const fits = name === "signal" ? value instanceof AbortSignal : typeof value === "function";
    if (!fits) throw new UserError(`The hook "${name}" of fit is ${describe(value)}.`, { hint: hookForm });
  }
}

const hookForm = "Hooks look like { observe: (progress) => …, signal: controller.signal }.";

/** A model that came from `fit` or `readModel` was checked there; anything else is a mistake of the caller. */
function checkModel(model: unknown): void {
  const isModel =
    typeof model === "object" && model !== null && ["kind", "columns", "task"].every((key) => key in model);
  if (isModel) return;
  throw new UserError("The first argument of predict is no model.", {
    hint: "Pass the model that fit gave, (await fit(data)).model, or readModel(text) of a model.json.",
  });
}

/** Options that change a result; given folds are too long to repeat. */
function withoutJobs(options: FitOptions): object {
  const kept = Object.entries(options).filter(([name, value]) => {
    return name !== "jobs" && (name !== "folds" || typeof value === "number");
  });
  return Object.fromEntries(kept);
}
