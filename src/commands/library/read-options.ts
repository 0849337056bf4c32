import {
  boolean,
  type Check,
  checked,
  describe,
  dictionary,
  fail,
  integer,
  list,
  optional,
  record,
  text,
  word,
} from "../../base/check.ts";
import type { ParseOptions } from "../../ingest/parse.ts";
import type { AskedKind } from "../../ingest/type-context.ts";
import type { ModelArtifact } from "../../model/artifact.ts";

export interface ReadOptions extends Omit<ParseOptions, "name"> {
  readonly name?: string; // of the data, for messages and the report
  readonly model?: ModelArtifact; // reads the data as this model learnt to read its training data
}

const kinds = ["numeric", "category", "date", "date-day-first", "date-month-first", "ignore"] as const;

/** A model that came from `fit` or `readModel` was checked there. */
const model: Check<ModelArtifact> = (value, place) => {
  const isModel = typeof value === "object" && value !== null && "kind" in value && "columns" in value;
  return isModel ? (value as ModelArtifact) : fail(place, `must be a model, but is ${describe(value)}`);
};

const types: Check<Readonly<Record<string, AskedKind>>> = (value, place) =>
  dictionary(text, word<AskedKind>(...kinds))(value, place) as Readonly<Record<string, AskedKind>>;

const readOptions = record<ReadOptions>({
  name: optional(text),
  model: optional(model),
  delimiter: optional(text),
  header: optional(boolean),
  missing: optional(list(text)),
  types: optional(types),
  decimal: optional(word(".", ",")),
  skipRows: optional(list(text)),
  skipLast: optional(integer(0, 1_000_000)),
  comment: optional(text),
});

/** The options of `readTable`, of a caller whom no compiler checks. Throws a `UserError`. */
export function checkReadOptions(options: unknown): ReadOptions {
  return checked(options, readOptions, {
    file: "The second argument of readTable",
    hint: 'Options look like { missing: ["none", "-200"], types: { zip: "category" } }; see the type ReadOptions.',
  });
}
