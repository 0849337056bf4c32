import { boosting } from "./boosting.ts";
import { dense } from "./dense.ts";
import { dummy } from "./dummy.ts";
import { forest } from "./forest.ts";
import { forest100 } from "./forest-100.ts";
import { forestDefault } from "./forest-default.ts";
import { forestMljs } from "./forest-mljs.ts";
import { gradual } from "./gradual.ts";
import { linear } from "./linear.ts";
import type { Model } from "./model.ts";
import type { ModelId } from "./names.ts";
import { occam } from "./occam.ts";
import { paper } from "./paper.ts";
import { pruned } from "./pruned.ts";
import { portfolio } from "./portfolio.ts";
import { random } from "./random.ts";
import { small } from "./small.ts";

/** Every model, in the order of its names. A new one is its file, and a line here and in `names.ts`. */
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
] as const satisfies readonly Model<ModelId>[];

/** The network of every comparison: it is trained on all rows whatever the verdict. */
export const networkId = occam.id;

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
