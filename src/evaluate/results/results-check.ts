import {
  boolean,
  type Check,
  checked,
  dictionary,
  integer,
  list,
  nullable,
  number,
  optional,
  partialRecord,
  text,
  textOrNumber,
  word,
} from "../../base/check.ts";
import { amount, count } from "../../base/quantity.ts";
import type { Finding } from "../../ingest/table.ts";
import { intervalCoverage } from "./certainty-check.ts";
import { decision } from "./decision-check.ts";
import { diagnostics, weaknesses } from "./errors-check.ts";
import { dependence, examples, importance } from "./explanation-check.ts";
import { foldNumber, model, task } from "./models-check.ts";
import type { ColumnSummary, Results } from "./results.ts";
import { learningCurve, pathPoint, sizePoint, stream, survival } from "./training-check.ts";
import { choice, verdict } from "./verdict-check.ts";

/**
 * Checks type and range of every value of a results.json and returns it as it is, so that the page of it comes out byte
 * for byte. `file` begins the message. Throws a UserError that names the first place that is wrong.
 */
export function checkResults(content: unknown, file: string): Results {
  checked(content, results, { file, hint: "Use the file as the fit wrote it, or run the fit again." });
  return content as Results; // every field was checked
}

const column = partialRecord<ColumnSummary>({
  name: text,
  kind: word("numeric", "category", "date"),
  reason: text,
  missing: count,
  distinct: count,
  role: word("input", "target", "ignored", "dropped", "group", "time", "weight", "id"),
  note: text,
  histogram: list(partialRecord({ label: text, rows: count })),
  summary: text,
});

const finding = partialRecord<Finding>({
  code: text,
  severity: word("note", "warning"),
  column: nullable(text),
  message: text,
  action: text,
});

const option: Check<string | number | boolean | null> = (value, place) =>
  value === null || typeof value === "boolean" ? value : textOrNumber(value, place);

const machine = partialRecord<Results["machine"]>({
  node: text,
  platform: text,
  processor: text,
  cores: count,
  memoryBytes: count,
  jobs: count,
});

const data = partialRecord<Results["data"]>({
  name: text,
  sha256: text,
  bytes: count,
  rows: count,
  usedRows: count,
  target: text,
  task,
  classes: list(partialRecord({ name: text, rows: count })),
  encodedInputs: amount,
  columns: list(column),
  findings: list(finding),
});

const split = partialRecord<Results["split"]>({
  method: word("stratified", "shuffled", "grouped", "time-ordered", "given"),
  reason: text,
  folds: list(partialRecord({ fold: foldNumber, train: count, test: count }), 1),
  repeats: integer(1, 1000),
});

const results = partialRecord<Results>({
  schema: word("occam-tab/results@1"),
  version: text,
  time: text,
  seconds: amount,
  command: text,
  seed: number(),
  machine,
  reproducible: boolean,
  engine: partialRecord({ name: text, refused: list(partialRecord({ name: text, reason: text })) }),
  data,
  split,
  options: dictionary(text, option) as Check<Results["options"]>,
  models: list(model, 1),
  choice: optional(choice),
  verdict: optional(verdict),
  path: list(pathPoint),
  sizes: list(sizePoint),
  diagnostics: list(diagnostics),
  decision: optional(decision),
  weaknesses: optional(weaknesses),
  learningCurve: optional(learningCurve),
  stream: optional(stream),
  examples: optional(examples),
  intervals: optional(list(intervalCoverage)),
  importance: list(importance),
  correlated: list(partialRecord({ a: text, b: text, correlation: number({ min: -1.000001, max: 1.000001 }) })),
  survival: list(survival),
  partialDependence: list(dependence),
  findings: list(finding),
  counting: optional(dictionary(text, text) as Check<Readonly<Record<string, string>>>),
  finalModel: optional(
    partialRecord({ parameters: amount, bytes: amount, trainOperations: amount, trainSeconds: amount }),
  ),
});
