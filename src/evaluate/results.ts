import type { ColumnDecision, Finding } from "../ingest/table.ts";

/** Names of metrics; `metrics.ts` says for each its label, unit and direction. */
export type MetricId =
  | "logLoss" // clipped at 0.001: the headline for classes
  | "logLossUnclipped" // clipped at 1e-15
  | "accuracy"
  | "balancedAccuracy"
  | "rocAuc" // macro one-vs-rest for more than two classes
  | "brier"
  | "calibrationError"
  | "rmse" // the headline for numbers
  | "mae"
  | "r2";

export type TaskKind = "binary" | "multiclass" | "regression";

export interface Interval {
  readonly mean: number;
  readonly deviation: number; // over folds
  readonly low: number; // 95% interval
  readonly high: number;
}

/** What one model did on one fold. Every number is counted from what ran. */
export interface FoldResult {
  readonly fold: number;
  /** A metric that is not defined there is absent, never NaN. */
  readonly metrics: Readonly<Partial<Record<MetricId, number>>>;
  readonly parameters: number;
  readonly bytes: number; // of the model as it would be saved
  readonly trainOperations: number; // multiply-adds, or split-scan steps of a forest
  readonly trainSeconds: number; // CPU of this machine
  readonly predictOperationsPerRow: number;
  readonly predictMicrosecondsPerRow: number;
}

/**
 * How charts draw a model: colour and shape, so that colour never speaks alone. `report/palette.ts` knows the names.
 */
export interface Mark {
  readonly color: string;
  readonly shape: string;
}

export interface ModelResult {
  readonly id: string; // "occam", "forest", "linear", "dummy", "dense", …: stable
  readonly label: string; // "Occam network", "Random forest"
  readonly mark?: Mark; // absent in files of older versions
  readonly description: string; // one sentence: what it is, with its size options
  readonly folds: readonly FoldResult[];
  readonly summary: Readonly<Partial<Record<MetricId, Interval>>>;
  readonly parameters: number; // means over folds, as the fields below
  readonly bytes: number;
  readonly trainOperations: number;
  readonly trainSeconds: number;
  readonly predictOperationsPerRow: number;
  readonly predictMicrosecondsPerRow: number;
}

/** Network against forest on one metric; positive differences say that the network is better. */
export interface Comparison {
  readonly metric: MetricId;
  readonly difference: number;
  readonly standardError: number; // Nadeau-Bengio
  readonly low: number;
  readonly high: number;
  readonly margin: number; // of practical equivalence, in the metric's unit
  readonly pValue: number;
  readonly adjustedPValue: number; // Holm over metrics
  readonly outcome: Outcome;
  readonly rowsToDecide: number | null; // about how many rows would decide it, when not decided
  readonly byFold: readonly number[];
}

export type Outcome = "better" | "equivalent" | "worse" | "undecided";

export interface Verdict {
  readonly headline: MetricId;
  readonly outcome: Outcome; // of the network against the forest, on the headline
  readonly sentence: string; // the verdict in one plain sentence
  readonly advice: string; // what to do with it, one sentence
  /** One sentence where a forest as other libraries grow it would have led to another outcome; else absent. */
  readonly againstDefault?: string;
  readonly comparisons: readonly Comparison[]; // the headline first
  readonly parameterRatio: number; // forest ÷ network
  readonly operationRatio: number; // forest ÷ network
  readonly secondsRatio: number; // forest ÷ network
}

/** Which model to use: the smallest that none is shown to beat. */
export interface Choice {
  readonly model: string; // id
  readonly sentence: string;
  readonly advice: string;
  readonly rivals: readonly Rival[]; // all other models that were scored, the smallest first
}

/** Another model against the chosen one, on the headline; positive differences say that this one is better. */
export interface Rival {
  readonly model: string; // id
  readonly larger: boolean; // than the chosen one, in parameters
  readonly difference: number;
  readonly low: number; // 95% interval
  readonly high: number;
  readonly margin: number;
  readonly adjustedPValue: number; // Holm over all pairs of models
  readonly outcome: Outcome; // of this model against the chosen one
  readonly rowsToDecide: number | null;
}

/** One look at the network while it was trained and pruned, averaged or summed over the members of the fold. */
export interface PathPoint {
  readonly fold: number;
  readonly round: number; // counts on through the descent
  readonly phase: "dense" | "prune" | "final" | "chosen";
  readonly trainLoss: number;
  readonly holdoutLoss: number | null; // null: the rows kept aside were trained on
  readonly pruneFraction: number; // λ of this rung, 0 in the dense phase
  readonly weights: number; // summed over members
  readonly parameters: number;
  readonly activeInputs: number; // encoded inputs that any member still reads
  readonly operations: number; // so far
  readonly accepted: boolean | null; // null: no decision was due in this round
  /** Drawn, never used to choose; only where a rung ended. */
  readonly testMetrics: Readonly<Partial<Record<MetricId, number>>> | null;
}

/** A point of the picture of quality against size. */
export interface SizePoint {
  readonly model: string; // id of the family: "occam" or "forest"
  readonly label: string; // "30 trees", "round 41", "fully grown"
  readonly parameters: number; // mean over folds
  readonly metrics: Readonly<Partial<Record<MetricId, number>>>; // means over folds
}

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** Errors on rows that were held out, all folds together. */
export interface Diagnostics {
  readonly model: string;
  readonly classes: readonly string[]; // in the order of `confusion`; empty for regression
  readonly confusion: readonly (readonly number[])[] | null; // true class × predicted class, in rows
  readonly roc: readonly {
    readonly positive: string;
    readonly points: readonly CurvePoint[];
    readonly area: number;
  }[]; // one per class, one in all when binary
  readonly precisionRecall: readonly {
    readonly positive: string;
    readonly points: readonly CurvePoint[]; // x recall, y precision
    readonly averagePrecision: number;
  }[];
  readonly calibration: readonly {
    readonly predicted: number;
    readonly observed: number;
    readonly low: number; // 95% interval of `observed`
    readonly high: number;
    readonly rows: number;
  }[];
  /** Regression, at most 1,000 points. */
  readonly scatter: readonly { readonly actual: number; readonly predicted: number }[];
  /** Regression: histogram of predicted − actual. */
  readonly residuals: readonly { readonly from: number; readonly to: number; readonly rows: number }[];
}

/** What it costs, on average, to take a row of class `truth` for one of class `predicted`. */
export interface Cost {
  readonly truth: string;
  readonly predicted: string;
  readonly cost: number; // below 0: a gain
}

/**
 * How probabilities become a class: the positive class from the threshold on, else the likeliest of the others; without
 * a threshold, the class of least expected cost. It is saved in `model.json`.
 */
export interface DecisionRule {
  readonly positive: string | null; // null: no class is called; costs alone decide
  readonly threshold: number | null; // 0 calls every row, above 1 none
  readonly costs: readonly Cost[]; // of every pair of classes; empty when none were named
}

/** Ways to decide: by the chosen rule, by costs and probabilities alone, as the likeliest class, always the same. */
export type RuleName = "chosen" | "expected" | "likeliest" | "nobody" | "everybody" | "constant";

/** What deciding costs, out of fold: no threshold was chosen on the rows that it is scored on. */
export interface Decision {
  readonly positive: string | null;
  readonly costs: readonly Cost[]; // empty when none were named
  readonly unit: string; // of the costs, such as "EUR", or empty
  readonly classes: readonly string[]; // in the order of the confusion matrices
  readonly models: readonly ModelDecision[];
}

export interface ModelDecision {
  readonly model: string;
  readonly rule: DecisionRule | null; // for new rows: chosen on all held-out rows; null without costs
  readonly rules: readonly {
    readonly rule: RuleName;
    readonly cost: Interval; // a row
    readonly saving: Interval; // a row, of the first rule against this one, over the same folds
  }[];
  readonly confusion: readonly (readonly number[])[] | null; // true class × decision by the first rule
  readonly curve: readonly { readonly threshold: number; readonly cost: Interval }[]; // cost a row at fixed thresholds
  readonly thresholds: readonly {
    readonly threshold: number;
    readonly called: number; // share of the rows
    readonly precision: number | null; // null: no row is called
    readonly recall: number | null;
  }[];
  /** The rows of each fold that are likeliest to be positive, by their share of the fold. */
  readonly likeliest: readonly {
    readonly share: number;
    readonly rows: number; // called, over all folds
    readonly precision: Interval;
    readonly recall: Interval; // share of all positive rows
    readonly saving: Interval | null; // a row of the table, against calling nobody; null without costs
  }[];
}

/** Intervals around predicted numbers, by errors on held-out rows. */
export interface IntervalRule {
  readonly kind: "errors";
  readonly edges: readonly number[]; // of predictions: rising, between tenths
  readonly scales: readonly number[]; // size of errors between the edges, in target units
  readonly levels: readonly {
    readonly level: number; // per cent of new rows that it is to hold
    readonly low: number; // times the scale, added to the prediction
    readonly high: number;
  }[];
}

/** How often probabilities came true on held-out rows: of the second of two classes, else of the predicted class. */
export interface CalibrationRule {
  readonly kind: "calibration";
  readonly edges: readonly number[]; // of the probability: rising, between bins
  readonly bins: readonly { readonly right: number; readonly rows: number }[]; // repeats of a row count as one
}

/** How often the intervals of a model held the true value, on rows that they were not learnt from. */
export interface IntervalCoverage {
  readonly model: string;
  readonly rule: IntervalRule | null; // for new rows; null where there are too few rows
  readonly levels: readonly { readonly level: number; readonly coverage: Interval; readonly width: number }[];
  /** At 90%, by tenth of the prediction. */
  readonly tenths: readonly {
    readonly from: number;
    readonly to: number;
    readonly rows: number;
    readonly coverage: number;
    readonly low: number; // 95% interval of the coverage
    readonly high: number;
    readonly width: number; // mean
  }[];
}

/** Rows that are alike in one column, and the errors of the first two models on them. */
export interface ErrorSegment {
  readonly column: string;
  readonly label: string; // a level, or a range such as "above 3 to 7"
  readonly rows: number; // with repeats a row counts again
  readonly errors: readonly { readonly model: string; readonly error: Interval }[]; // share wrong, or distance
  readonly difference: Interval; // first − second
  readonly chance: number; // p-value of the difference, by Holm's correction over all segments
}

/** For whom the models are wrong. */
export interface Weaknesses {
  readonly segments: readonly ErrorSegment[]; // of the columns that matter most
  /** Rows that the first model is furthest from, mean over repeats. */
  readonly rows: readonly {
    readonly row: number; // 0 is the first after the header
    readonly id: string | null;
    readonly truth: number | string;
    readonly predictions: readonly { readonly model: string; readonly value: number }[]; // or probability of the truth
  }[];
}

/** Why a model predicts a test row as it does: the baseline and all effects sum to the value. */
export interface ExplainedRow {
  readonly row: number; // 0 is the first after the header
  readonly prediction: string | number;
  readonly value: number; // the probability of the predicted class, or the number
  readonly baseline: number;
  readonly effects: readonly { readonly column: string; readonly cell: string; readonly effect: number }[];
  readonly others: number; // the effects of all other columns
  readonly error: number; // the largest standard error of an effect
}

/** A megabatch of a stream: every row was predicted before it was learnt. */
export interface StreamedPart {
  readonly rows: number;
  readonly score: number; // before it was learnt
  readonly outcome: "learnt" | "kept" | "waiting"; // kept: training did not help on held-out rows
  readonly worse: boolean; // predicted worse than those before, beyond chance
  readonly unlike: readonly string[]; // columns whose values are unlike those before
}

/** Would more rows help? The loss after training on shares of the rows, and where it may go. */
export interface LearningCurve {
  readonly models: readonly {
    readonly model: string;
    readonly points: readonly { readonly rows: number; readonly loss: Interval }[]; // training rows; the last is all
    readonly forecast: readonly { readonly rows: number; readonly loss: Interval }[];
    /** What twice the rows would take off the loss, as a share of it; null where the loss is 0. */
    readonly gain: Interval | null;
  }[];
  readonly left: string | null; // why there is none, in a sentence
}

/** How much worse the headline gets on test rows when one column is shuffled. */
export interface Importance {
  readonly model: string;
  readonly column: string;
  readonly mean: number;
  readonly low: number; // 95% interval over folds
  readonly high: number;
  readonly byFold: readonly number[];
}

/** What pruning left of one column of the table. */
export interface Survival {
  readonly column: string;
  readonly folds: number; // folds in which some weight reads it
  readonly weights: number; // mean over folds
}

export interface PartialDependence {
  readonly column: string;
  readonly grid: readonly (number | string)[];
  readonly output: string; // the class whose probability is drawn, or the target
  readonly curves: readonly { readonly model: string; readonly values: readonly number[] }[];
}

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
