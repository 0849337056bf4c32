import { createHash } from "node:crypto";
import {
  type Check,
  checked,
  fail,
  integer,
  list,
  nullable,
  optional,
  record,
  schemaOf,
  text,
  word,
} from "../base/check.ts";
import { engineNames } from "../engine/choose.ts";
import { UserError } from "../base/errors.ts";
import type { RowIndex } from "../base/matrix.ts";
import { type PruneBy, presets, pruneBys } from "../descent/options.ts";
import { type ModelId, modelIds } from "../models/names.ts";
import type { Preset } from "../models/model.ts";
import { type BackendName, backendNames } from "../run/engine.ts";
import type { ExplainRequest, ExplainedColumns } from "../run/explain-request.ts";
import type { Job, JobSettings } from "../run/job.ts";

/** One job as JSON: all but its table and rows, which it names by their hashes. */
export interface JobMessage {
  readonly schema: "occam-tab/job@2";
  readonly kind: Job["kind"];
  readonly about: string; // for people: "iris, fold 2"
  readonly table: string;
  readonly rows: string;
  readonly places: readonly number[]; // of its lists of rows: those to train on, then those of a test
  readonly fold: number; // −1: all rows
  readonly models: readonly ModelId[];
  readonly settings: JobSettings;
  readonly explain: ExplainRequest | null;
}

const messageSchema: JobMessage["schema"] = "occam-tab/job@2";

/** The message of a job, whose time is not limited: the clocks of two machines differ. */
export function messageOf(
  job: Job,
  { about, ...where }: Pick<JobMessage, "about" | "table" | "rows" | "places">,
): JobMessage {
  const fold = job.kind === "fold" ? job.fold.id : -1;
  const explain = job.kind === "fold" ? job.explain : null;
  const { kind, models, settings } = job;
  const place = job.kind === "fold" ? `${about}, fold ${fold + 1}` : about;
  return { schema: messageSchema, kind, about: place, ...where, fold, models, settings, explain };
}

/** The job of a message, with its lists of rows. */
export function jobOf(message: JobMessage, rows: readonly RowIndex[]): Job {
  const { kind, fold: id, models, settings, explain, places } = message;
  const [train, test] = places.map((place) => rows[place]);
  const isWhole = train !== undefined && (kind === "final" || test !== undefined);
  if (!isWhole) throw new UserError(`The job ${message.about} names rows that do not exist.`);
  const work = { models, settings, limit: null };
  return kind === "final"
    ? { kind, rows: train, ...work }
    : { kind, fold: { id, train, test: test! }, explain, ...work };
}

/** The same name for the same job: two runs that give it at once share it. */
export function nameOf(message: JobMessage): string {
  return `job-${createHash("sha256").update(JSON.stringify(message)).digest("hex").slice(0, 32)}`;
}

const hint = "Run the same version of occam-tab on all machines.";

/** A message from elsewhere. Throws a `UserError` for another schema, or a value that is wrong. */
export function readMessage(content: unknown): JobMessage {
  const schema = schemaOf(content);
  if (schema === messageSchema) return checked(content, message, { file: "The job", hint });
  throw new UserError(`The job has the schema ${String(schema)}; this version takes ${messageSchema}.`, { hint });
}

/** A hash becomes part of a key or a path, so nothing else may pass for one. */
const hash: Check<string> = (value, place) => {
  const given = text(value, place);
  return /^[0-9a-f]{64}$/u.test(given) ? given : fail(place, "must be a SHA-256");
};

const most = nullable(integer(1, Number.MAX_SAFE_INTEGER));

const settings = record<JobSettings>({
  seed: integer(0, 0xffffffff),
  preset: word<Preset>(...(Object.keys(presets) as Preset[])),
  trees: integer(1, 10_000),
  maxParameters: most,
  maxOperations: most,
  pruneBy: optional<PruneBy>(word(...pruneBys)),
  engine: word(...engineNames),
  backend: optional<"auto" | BackendName>(word("auto", ...backendNames)),
});

const explainRequest = record<ExplainRequest>({
  models: list(word(...modelIds)),
  columns: nullable(record<ExplainedColumns>({ tried: list(text), drawn: list(text) })),
});

const message = record<JobMessage>({
  schema: word(messageSchema),
  kind: word("fold", "final"),
  about: text,
  table: hash,
  rows: hash,
  places: list(integer(0, 1e6), 1),
  fold: integer(-1, 1e6),
  models: list(word(...modelIds), 1),
  settings,
  explain: nullable(explainRequest),
});
