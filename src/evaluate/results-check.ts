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
  word,
} from "../base/check.ts";
import type { Finding } from "../ingest/table.ts";
import { decision, examples, intervalCoverage, learningCurve, stream, weaknesses } from "./decision-check.ts";
import { interval } from "./interval-check.ts";
import { metricId, metricValues } from "./metric-check.ts";
import type {
  ColumnSummary,
  Choice,
  Comparison,
  CurvePoint,
  Diagnostics,
  FoldResult,
  Importance,
  Mark,
  ModelResult,
  PartialDependence,
  PathPoint,
  Results,
  Rival,
  SizePoint,
  Survival,
  TaskKind,
  Verdict,
} from "./results.ts";

/**
 * Checks type and range of every value of a results.json and returns it as it is, so that the page of it comes out byte
 * for byte. `file` begins the message. Throws a UserError that names the first place that is wrong.
 */
export function checkResults(content: unknown, file: string): Results {
  checked(content, results, { file, hint: "Use the file as the fit wrote it, or run the fit again." });
  return content as Results; // every field was checked
}

const count = integer(0, Number.MAX_SAFE_INTEGER);
const amount = number({ min: 0 });
const share = number({ min: 0, max: 1 });
const foldNumber = integer(-1, 1_000_000);

/** JSON has no infinity: what is divided by nothing is null there. */
const ratio = nullable(number({ min: 0 })) as Check<number>;

const summary: Check<ModelResult["summary"]> = dictionary(metricId, interval);

const costs = {
  parameters: amount,
  bytes: amount,
  trainOperations: amount,
  trainSeconds: amount,
  predictOperationsPerRow: amount,
  predictMicrosecondsPerRow: amount,
};

const foldResult = partialRecord<FoldResult>({ fold: foldNumber, metrics: metricValues, ...costs });

const mark = partialRecord<Mark>({ color: text, shape: text });

const model = partialRecord<ModelResult>({
  id: text,
  label: text,
  description: text,
  mark: optional(mark),
  folds: list(foldResult, 1),
  summary,
  ...costs,
});

const outcome = word("better", "equivalent", "worse", "undecided");

const comparison = partialRecord<Comparison>({
  metric: metricId,
  difference: number(),
  standardError: amount,
  low: number(),
  high: number(),
  margin: amount,
  pValue: share,
  adjustedPValue: share,
  outcome,
  rowsToDecide: nullable(amount),
  byFold: list(number()),
});

const verdict = partialRecord<Verdict>({
  headline: metricId,
  outcome,
  sentence: text,
  advice: text,
  againstDefault: optional(text),
  comparisons: list(comparison),
  parameterRatio: ratio,
  operationRatio: ratio,
  secondsRatio: ratio,
});

const pathPoint = partialRecord<PathPoint>({
  fold: foldNumber,
  round: integer(0, 10_000_000),
  phase: word("dense", "prune", "final", "chosen"),
  trainLoss: number(),
  holdoutLoss: nullable(number()),
  pruneFraction: share,
  weights: count,
  parameters: count,
  activeInputs: count,
  operations: amount,
  accepted: nullable(boolean),
  testMetrics: nullable(metricValues),
});

const sizePoint = partialRecord<SizePoint>({ model: text, label: text, parameters: amount, metrics: metricValues });

const point = partialRecord<CurvePoint>({ x: number(), y: number() });

const diagnostics = partialRecord<Diagnostics>({
  model: text,
  classes: list(text),
  confusion: nullable(list(list(amount))),
  roc: list(partialRecord({ positive: text, points: list(point), area: share })),
  precisionRecall: list(partialRecord({ positive: text, points: list(point), averagePrecision: share })),
  calibration: list(partialRecord({ predicted: share, observed: share, low: number(), high: number(), rows: count })),
  scatter: list(partialRecord({ actual: number(), predicted: number() })),
  residuals: list(partialRecord({ from: number(), to: number(), rows: count })),
});

const importance = partialRecord<Importance>({
  model: text,
  column: text,
  mean: number(),
  low: number(),
  high: number(),
  byFold: list(number()),
});

const survival = partialRecord<Survival>({ column: text, folds: count, weights: amount });

const gridValue: Check<number | string> = (value, place) =>
  typeof value === "string" ? value : number()(value, place);

const dependence = partialRecord<PartialDependence>({
  column: text,
  grid: list(gridValue),
  output: text,
  curves: list(partialRecord({ model: text, values: list(number()) })),
});

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

const option: Check<string | number | boolean | null> = (value, place) => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  return number()(value, place);
};

const task: Check<TaskKind> = word("binary", "multiclass", "regression");

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

const rival = partialRecord<Rival>({
  model: text,
  larger: boolean,
  difference: number(),
  low: number(),
  high: number(),
  margin: amount,
  adjustedPValue: share,
  outcome,
  rowsToDecide: nullable(amount),
});

const choice = partialRecord<Choice>({ model: text, sentence: text, advice: text, rivals: list(rival) });

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
