import type { Interval } from "./models.ts";

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
