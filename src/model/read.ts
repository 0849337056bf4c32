import type { Task } from "../prepare/prepared.ts";
import {
  anything,
  type Check,
  checked,
  describe,
  fail,
  list,
  number,
  object,
  optional,
  partialRecord,
  record,
  text,
  word,
} from "../base/check.ts";
import {
  type ModelArtifact,
  type ModelColumn,
  type ModelPart,
  type NetworksPart,
  type PortfolioPart,
  schemaName,
  type TreesPart,
} from "./artifact.ts";
import { backgroundOf } from "./background.ts";
import { checkNames, checkSources } from "./column-check.ts";
import { ruleAmong } from "./decision-check.ts";
import { encoderOf } from "./encoder-check.ts";
import { column, origin, task } from "./head-check.ts";
import { certainty } from "./interval-check.ts";
import { networkOf } from "./networks.ts";
import { prunabilityOf } from "./prunability-check.ts";
import { readingRules } from "./reading-check.ts";
import { ensembleOf } from "../trees/json.ts";

/**
 * Reads what `formatModel` wrote and checks every field. Throws a UserError that names the first field that is wrong.
 */
export function readModel(written: string): ModelArtifact {
  return checked(written, model, {
    file: "The model file",
    hint: "Use a model file that this version of occam-tab wrote, unchanged.",
  });
}

const model: Check<ModelArtifact> = (written) => {
  const fields = object(parse(written), "");
  const schema = fields.get("schema");
  if (schema !== schemaName)
    fail(
      "schema",
      `must be "${schemaName}", but is ` +
        `${typeof schema === "string" ? JSON.stringify(schema.slice(0, 40)) : "something else"}`,
    );
  const kind = modelKind(fields.get("kind"), "kind");
  const head = partialRecord({
    target: text,
    task,
    columns: list(column),
    decision: optional(anything),
    certainty: optional(anything),
    background: optional(anything),
    origin,
    reading: optional(readingRules),
  })(Object.fromEntries(fields), "");
  const own = new Set<string>([...headFields, ...bodyFields[kind]]);
  for (const name of fields.keys()) if (!own.has(name)) fail("", `has an unknown field ${describe(name)}`);
  checkNames(head.columns, head.target);
  const { target, columns, task: whole, reading, origin: from } = head;
  const { decision, certainty: kept, background } = head;
  const names = whole.kind === "regression" ? [] : whole.classes;
  return {
    ...{ target, columns },
    ...bodyOf(kind, { fields, task: whole, columns }),
    ...(reading === undefined ? {} : { reading }),
    ...(decision === undefined ? {} : { decision: ruleAmong(names)(decision, "decision") }),
    ...(kept === undefined ? {} : { certainty: certainty(whole.kind)(kept, "certainty") }),
    ...(background === undefined ? {} : { background: backgroundOf(columns)(background, "background") }),
    origin: from,
  };
};

const modelKind = word("networks", "trees", "portfolio");
const headFields = [
  "schema",
  "kind",
  "target",
  "task",
  "columns",
  "reading",
  "decision",
  "certainty",
  "background",
  "origin",
];
const bodyFields = {
  networks: ["encoder", "inverseTemperatures", "networks", "prunability"],
  trees: ["ensemble"],
  portfolio: ["parts"],
};

/** The fields of a model, or of a part of one, with what is known of it already. */
interface Body {
  readonly fields: ReadonlyMap<string, unknown>;
  readonly task: Task;
  readonly columns: readonly ModelColumn[];
}

function bodyOf(kind: ModelArtifact["kind"], body: Body): NetworksPart | TreesPart | PortfolioPart {
  if (kind !== "portfolio") return partOf(kind, body, "");
  const { fields, columns, task: whole } = body;
  const entry = record({ share: number({ above: 0, max: 1 }), model: anything });
  const parts = list(entry, 1)(fields.get("parts"), "parts").map(({ share, model: written }, i) => {
    const place = `parts[${i}].model`;
    const own = object(written, place);
    const partKind = word("networks", "trees")(own.get("kind"), `${place}.kind`);
    for (const name of own.keys()) {
      if (!["kind", "task", ...bodyFields[partKind]].includes(name)) {
        fail(place, `has an unknown field ${describe(name)}`);
      }
    }
    const partTask = task(own.get("task"), `${place}.task`);
    if (!samePredictions(whole, partTask)) fail(`${place}.task`, "is not that of the whole");
    return { share, model: partOf(partKind, { fields: own, task: partTask, columns }, `${place}.`) };
  });
  const sum = parts.reduce((total, { share }) => total + share, 0);
  if (Math.abs(sum - 1) > 1e-9) fail("parts", `must have shares that add up to 1, but they make ${sum}`);
  return { kind, task: whole, parts };
}

/** Whether two tasks have the same classes, or are both numbers. */
function samePredictions(one: Task, other: Task): boolean {
  if (one.kind === "regression" || other.kind === "regression") return one.kind === other.kind;
  return one.classes.length === other.classes.length && one.classes.every((name, c) => name === other.classes[c]);
}

/** Names in `fields` are those of the file; `place` comes before them in messages. */
function partOf(kind: ModelPart["kind"], { fields, task: own, columns }: Body, place: string): ModelPart {
  if (kind === "trees") {
    const ensemble = ensembleOf(own)(fields.get("ensemble"), `${place}ensemble`);
    checkSources(ensemble.inputs, columns, `${place}ensemble.inputs`);
    return { kind, task: own, ensemble };
  }
  const classes = own.kind === "regression" ? 0 : own.classes.length;
  const encoder = encoderOf(classes)(fields.get("encoder"), `${place}encoder`);
  checkSources(encoder.groups, columns, `${place}encoder.groups`);
  const factors = list(number({ above: 0 }), 1);
  const inverseTemperatures = factors(fields.get("inverseTemperatures"), `${place}inverseTemperatures`);
  const network = networkOf(encoder.inputs, classes <= 2 ? 1 : classes);
  const networks = list(network, 1)(fields.get("networks"), `${place}networks`);
  const prunability = optional(prunabilityOf)(fields.get("prunability"), `${place}prunability`);
  const beside = prunability === undefined ? {} : { prunability };
  return { kind, task: own, encoder, inverseTemperatures, networks, ...beside };
}

function parse(written: unknown): unknown {
  const json = text(written, "");
  try {
    return JSON.parse(json);
  } catch {
    return fail("", "is not JSON");
  }
}
