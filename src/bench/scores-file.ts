import { UserError } from "../base/errors.ts";
import {
  anything,
  type Check,
  checked,
  distinct,
  integer,
  list,
  nullable,
  optional,
  partialRecord,
  schemaOf,
  text,
  word,
} from "../base/check.ts";
import { amount, count } from "../base/quantity.ts";
import { type PruneBy, pruneBys } from "../descent/options.ts";
import { metricValues } from "../evaluate/results/metric-check.ts";
import { mostFolds } from "../split/fold.ts";
import type { SuiteFold, SuiteModel, SuiteScores, SuiteSet } from "./scores.ts";

/** Rounds that a bench may have. */
export const mostRounds = 50;

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
 * A `scores.json` of this schema from a JSON value. Throws a `UserError` for another schema and for a value that is
 * wrong.
 */
export function parseScores(content: unknown, file: string): SuiteScores {
  const schema = schemaOf(content);
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
  return checked(content, scores, { file, hint: "Make it anew with --update." });
}

export const foldNumber = integer(0, mostFolds * mostRounds);

export const presetName = word("tiny", "balanced", "strong", "best");

/** One model on one fold, as a bench keeps it. */
export const suiteFold = partialRecord<SuiteFold>({
  fold: foldNumber,
  metrics: metricValues,
  parameters: nullable(amount),
  bytes: nullable(amount),
  trainOperations: nullable(amount),
  trainSeconds: nullable(amount),
  predictOperationsPerRow: nullable(amount),
  predictMicrosecondsPerRow: nullable(amount),
  encodedInputs: nullable(amount),
});

const model = partialRecord<SuiteModel>({
  id: text,
  source: word("run", "reference"),
  folds: distinct(list(suiteFold), ({ fold }) => fold),
});

const set = partialRecord<SuiteSet>({
  name: text,
  task: word("binary", "multiclass", "regression"),
  target: text,
  rows: count,
  inputs: count,
  classes: nullable(count),
  sha256: text,
  foldsSha256: text,
  folds: list(partialRecord({ fold: foldNumber, train: count, test: count })),
  models: distinct(list(model), ({ id, source }) => JSON.stringify([id, source])),
});

/** What a comparison reads of a stored file; its summary is made anew. */
const scores = partialRecord<SuiteScores>({
  schema: word(scoresSchema),
  version: text,
  suite: text,
  command: text,
  time: text,
  seconds: amount,
  seed: integer(0, 0xffffffff),
  repeats: integer(1, mostRounds),
  preset: presetName,
  trees: integer(1, 10_000),
  pruneBy: optional<PruneBy>(word(...pruneBys)),
  machine: anything as Check<SuiteScores["machine"]>, // for people
  sets: distinct(list(set, 1), ({ name }) => name),
  summary: anything as Check<SuiteScores["summary"]>, // for people
});
