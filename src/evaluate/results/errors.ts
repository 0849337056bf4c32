import type { Interval } from "./models.ts";

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
