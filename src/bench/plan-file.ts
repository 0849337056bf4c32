import { checked, distinct, integer, list, optional, record, schemaOf, text, word } from "../base/check.ts";
import { amount } from "../base/quantity.ts";
import { UserError } from "../base/errors.ts";
import { type PruneBy, pruneBys } from "../descent/options.ts";
import { type ModelId, modelIds } from "../models/names.ts";
import { jobName, jobsOf, type PlannedJob, plannedJob } from "./jobs.ts";
import type { BenchRequest } from "./bench.ts";
import type { BenchSet } from "./plan.ts";
import { foldNumber, mostRounds, presetName } from "./scores-file.ts";
import type { SuiteScores } from "./scores.ts";

/** `plan.json`: all jobs of a suite, so that machines that do a part each agree on the parts and on the data. */
export interface SuitePlan
  extends Pick<SuiteScores, "version" | "suite" | "command" | "seed" | "repeats" | "preset" | "trees" | "pruneBy"> {
  readonly schema: "occam-tab/plan@1";
  readonly code: string; // fingerprint of the program
  readonly models: readonly ModelId[];
  readonly sets: readonly { readonly name: string; readonly sha256: string; readonly foldsSha256: string }[];
  readonly jobs: readonly PlannedJob[];
}

export const planSchema: SuitePlan["schema"] = "occam-tab/plan@1";

/** All jobs of a suite, done or not. */
export function jobsOfSuite(request: Pick<BenchRequest, "sets" | "models" | "settings">): readonly PlannedJob[] {
  return request.sets.flatMap((set) => jobsOf(set, request).map((job) => plannedJob(set, job)));
}

/** The text of `plan.json`, one line a job. */
export function formatPlan({ jobs, ...head }: SuitePlan): string {
  const lines = jobs.map((job) => `  ${JSON.stringify(job)}`);
  return `${JSON.stringify(head, null, 1).replace(/\n\}$/u, "")},\n "jobs": [\n${lines.join(",\n")}\n ]\n}\n`;
}

const hint = "Make it again with occam-tab bench SUITE --plan FILE.";

/** A `plan.json` from a JSON value. Throws a `UserError` for another schema and for a value that is wrong. */
export function parsePlan(content: unknown, file: string): SuitePlan {
  const schema = schemaOf(content);
  if (schema !== planSchema) {
    const what =
      typeof schema === "string" ? `has the schema ${schema}; this version reads ${planSchema}` : "is no plan";
    throw new UserError(`${file} ${what}.`, { hint });
  }
  return checked(content, plan, { file, hint });
}

/** Throws a `UserError` where a set is not what it was when the plan was made. */
export function checkPlanned(sets: readonly BenchSet[], { sets: planned }: SuitePlan, file: string): void {
  const stored = new Map(planned.map((set) => [set.name, set]));
  for (const { facts } of sets) {
    const one = stored.get(facts.name);
    const what =
      one === undefined ? "is not in" : one.sha256 !== facts.sha256 ? "has other data than" : "has other folds than";
    if (one?.sha256 === facts.sha256 && one.foldsSha256 === facts.foldsSha256) continue;
    throw new UserError(`Data set "${facts.name}" ${what} ${file}.`, {
      hint: "Restore the files, or make the plan again and start from there.",
    });
  }
}

const models = list(word(...modelIds), 1);

const job = record<PlannedJob>({ set: text, fold: foldNumber, models, cost: amount });

const plan = record<SuitePlan>({
  schema: word(planSchema),
  version: text,
  code: text,
  suite: text,
  command: text,
  seed: integer(0, 0xffffffff),
  repeats: integer(1, mostRounds),
  preset: presetName,
  trees: integer(1, 10_000),
  pruneBy: optional<PruneBy>(word(...pruneBys)),
  models,
  sets: distinct(list(record({ name: text, sha256: text, foldsSha256: text }), 1), (set) => set.name),
  jobs: distinct(list(job, 1), jobName),
});
