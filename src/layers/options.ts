import { UserError } from "../base/errors.ts";
import { type OccamOptions, presets } from "../descent/options.ts";
import type { Watch } from "../descent/training.ts";
import type { TensorLike } from "./layers-model.ts";
import type { LossName } from "./row-loss.ts";

/**
 * Every part may be left out. Rates and moments have the defaults of `tf.layers`, the ladder those of the table recipe.
 */
export interface OccamFitOptions {
  readonly tf?: object; // the TensorFlow.js that made the model, where more than one is installed
  /**
   * A name of `tf.layers` for outputs that are probabilities, or the losses of rows: (truth, output) → tensor of one
   * axis.
   */
  readonly loss?: LossName | ((truth: never, output: never) => TensorLike);
  readonly mode?: "guarded" | "paper" | "dense"; // dense, the rival, ends in its best round by holdout
  readonly batch?: number;
  readonly rate?: number;
  readonly recoveryRate?: number; // after a pruning
  readonly rounds?: number; // dense rounds of the guarded mode, all rounds of the others
  readonly recoveryRounds?: number;
  readonly pruneFraction?: number; // λ₀
  /**
   * What a pruning of the guarded mode drops: single weights by their magnitude (the default), or whole
   * filters of convolutions by their data-informed sensitivity (arXiv:1911.07412) with what reads them, and of other
   * kernels single weights.
   */
  readonly pruneBy?: "magnitude" | "filter-sensitivity";
  readonly tolerance?: number; // accepted worsening, in standard errors of the paired holdout difference
  readonly slack?: number; // and at least this share of the best holdout loss; 0.02 unless said otherwise
  readonly decay?: number;
  readonly maxParameters?: number;
  readonly maxOperations?: number; // multiply-adds
  readonly seed?: number;
  readonly watch?: Watch;
}

/**
 * The recipe with defaults by mode: Adam as `tf.layers` has it; λ₀ of the public scripts in paper mode. Throws a
 * UserError for less than one round and for an unknown criterion.
 */
export function recipeOf(given: OccamFitOptions): OccamOptions {
  const { balanced } = presets;
  const { mode = "guarded", rate = 1e-3, rounds = 14, pruneBy = "magnitude" } = given;
  if (pruneBy !== "magnitude" && pruneBy !== "filter-sensitivity") {
    throw new UserError(`occamFit prunes by magnitude or filter-sensitivity, not by ${JSON.stringify(pruneBy)}.`);
  }
  if (pruneBy === "filter-sensitivity" && mode !== "guarded") {
    throw new UserError(`The ${mode} mode of occamFit does not prune by filter-sensitivity.`, {
      hint: "Leave mode out, or pruneBy.",
    });
  }
  if (!(Number.isInteger(rounds) && rounds > 0)) {
    throw new UserError(`occamFit trains for at least 1 round, not ${rounds}.`, { hint: "Leave rounds out for 14." });
  }
  return {
    ...balanced,
    method: { kind: mode },
    descent: {
      ...balanced.descent,
      rounds,
      rate,
      recoveryRate: given.recoveryRate ?? rate / 2,
      decay: given.decay ?? 0,
      beta2: 0.999,
      batch: given.batch ?? "auto",
      maxOperations: given.maxOperations ?? null,
    },
    ladder: {
      ...balanced.ladder,
      rounds: given.recoveryRounds ?? 6,
      pruneFraction: given.pruneFraction ?? (mode === "paper" ? 0.4 : balanced.ladder.pruneFraction),
      tolerance: given.tolerance ?? balanced.ladder.tolerance,
      slack: given.slack ?? balanced.ladder.slack,
      maxParameters: given.maxParameters ?? null,
    },
    ending: { rounds: 0, wholeRounds: 0 },
  };
}
