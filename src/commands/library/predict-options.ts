import { describe } from "../../base/check.ts";
import { nearest, UserError } from "../../base/errors.ts";
import type { ExtrasAsked } from "../../predict/extra-columns.ts";
import { fallback, parseFlag } from "../flags/flag.ts";
import { flags } from "../flags/index.ts";

/** What `predict` adds to predictions, as the flags of the same names do. */
export interface PredictOptions {
  readonly threshold?: number; // the column decision: a class from this probability on
  readonly positive?: string; // the class of the threshold
  readonly interval?: number; // per cent: the columns low and high
  readonly explain?: number; // how many columns are named that moved the prediction most
}

const names = ["threshold", "positive", "interval", "explain"] as const satisfies readonly (keyof ExtrasAsked)[];

/** Options of `predict`, checked by the rows of the flag table. Throws a `UserError` for an unknown name or value. */
export function extrasAsked(options: PredictOptions): ExtrasAsked {
  if (typeof options !== "object" || options === null) {
    throw new UserError(`The options of predict must be an object, but are ${describe(options)}.`, {
      hint: "They look like { interval: 90, explain: 3 }.",
    });
  }
  const given = new Map<string, unknown>(Object.entries(options));
  for (const key of given.keys()) {
    if (names.some((name) => name === key)) continue;
    const near = nearest(key, names);
    throw new UserError(`predict has no option "${key}".`, {
      hint: near === undefined ? `Its options are ${names.join(", ")}.` : `Did you mean "${near}"?`,
    });
  }
  const values = names.map((name) => {
    const value = given.get(name);
    return [name, value === undefined ? fallback(flags[name]) : parseFlag(name, flags[name], value)];
  });
  return Object.fromEntries(values) as unknown as ExtrasAsked;
}
