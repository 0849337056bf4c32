/** How the weights are thinned while they are trained. */
export type Descent =
  | { readonly kind: "guarded" } // the default: a ladder of prunings, each accepted by a test or rolled back
  | { readonly kind: "paper" } // the published loop: prune after every epoch, the share steered by progress
  | { readonly kind: "dense" } // traditional gradient descent
  | { readonly kind: "gradual"; readonly keep: number } // cubic schedule down to this share of the weights
  | { readonly kind: "once"; readonly keep: number } // train, prune once, retrain with a falling rate
  | { readonly kind: "random"; readonly keep: number }; // a random mask from the start

/** The recipe. `presets` holds the defaults; every part can be switched for a comparison. */
export interface OccamOptions {
  readonly descent: Descent;
  readonly members: number; // networks in the bag
  readonly parts: number; // inner parts; member k holds out part k
  readonly widths: readonly number[] | "auto"; // hidden units, first layer first; auto grows with the rows
  readonly startDensity: number; // share of the inputs that a unit of the first hidden layer reads at the start
  readonly startInputs: number; // and at least so many of them, where there are
  readonly skip: boolean; // inputs also feed the output layer
  readonly inputScale: boolean; // a learnable factor per input
  readonly rate: number; // of Adam, dense phase
  readonly recoveryRate: number; // after a pruning
  readonly decay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly batch: number | "auto";
  readonly roundRows: number; // a round is one pass over the rows, but 30 steps at least and beyond them so many rows at most
  readonly denseRounds: number;
  readonly recoveryRounds: number;
  readonly finalRounds: number; // of the chosen network, at the full rate again
  readonly wholeRounds: number; // and on, with the holdout among the rows, where it did not end those early
  readonly weightsPerBit: number | null; // above so many weights per bit in the targets pruning asks no test; null: never
  readonly weightPrice: number; // share of the loss that a weight per bit in the targets may be worth, when a size is chosen
  readonly pruneFraction: number; // λ₀: share of the surviving weights, a layer
  readonly tolerance: number; // accepted worsening, in standard errors of the paired holdout difference
  readonly slack: number; // and at least this share of the best loss
  readonly lookAhead: number; // rungs tried beyond one that the test rejects
  readonly maxRungs: number;
  readonly calibrate: "none" | "full" | "half"; // strength of the temperature
  readonly keepBest: boolean; // each member ends a phase in its best round by holdout, else in the last
  readonly maxParameters: number | null; // prune on until the bag has at most so many, test or no test
  readonly maxOperations: number | null; // multiply-adds of the whole descent
}

const balanced: OccamOptions = {
  descent: { kind: "guarded" },
  members: 6,
  parts: 6,
  widths: "auto",
  startDensity: 0.25,
  startInputs: 64,
  skip: true,
  inputScale: true,
  rate: 1e-2,
  recoveryRate: 5e-3,
  decay: 0.1,
  beta1: 0.9,
  beta2: 0.95,
  batch: "auto",
  roundRows: 16384,
  denseRounds: 7,
  recoveryRounds: 3,
  finalRounds: 6,
  wholeRounds: 12,
  weightsPerBit: 1.6,
  weightPrice: 0.06,
  pruneFraction: 0.7,
  tolerance: 0,
  slack: 0.02,
  lookAhead: 2,
  maxRungs: 18,
  calibrate: "half",
  keepBest: true,
  maxParameters: null,
  maxOperations: null,
};

export const presets = {
  tiny: { ...balanced, members: 4, parts: 5, slack: 0.08, weightsPerBit: 0.5, weightPrice: 0.3 },
  balanced,
  strong: {
    ...balanced,
    members: 8,
    parts: 8,
    denseRounds: 14,
    recoveryRounds: 6,
    finalRounds: 12,
    wholeRounds: 24,
    slack: 0.005,
    weightsPerBit: 4,
    weightPrice: 0.01,
  },
} as const satisfies Record<string, OccamOptions>;

/** From so many rows on, time matters more than a little loss, and there is enough to learn for all weights. */
const largeTable = 5000;

/** `options` for a table of `rows`: on a large one fewer members and shorter last rounds, and all inputs from the start. */
export function optionsFor(rows: number, options: OccamOptions): OccamOptions {
  if (rows < largeTable) return options;
  return {
    ...options,
    members: Math.min(options.members, 4),
    startDensity: 1,
    finalRounds: Math.ceil((2 / 3) * options.finalRounds),
    wholeRounds: Math.ceil((5 / 6) * options.wholeRounds),
  };
}

/** Share of its `inputs` that a unit of the first hidden layer reads at the start. */
export function densityFor(inputs: number, { startDensity, startInputs }: OccamOptions): number {
  return Math.min(1, Math.max(startDensity, startInputs / Math.max(1, inputs)));
}

/** Hidden widths for `rows` rows of inner training data. */
export function widthsFor(rows: number): readonly number[] {
  return rows < 1000 ? [32, 16] : rows < 5000 ? [64, 32] : [128, 64];
}

/** Rows a step for `rows` rows of inner training data. */
export function batchFor(rows: number): number {
  return rows <= 1024 ? 32 : rows <= 4096 ? 64 : rows <= 16384 ? 128 : 256;
}
