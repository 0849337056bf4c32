import { availableParallelism, cpus, totalmem } from "node:os";
import { nearest, UserError } from "../../base/errors.ts";
import type { ReadResult } from "../../ingest/parse.ts";
import { isNothing } from "../../ingest/target.ts";
import { idsNamed, type ModelId, modelIds } from "../../models/names.ts";
import type { FitRequest, RunOrigin } from "../../run/request.ts";
import { type Fold, mostFolds } from "../../split/fold.ts";
import type { FitOptions } from "./fit-options.ts";
import { fallback, parseFlag } from "./flag.ts";
import { foldCount } from "../files/folds.ts";
import { type FlagValues, flags } from "./index.ts";
import { version } from "../machine/version.ts";

/** A table with its name and everything known about how it was read. */
export interface NamedTable
  extends Pick<ReadResult, "table" | "decisions" | "findings" | "sha256" | "bytes" | "rules">,
    Partial<Pick<ReadResult, "lines">> {
  readonly name: string;
}

const names = [
  "target",
  "task",
  "ignore",
  "id",
  "group",
  "time",
  "weight",
  "cost",
  "positive",
  "repeats",
  "seed",
  "preset",
  "models",
  "save",
  "trees",
  "time-limit",
  "max-parameters",
  "max-operations",
  "prune-by",
  "engine",
  "backend",
  "device",
  "jobs",
] as const;

/** The flags that say what to train on what, with folds that are counted or read. */
export type FitSettings = Pick<FlagValues, (typeof names)[number]> & {
  readonly folds: number | readonly Fold[];
};

/** Library options checked by the rows of the flag table. Throws a `UserError` for an unknown name or a wrong value. */
export function settingsOf(options: FitOptions): FitSettings {
  const { folds = 5, ...rest } = options;
  const given = new Map<string, unknown>(Object.entries(rest));
  const known = new Map(names.map((name) => [camelCase(name), name]));
  for (const key of given.keys()) {
    if (known.has(key)) continue;
    const near = nearest(key, [...known.keys(), "folds"]);
    throw new UserError(`fit has no option "${key}".`, {
      hint: near === undefined ? "The type FitOptions lists all options." : `Did you mean "${near}"?`,
    });
  }
  const values = Object.fromEntries(
    names.map((name) => {
      const value = given.get(camelCase(name));
      return [name, value === undefined ? fallback(flags[name]) : parseFlag(name, flags[name], value)];
    }),
  );
  return { ...(values as unknown as Omit<FitSettings, "folds">), folds: foldsOption(folds) };
}

/** "time-limit" as "timeLimit": a flag as an option of the library. */
export function camelCase(flag: string): string {
  return flag.replace(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}

function foldsOption(folds: unknown): number | readonly Fold[] {
  if (!Array.isArray(folds)) return foldCount(String(folds));
  const isFold = (each: unknown): boolean =>
    typeof each === "object" &&
    each !== null &&
    "id" in each &&
    "train" in each &&
    "test" in each &&
    each.train instanceof Uint32Array &&
    each.test instanceof Uint32Array;
  if (folds.length >= 2 && folds.length <= mostFolds && folds.every(isFold)) return folds;
  throw new UserError(`--folds is not a list of 2 to ${mostFolds} folds.`, {
    hint: "A fold is { id, train, test } with the rows in two Uint32Arrays, as the type Fold says.",
  });
}

/** Rows up to which a table is dealt more than once. */
const smallTable = 1000;

/** Who asks for the best score gets the model that has it. */
const bestModel: ModelId = "portfolio";

/** What a run needs. Throws a `UserError` when no column is left to be the target. */
export function makeRequest(
  data: NamedTable,
  settings: FitSettings,
  origin: Pick<RunOrigin, "command" | "time">,
): FitRequest {
  const jobs = jobsHere(settings);
  if (settings.engine !== "tfjs" && (settings.backend !== "auto" || settings.device !== "auto")) {
    throw new UserError("--backend and --device choose what computes for TensorFlow.js.", {
      hint: "Add --engine tfjs, or leave them out.",
    });
  }
  const taking = new Set<string>(idsNamed(settings.models, settings.preset));
  return {
    table: data.table,
    name: data.name,
    source: sourceOf(data),
    origin: { ...origin, version, machine: machine(jobs) },
    target: settings.target ?? lastColumn(data, settings),
    task: settings.task,
    ignore: settings.ignore,
    id: settings.id,
    group: settings.group,
    time: settings.time,
    weight: settings.weight,
    folds: settings.folds,
    costs: settings.cost,
    positive: settings.positive,
    repeats: settings.repeats ?? repeatsFor(data.table.rowCount, settings),
    seed: settings.seed,
    preset: settings.preset,
    models: modelIds.filter((id) => taking.has(id) || settings.save.includes(id)),
    save: modelIds.filter((id) => settings.save.includes(id) || (id === bestModel && settings.preset === "best")),
    trees: settings.trees,
    timeLimitSeconds: settings["time-limit"],
    maxParameters: settings["max-parameters"],
    maxOperations: settings["max-operations"],
    pruneBy: settings["prune-by"],
    engine: settings.engine,
    backend: settings.backend,
    device: settings.device,
    jobs,
  };
}

function sourceOf({ sha256, bytes, decisions, findings, rules, lines }: NamedTable): FitRequest["source"] {
  return {
    ...{ sha256, bytes, decisions, findings },
    ...(rules === undefined ? {} : { rules }),
    ...(lines === undefined ? {} : { lines }),
  };
}

/**
 * Small tables are dealt three times, because one split of few rows says little. Given folds and folds in time stay as
 * they are, and so do folds of one row each: dealt again they are the same, and would count as more than was seen.
 */
function repeatsFor(rows: number, settings: FitSettings): number {
  const { folds, time } = settings;
  const dealt = typeof folds === "number" && folds < rows && time === null;
  return dealt && rows <= smallTable ? 3 : 1;
}

/** The last column that has no other role and holds something. */
function lastColumn(data: NamedTable, settings: FitSettings): string {
  const taken = new Set([settings.id, settings.group, settings.time, settings.weight, ...settings.ignore]);
  const last = data.table.columns.findLast((column) => !taken.has(column.name) && !isNothing(column));
  if (last !== undefined) return last.name;
  throw new UserError(`${data.name} has no column left to predict.`, { hint: "Name one with --target." });
}

/** Worker threads of this machine: those of the flag, else one a core. */
export function jobsHere({ jobs }: Pick<FlagValues, "jobs">): number {
  return jobs ?? availableParallelism();
}

/** The machine that a run is on, for the report. */
export function machine(jobs: number): RunOrigin["machine"] {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    jobs,
  };
}
