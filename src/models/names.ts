import type { Preset } from "./model.ts";

/** When a run has a model: by default, with `--models all`, or only by its name. */
type Inclusion = "by default" | "in all" | "by name";

interface ModelName {
  readonly id: string; // as `--models` and results.json name it
  readonly included: Inclusion;
  readonly unsaved?: string; // why no file can hold it
}

/** Every model by its name, in the order of flags, help and reports: what flags ask, without what trains. */
const modelNames = [
  { id: "occam", included: "by default" },
  { id: "forest", included: "by default" },
  { id: "boosting", included: "by default" },
  { id: "linear", included: "by default" },
  { id: "dummy", included: "by default" },
  { id: "dense", included: "in all" },
  { id: "pruned", included: "in all" },
  { id: "gradual", included: "in all" },
  { id: "random", included: "in all" },
  { id: "small", included: "in all" },
  { id: "paper", included: "in all" },
  { id: "forest-default", included: "in all" },
  { id: "forest-100", included: "in all" },
  { id: "forest-mljs", included: "by name", unsaved: "the package has a form of its own" },
  { id: "portfolio", included: "by name" },
] as const satisfies readonly ModelName[];

export type ModelId = (typeof modelNames)[number]["id"];

export const modelIds: readonly ModelId[] = modelNames.map(({ id }) => id);

/** Ids of the models that a run has for one of these reasons, in order. */
export function idsIncluded(...reasons: readonly Inclusion[]): readonly ModelId[] {
  return modelNames.filter(({ included }) => reasons.some((reason) => reason === included)).map(({ id }) => id);
}

/**
 * The ids that a list names, in order: ids themselves, "default" for those of every fit, "all" for those and the ones
 * that are tried beside them. An empty list is "default". The preset "best" adds the portfolio.
 */
export function idsNamed(names: readonly string[], preset: Preset = "balanced"): readonly ModelId[] {
  const wanted = new Set(names.length === 0 ? ["default"] : names);
  if (preset === "best") wanted.add("portfolio" satisfies ModelId);
  if (wanted.has("all")) for (const id of idsIncluded("in all")) wanted.add(id);
  if (wanted.has("all") || wanted.has("default")) for (const id of idsIncluded("by default")) wanted.add(id);
  return modelIds.filter((id) => wanted.has(id));
}

/** Ids of the models that a file can hold. */
export const savedIds: readonly ModelId[] = modelNames
  .filter((name: ModelName) => name.unsaved === undefined)
  .map(({ id }) => id);
