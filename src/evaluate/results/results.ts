import type { ColumnDecision, Finding } from "../../ingest/table.ts";
import type { IntervalCoverage } from "./certainty.ts";
import type { Decision } from "./decision.ts";
import type { Diagnostics, Weaknesses } from "./errors.ts";
import type { ExplainedRow, Importance, PartialDependence } from "./explanation.ts";
import type { ModelResult, TaskKind } from "./models.ts";
import type { LearningCurve, PathPoint, SizePoint, StreamedPart, Survival } from "./training.ts";
import type { Choice, Verdict } from "./verdict.ts";

export interface ColumnSummary extends ColumnDecision {
  readonly role: "input" | "target" | "ignored" | "dropped" | "group" | "time" | "weight" | "id";
  readonly note: string; // why dropped, or empty
  readonly histogram: readonly { readonly label: string; readonly rows: number }[]; // at most 12 bars
  readonly summary: string; // "min 0, median 3.2, max 17" or "5 levels, most often red (41%)"
}

/**
 * Everything the report shows: `results.json`, versioned. Only `time`, seconds and microseconds differ between two runs
 * of one seed.
 */
export interface Results {
  readonly schema: "occam-tab/results@1";
  readonly version: string; // of occam-tab
  readonly time: string; // ISO, start of the run
  readonly seconds: number; // wall clock of the whole run
  readonly command: string; // as typed, quoted for a shell
  readonly seed: number;
  readonly machine: {
    readonly node: string;
    readonly platform: string;
    readonly processor: string;
    readonly cores: number;
    readonly memoryBytes: number;
    readonly jobs: number;
  };
  readonly reproducible: boolean; // false with a time limit
  readonly engine: {
    readonly name: string;
    readonly refused: readonly { readonly name: string; readonly reason: string }[];
  };
  readonly data: {
    readonly name: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly rows: number; // as read
    readonly usedRows: number;
    readonly target: string;
    readonly task: TaskKind;
    readonly classes: readonly { readonly name: string; readonly rows: number }[]; // empty for regression
    readonly encodedInputs: number; // mean over folds
    readonly columns: readonly ColumnSummary[];
    readonly findings: readonly Finding[];
  };
  readonly split: {
    readonly method: "stratified" | "shuffled" | "grouped" | "time-ordered" | "given";
    readonly reason: string;
    readonly folds: readonly { readonly fold: number; readonly train: number; readonly test: number }[];
    readonly repeats: number;
  };
  readonly options: Readonly<Record<string, string | number | boolean | null>>; // resolved
  readonly models: readonly ModelResult[]; // occam and forest first, where they took part
  readonly choice?: Choice; // absent in results of older versions
  readonly verdict?: Verdict; // absent without a network or without a forest
  readonly path: readonly PathPoint[];
  readonly sizes: readonly SizePoint[];
  readonly diagnostics: readonly Diagnostics[];
  readonly decision?: Decision; // of classes, when one of two is positive or costs were named
  readonly intervals?: readonly IntervalCoverage[]; // of numbers
  readonly weaknesses?: Weaknesses;
  readonly learningCurve?: LearningCurve;
  readonly stream?: { readonly metric: "logLoss" | "rmse"; readonly parts: readonly StreamedPart[] }; // of fit --stream
  readonly examples?: { readonly model: string; readonly rows: readonly ExplainedRow[] };
  readonly importance: readonly Importance[];
  readonly correlated: readonly { readonly a: string; readonly b: string; readonly correlation: number }[];
  readonly survival: readonly Survival[];
  readonly partialDependence: readonly PartialDependence[];
  readonly findings: readonly Finding[]; // of the training: a limit reached, fold without a class, …
  /** How parameters, operations, … were counted, in words: `countingRules`. */
  readonly counting?: Readonly<Record<string, string>>;
  /** Of the model in `model.json`; absent where none of the run could be saved. */
  readonly finalModel?: {
    readonly parameters: number;
    readonly bytes: number;
    readonly trainOperations: number;
    readonly trainSeconds: number;
  };
}
