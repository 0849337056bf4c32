/** What an encoder makes of columns; `defaultEncoderOptions` is what measurements favour. */
export interface EncoderOptions {
  readonly raw: boolean; // a scaled copy of each numeric column; columns without bins have one anyway
  readonly bins: "tree" | "quantile" | "none";
  readonly binsMaximum: number; // bins of one column: round(√(rows / columns) / 1.5), at least 4, at most this
  readonly binInputs: number; // of all columns together
  readonly heavyTails: "none" | "log" | "rank"; // a further copy of columns with heavy tails
  readonly indicators: boolean; // an input that says "missing", for columns with missing cells in training rows
  readonly indicatorInputs: number; // of all columns together
  readonly manyLevels: number; // a category with more levels than this is coded by frequency and target
  readonly topLevels: number; // of such a category, the commonest levels have an input each
  readonly levelInputs: number; // of all categories together, but each keeps at least one
  readonly targetCodes: boolean;
  readonly targetClasses: number; // the commonest classes have a target code each
}

export const defaultEncoderOptions: EncoderOptions = {
  raw: true,
  bins: "tree",
  binsMaximum: 16,
  binInputs: 600,
  heavyTails: "none",
  indicators: true,
  indicatorInputs: 500,
  manyLevels: 32,
  topLevels: 16,
  levelInputs: 1000,
  targetCodes: true,
  targetClasses: 5,
};
