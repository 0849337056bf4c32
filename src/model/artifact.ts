import type { CalibrationRule, DecisionRule, IntervalRule } from "../evaluate/results.ts";
import type { Network } from "../network/network.ts";
import type { NumberFormat } from "../ingest/number-format.ts";
import type { ReadingRules } from "../ingest/reading-rules.ts";
import type { Column } from "../ingest/table.ts";
import type { Encoder } from "../prepare/input-group.ts";
import type { Task } from "../prepare/prepared.ts";
import {
  anything,
  type Check,
  checked,
  distinctTexts,
  fail,
  integer,
  list,
  number,
  object,
  optional,
  record,
  text,
  word,
} from "../base/check.ts";
import { type BackgroundColumn, backgroundOf } from "./background.ts";
import { checkGroups, checkNames } from "./column-check.ts";
import { ruleAmong } from "./decision-check.ts";
import { encoderOf } from "./encoder-check.ts";
import { certainty } from "./interval-check.ts";
import { numberFormat, readingRules } from "./reading-check.ts";
import { formatNetwork, networkOf } from "./networks.ts";

const schemaName = "occam-tab/model@1";

/**
 * A column that the model wants to be given; names and kinds are those of the table as read, before dates are expanded.
 */
export interface ModelColumn {
  readonly name: string;
  readonly kind: Column["kind"];
  readonly dayFirst: boolean | null; // of a date, when the training data decided it
  readonly format?: NumberFormat | undefined; // of numbers that were not written plainly
  readonly missingWords?: readonly string[] | undefined; // that counted as missing in this column alone
}

export interface ModelScore {
  readonly metric: string;
  readonly mean: number; // over folds
  readonly deviation: number;
}

/** Where a model comes from; nothing here changes a prediction. */
export interface ModelOrigin {
  readonly version: string; // of occam-tab
  readonly data: string; // name of the data
  readonly sha256: string; // of the file, or empty
  readonly rows: number;
  readonly seed: number;
  readonly scores: readonly ModelScore[]; // out of fold, of the same recipe
}

/** An ensemble of networks with all it takes to predict raw rows: `model.json`. */
export interface ModelArtifact {
  readonly target: string;
  readonly task: Task;
  readonly columns: readonly ModelColumn[];
  readonly encoder: Encoder;
  readonly inverseTemperatures: readonly number[]; // probabilities are averaged over these factors of the logits
  readonly networks: readonly Network[];
  readonly reading?: ReadingRules | undefined; // of the training file, where the user gave any
  readonly decision?: DecisionRule; // how probabilities become a class, when costs were named
  readonly certainty?: IntervalRule | CalibrationRule; // by errors on held-out rows
  readonly background?: readonly BackgroundColumn[]; // that predictions are explained against
  readonly origin: ModelOrigin;
}

/**
 * The text of `model.json`: one line of JSON, numbers in full, so that reading it gives the same predictions bit by
 * bit.
 */
export function formatModel(model: ModelArtifact): string {
  const { target, task, columns, encoder, inverseTemperatures: sharpness, networks, origin, reading } = model;
  const { decision, certainty: kept, background } = model;
  const rules = reading === undefined ? {} : { reading };
  const written = { schema: schemaName, target, task, columns, ...rules, encoder, sharpness };
  const beside = { decision, certainty: kept, background, origin };
  return `${JSON.stringify({ ...written, networks: networks.map(formatNetwork), ...beside })}\n`;
}

/** Bytes of the model as it is saved. */
export function modelBytes(model: ModelArtifact): number {
  return new TextEncoder().encode(formatModel(model)).length;
}

/**
 * Reads what `formatModel` wrote and checks every field. Throws a UserError that names the first field that is wrong.
 */
export function readModel(written: string): ModelArtifact {
  return checked(written, model, {
    file: "The model file",
    hint: "Use a model.json that this version of occam-tab wrote, unchanged.",
  });
}

const model: Check<ModelArtifact> = (written) => {
  const json = parse(written);
  const schema = object(json, "").get("schema");
  if (schema !== schemaName)
    fail(
      "schema",
      `must be "${schemaName}", but is ` +
        `${typeof schema === "string" ? JSON.stringify(schema.slice(0, 40)) : "something else"}`,
    );
  const head = record({
    schema: text,
    target: text,
    task,
    columns: list(column),
    encoder: anything,
    sharpness: list(number({ above: 0 }), 1),
    networks: anything,
    decision: optional(anything),
    certainty: optional(anything),
    background: optional(anything),
    origin,
    reading: optional(readingRules),
  })(json, "");
  checkNames(head.columns, head.target);
  const classes = head.task.kind === "regression" ? 0 : head.task.classes.length;
  const encoder = encoderOf(classes)(head.encoder, "encoder");
  checkGroups(encoder, head.columns);
  const networks = list(networkOf(encoder.inputs, classes <= 2 ? 1 : classes), 1)(head.networks, "networks");
  const { target, columns, sharpness: inverseTemperatures, reading, origin: from } = head;
  const { decision, certainty: kept, background } = head;
  const names = head.task.kind === "regression" ? [] : head.task.classes;
  return {
    ...{ target, task: head.task, columns, encoder, inverseTemperatures, networks },
    ...(reading === undefined ? {} : { reading }),
    ...(decision === undefined ? {} : { decision: ruleAmong(names)(decision, "decision") }),
    ...(kept === undefined ? {} : { certainty: certainty(head.task.kind)(kept, "certainty") }),
    ...(background === undefined ? {} : { background: backgroundOf(head.columns)(background, "background") }),
    origin: from,
  };
};

function parse(written: unknown): unknown {
  const json = text(written, "");
  try {
    return JSON.parse(json);
  } catch {
    return fail("", "is not JSON");
  }
}

const classification = record<Extract<Task, { kind: "classification" }>>({
  kind: word("classification"),
  classes: (value, place) => {
    const classes = distinctTexts(value, place);
    return classes.length > 0 ? classes : fail(place, "must name at least one class");
  },
});

const regression = record<Extract<Task, { kind: "regression" }>>({
  kind: word("regression"),
  mean: number(),
  deviation: number({ above: 0 }),
  low: number(),
  high: number(),
});

const task: Check<Task> = (value, place) => {
  const kind = object(value, place).get("kind");
  if (kind === "classification") return classification(value, place);
  const checked = regression(value, place);
  return checked.low <= checked.high ? checked : fail(`${place}.high`, "must not be below low");
};

const dayFirst: Check<boolean | null> = (value, place) =>
  value === null || typeof value === "boolean" ? value : fail(place, "must be true, false or null");

const column = record<ModelColumn>({
  name: text,
  kind: word("numeric", "category", "date"),
  dayFirst,
  format: optional(numberFormat),
  missingWords: optional(list(text)),
});

const origin = record<ModelOrigin>({
  version: text,
  data: text,
  sha256: text,
  rows: integer(0, Number.MAX_SAFE_INTEGER),
  seed: number(),
  scores: list(record<ModelScore>({ metric: text, mean: number(), deviation: number({ min: 0 }) })),
});
