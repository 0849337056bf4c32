import { UserError } from "../base/errors.ts";
import type { SuiteScores } from "./scores.ts";

export const scoresSchema: SuiteScores["schema"] = "occam-tab/scores@1";

/** The text of `scores.json`, which is also what a baseline holds. */
export function formatScores(scores: SuiteScores): string {
  return `${JSON.stringify(scores, null, 1)}\n`;
}

/** What later runs are compared with: the scores of this run without those from elsewhere. */
export function baselineOf(scores: SuiteScores): SuiteScores {
  const sets = scores.sets.map((set) => ({
    ...set,
    models: set.models.filter((model) => model.source === "run"),
  }));
  return { ...scores, sets };
}

/**
 * Checks that a JSON value is a `scores.json` of this schema. Throws a `UserError` for another schema or a file that
 * lacks something.
 */
export function parseScores(content: unknown, file: string): SuiteScores {
  const schema = field(content, "schema");
  if (typeof schema !== "string" || !schema.startsWith("occam-tab/scores@")) {
    throw new UserError(`${file} is not a baseline of occam-tab.`, {
      hint: "Make one with occam-tab bench SUITE --baseline FILE --update.",
    });
  }
  if (schema !== scoresSchema) {
    throw new UserError(`${file} has the schema ${schema}; this version reads ${scoresSchema}.`, {
      hint: "Make it anew with --update.",
    });
  }
  const damage = damageIn(content);
  if (damage !== null) throw new UserError(`${file} is damaged: ${damage}.`, { hint: "Make it anew with --update." });
  return content as SuiteScores;
}

function damageIn(content: unknown): string | null {
  if (typeof field(content, "seed") !== "number") return "it has no seed";
  if (typeof field(content, "repeats") !== "number") return "it has no number of rounds";
  const sets = field(content, "sets");
  if (!Array.isArray(sets) || sets.length === 0) return "it has no sets";
  for (const set of sets) {
    for (const key of ["name", "sha256", "foldsSha256"]) {
      if (typeof field(set, key) !== "string") return `a set has no ${key}`;
    }
    const models = field(set, "models");
    if (!Array.isArray(models)) return `set "${String(field(set, "name"))}" has no models`;
    for (const model of models) {
      const folds = field(model, "folds");
      if (typeof field(model, "id") !== "string" || !Array.isArray(folds)) return "a model has no id or no folds";
      if (!folds.every(isFold))
        return `a fold of ${String(field(model, "id"))} has no number or a score that is no number`;
    }
  }
  return null;
}

function isFold(fold: unknown): boolean {
  const metrics = field(fold, "metrics");
  if (typeof field(fold, "fold") !== "number" || typeof metrics !== "object" || metrics === null) return false;
  return Object.values(metrics).every((value) => typeof value === "number" && Number.isFinite(value));
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
