import { boosting } from "./boosting.ts";
import { dense } from "./dense.ts";
import { dummy } from "./dummy.ts";
import { forest } from "./forest.ts";
import { forest100 } from "./forest-100.ts";
import { forestDefault } from "./forest-default.ts";
import { forestMljs } from "./forest-mljs.ts";
import { gradual } from "./gradual.ts";
import { linear } from "./linear.ts";
import type { Inclusion, Model, Preset } from "./model.ts";
import { occam } from "./occam.ts";
import { paper } from "./paper.ts";
import { pruned } from "./pruned.ts";
import { portfolio } from "./portfolio.ts";
import { random } from "./random.ts";
import { small } from "./small.ts";

/** Every model, in the order of flags, help and reports. A new one is its file and a line here. */
export const models = [
  occam,
  forest,
  boosting,
  linear,
  dummy,
  dense,
  pruned,
  gradual,
  random,
  small,
  paper,
  forestDefault,
  forest100,
  forestMljs,
  portfolio,
] as const satisfies readonly Model[];

export type ModelId = (typeof models)[number]["id"];

export const modelIds: readonly ModelId[] = models.map(({ id }) => id);

/** Ids of the models that a run has for one of these reasons, in order. */
export function idsIncluded(...reasons: readonly Inclusion[]): readonly ModelId[] {
  return models.filter(({ included }) => reasons.some((reason) => reason === included)).map(({ id }) => id);
}

/**
 * The ids that a list names, in order: ids themselves, "default" for those of every fit, "all" for those and the ones
 * that are tried beside them. An empty list is "default". The preset "best" adds the portfolio.
 */
export function idsNamed(names: readonly string[], preset: Preset = "balanced"): readonly ModelId[] {
  const wanted = new Set(names.length === 0 ? ["default"] : names);
  if (preset === "best") wanted.add(portfolio.id);
  if (wanted.has("all")) for (const id of idsIncluded("in all")) wanted.add(id);
  if (wanted.has("all") || wanted.has("default")) for (const id of idsIncluded("by default")) wanted.add(id);
  return modelIds.filter((id) => wanted.has(id));
}

/** The network of every comparison: it is trained on all rows whatever the verdict. */
export const networkId = occam.id;

/** Ids of the models that a file can hold. */
export const savedIds: readonly ModelId[] = models
  .filter((model: Model) => model.unsaved === undefined)
  .map(({ id }) => id);

/** Of the models of a run those that reports show in full: its first two, network and forest where they take part. */
export function shownInFull<Each>(models: readonly Each[]): readonly Each[] {
  return models.slice(0, 2);
}

/** The model of an id. Throws for an id that no model has: flags are checked before. */
export function modelOf(id: string): Model {
  const found = models.find((model) => model.id === id);
  if (found === undefined) throw new Error(`No model has the id "${id}".`);
  return found;
}
