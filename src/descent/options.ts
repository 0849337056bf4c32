/** How the weights are thinned while they are trained: each is a file of its own. */
export type Method =
  | { readonly kind: "guarded" } // the default: a ladder of prunings, each accepted by a test or rolled back
  | { readonly kind: "paper" } // the published loop: prune after every round, the share steered by progress
  | { readonly kind: "dense" } // traditional gradient descent
  | { readonly kind: "gradual"; readonly keep: number } // cubic schedule down to this share of the weights
  | { readonly kind: "once"; readonly keep: number } // train, prune once, retrain with a falling rate
  | { readonly kind: "random"; readonly keep: number } // a random mask from the start
  | Anytime; // one megabatch of data that arrive over time

/** What says how much a weight matters to the guarded descent: see `importanceBy` in prune-by.ts. */
export const pruneBys = ["gradient", "magnitude", "sensitivity", "movement"] as const;

export type PruneBy = (typeof pruneBys)[number];

/** Prune by the sensitivity of the loss, then train on. */
export interface Anytime {
  readonly kind: "anytime";
  readonly weights: number; // that a network keeps at most
  readonly scored: number; // training rows that the sensitivity is taken on, from the first on
}

/** How many networks share the work, and how their predictions become one. */
export interface EnsembleOptions {
  readonly members: number; // networks
  readonly parts: number; // inner parts; member k holds out part k
  readonly calibrate: "none" | "full" | "half"; // strength of the temperature
}

/** The networks before their first step. */
export interface NetworkOptions {
  readonly widths: readonly number[] | "auto"; // hidden units, first layer first; auto grows with the rows
  readonly mostInputs: number; // that a unit of the first hidden layer reads at the start, drawn at random
  readonly skip: boolean; // inputs also feed the output layer
  readonly inputScale: boolean; // a learnable factor per input
}

/** Rounds of Adam. */
export interface DescentOptions {
  readonly rounds: number; // of the dense phase; all rounds where there is no ladder
  readonly stretches: number; // of the dense phase at most, each twice as long as the one before it
  readonly rate: number;
  readonly recoveryRate: number; // after a pruning
  readonly decay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly batch: number | "auto";
  readonly roundRows: number; // most rows of a round, which is else one pass over the rows and 30 steps at least
  readonly maxOperations: number | null; // multiply-adds of the whole descent
}

/**
 * The ladder of the guarded descent; the first share is also that of the published loop. The ample number of weights is
 * mostly that of the bits in the targets (`ample-weights.ts`).
 */
export interface LadderOptions {
  readonly rounds: number; // after each pruning
  readonly pruneFraction: number; // λ₀: share of the remaining weights of a layer
  readonly pruneBy: PruneBy;
  readonly tolerance: number; // accepted worsening, in standard errors of the paired holdout difference
  readonly slack: number; // and at least this share of the best loss
  readonly lookAhead: number; // rungs tried beyond one that the test rejects
  readonly maxRungs: number;
  readonly weightsPerBit: number | null; // weights per ample one above which pruning needs no test; null: none
  readonly weightPrice: number; // share of the loss that a weight per ample one costs when a size is chosen
  readonly maxParameters: number | null; // of the ensemble: prune on until it has no more, whatever the test says
}

/** The last rounds of the guarded descent. */
export interface EndingOptions {
  readonly rounds: number; // of the chosen network, at the full rate again
  readonly wholeRounds: number; // further ones, on the holdout rows too, where the holdout did not end those early
}

/** The recipe. `presets` holds the defaults; every part can be switched for a comparison. */
export interface OccamOptions {
  readonly method: Method;
  readonly ensemble: EnsembleOptions;
  readonly network: NetworkOptions;
  readonly descent: DescentOptions;
  readonly ladder: LadderOptions;
  readonly ending: EndingOptions;
}

const balanced: OccamOptions = {
  method: { kind: "guarded" },
  ensemble: { members: 6, parts: 6, calibrate: "half" },
  network: { widths: "auto", mostInputs: 1024, skip: true, inputScale: true },
  descent: {
    rounds: 7,
    stretches: 3,
    rate: 1e-2,
    recoveryRate: 5e-3,
    decay: 0.1,
    beta1: 0.9,
    beta2: 0.95,
    batch: "auto",
    roundRows: 16384,
    maxOperations: null,
  },
  ladder: {
    rounds: 3,
    pruneFraction: 0.7,
    pruneBy: "gradient",
    tolerance: 0,
    slack: 0.02,
    lookAhead: 2,
    maxRungs: 18,
    weightsPerBit: 1.6,
    weightPrice: 0.06,
    maxParameters: null,
  },
  ending: { rounds: 6, wholeRounds: 12 },
};

export const presets = {
  tiny: {
    ...balanced,
    ensemble: { ...balanced.ensemble, members: 4, parts: 5 },
    ladder: { ...balanced.ladder, slack: 0.08, weightsPerBit: 0.5, weightPrice: 0.3 },
  },
  balanced,
  best: balanced, // of the networks; what makes it best is the portfolio beside them
  strong: {
    ...balanced,
    ensemble: { ...balanced.ensemble, members: 8, parts: 8 },
    descent: { ...balanced.descent, rounds: 14 },
    ladder: { ...balanced.ladder, rounds: 6, slack: 0.005, weightsPerBit: 4, weightPrice: 0.01 },
    ending: { rounds: 12, wholeRounds: 24 },
  },
} as const satisfies Record<string, OccamOptions>;

/** From this number of rows on, time matters more than a little loss, and there is enough to learn for all weights. */
const largeTable = 5000;

/** `options` for a table of `rows`: on a large one fewer members and shorter last rounds. */
export function optionsFor(rows: number, options: OccamOptions): OccamOptions {
  if (rows < largeTable) return options;
  const { ensemble, ending } = options;
  return {
    ...options,
    ensemble: { ...ensemble, members: Math.min(ensemble.members, 4) },
    ending: {
      rounds: Math.ceil((2 / 3) * ending.rounds),
      wholeRounds: Math.ceil((5 / 6) * ending.wholeRounds),
    },
  };
}

/** Hidden widths for `rows` rows of inner training data. */
export function widthsFor(rows: number, { widths }: Pick<NetworkOptions, "widths">): readonly number[] {
  if (widths !== "auto") return widths;
  return rows < 1000 ? [32, 16] : rows < 5000 ? [64, 32] : [128, 64];
}

/** Rows a step for `rows` rows of inner training data. */
export function batchFor(rows: number): number {
  return rows <= 1024 ? 32 : rows <= 4096 ? 64 : rows <= 16384 ? 128 : 256;
}
