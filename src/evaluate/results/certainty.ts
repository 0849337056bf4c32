import type { Interval } from "./models.ts";

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
