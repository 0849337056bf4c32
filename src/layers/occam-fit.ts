import { nearest, UserError } from "../base/errors.ts";
import { attachBackend, loadTensorFlow } from "../engine/tfjs/open.ts";
import type { Tensor, TensorFlow } from "../engine/tfjs/tensorflow.ts";
import { descend } from "../descent/descend.ts";
import { Ensemble } from "../descent/ensemble.ts";
import { type OccamOptions, presets } from "../descent/options.ts";
import { type Candidate, type RoundRecord, Training, type Watch } from "../descent/training.ts";
import type { ModelLike, TensorLike } from "./layers-model.ts";
import { type ModelData, ModelLearner, survivorsOf } from "./learner.ts";
import { type ModelState, PackedVariables } from "./packed-variables.ts";
import { type LossName, lossNames, type RowLoss, rowLossOf } from "./row-loss.ts";
import { type SavedModel, saveModel } from "./saved-model.ts";

/**
 * Tensors with the rows on their first axis. The holdout steers pruning; what is to be reported needs rows beside both.
 */
export interface Dataset {
  readonly xs: TensorLike;
  readonly ys: TensorLike;
  readonly holdout: { readonly xs: TensorLike; readonly ys: TensorLike };
}

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
  readonly tolerance?: number; // accepted worsening, in standard errors of the paired holdout difference
  readonly slack?: number; // and at least this share of the best holdout loss; 0.02 unless said otherwise
  readonly decay?: number;
  readonly maxParameters?: number;
  readonly maxOperations?: number; // multiply-adds
  readonly seed?: number;
  readonly watch?: Watch;
}

/** What a descent made of a model, which is left in the chosen state, zeros where weights were pruned. */
export interface OccamFitted {
  readonly backend: string;
  readonly history: readonly RoundRecord[];
  readonly rungs: readonly {
    readonly round: number;
    readonly accepted: boolean;
    readonly chosen: boolean;
    readonly holdoutLoss: number;
    readonly weights: number;
  }[];
  readonly holdoutLoss: number;
  readonly startWeights: number;
  readonly weights: number; // kept, of the kernels
  readonly parameters: number; // and biases, norms and what else is trained
  /** Multiply-adds: of one row forwards with all weights and with those that are kept, and of all training. */
  readonly operations: { readonly dense: number; readonly kept: number; readonly training: number };
  readonly kernels: readonly {
    readonly layer: string;
    readonly name: string;
    readonly weights: number;
    readonly kept: number;
  }[];
  readonly untouched: readonly string[]; // trained weights that are never pruned
  readonly masks: ReadonlyMap<string, Uint8Array>; // of each kernel: 1 is kept
  /** The artifacts of `model.save`, with the masks in their metadata. */
  save(): Promise<SavedModel>;
}

/**
 * Occam Gradient Descent on any `tf.LayersModel` with one input and one output, by the same code as on tables. Works on
 * the backend that is active. Throws a UserError for a model without kernels, for data that do not fit, and when a
 * backend fails or gives no numbers.
 */
export async function occamFit(
  model: ModelLike,
  dataset: Dataset,
  options: OccamFitOptions = {},
): Promise<OccamFitted> {
  const tf = options.tf === undefined ? await loadTensorFlow() : (options.tf as TensorFlow);
  const data = checkData(dataset);
  const rowLoss = lossOf(options.loss ?? model.loss);
  const recipe = recipeOf(options);
  const backend = attachBackend(tf);
  checkModel(tf, model, data);
  const variables = await PackedVariables.of(backend, model, recipe.descent.decay);
  try {
    const { descent } = recipe;
    const learner = new ModelLearner({ backend, model, variables, data, rowLoss, descent, seed: options.seed ?? 1 });
    const startWeights = learner.weights;
    const training = new Training(new Ensemble([learner]), descent.maxOperations, options.watch ?? (() => true));
    const { candidates, chosen } = await descend(training, recipe);
    return {
      backend: backend.name,
      history: training.history,
      rungs: candidates.map((candidate) => rungOf(candidate, chosen)),
      holdoutLoss: chosen.mean,
      startWeights,
      weights: learner.weights,
      parameters: learner.parameters,
      ...sizesOf(variables, learner.operations),
      save: () => saveModel(tf, model, masksOf(variables)),
    };
  } finally {
    variables.dispose();
  }
}

function rungOf(candidate: Candidate<ModelState>, chosen: Candidate<ModelState>) {
  const { round, accepted, mean, weights } = candidate;
  return { round, accepted, chosen: candidate === chosen, holdoutLoss: mean, weights };
}

function masksOf({ parts, keep }: PackedVariables): ReadonlyMap<string, Uint8Array> {
  return new Map(parts.map(({ kernel, start, end }) => [kernel.name, keep.slice(start, end)]));
}

function sizesOf(variables: PackedVariables, training: number) {
  const kernels = variables.parts.map((part) => ({
    ...part.kernel,
    weights: part.end - part.start,
    kept: survivorsOf(variables.keep, part).length,
  }));
  const pruned = new Set(kernels.map(({ variable }) => variable));
  const perRow = (count: (kernel: (typeof kernels)[number]) => number) =>
    kernels.reduce((sum, kernel) => sum + kernel.positions * count(kernel), 0);
  return {
    kernels: kernels.map(({ layer, name, weights, kept }) => ({ layer, name, weights, kept })),
    untouched: variables.trained.filter((one) => !pruned.has(one)).map(({ name }) => name),
    masks: masksOf(variables),
    operations: { dense: perRow(({ weights }) => weights), kept: perRow(({ kept }) => kept), training },
  };
}

/** Defaults by mode: Adam as `tf.layers` has it; λ₀ of the public scripts in paper mode. */
function recipeOf(given: OccamFitOptions): OccamOptions {
  const { balanced } = presets;
  const { mode = "guarded", rate = 1e-3 } = given;
  return {
    ...balanced,
    method: { kind: mode },
    descent: {
      ...balanced.descent,
      rounds: given.rounds ?? 14,
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

function lossOf(loss: unknown): RowLoss {
  if (typeof loss === "function") {
    const rows = loss as (truth: Tensor, output: Tensor) => Tensor;
    return (_, truth, output) => rows(truth, output);
  }
  const name = lossNames.find((one) => one === loss);
  if (name !== undefined) return rowLossOf(name);
  const near = typeof loss === "string" ? nearest(loss, lossNames) : undefined;
  throw new UserError(`occamFit needs a loss, not ${JSON.stringify(loss) ?? "none"}.`, {
    hint:
      near === undefined
        ? `One of ${lossNames.join(", ")}, or a function that gives the loss of each row.`
        : `Did you mean "${near}"?`,
  });
}

function checkData({ xs, ys, holdout }: Dataset): ModelData {
  const pairs = [
    ["", xs, ys],
    ["holdout ", holdout.xs, holdout.ys],
  ] as const;
  for (const [of, x, y] of pairs) {
    if (x.shape.length === 0 || x.shape[0] !== y.shape[0] || x.shape[0] === 0) {
      throw new UserError(`The ${of}data have ${x.shape[0] ?? 0} rows of xs and ${y.shape[0] ?? 0} rows of ys.`, {
        hint: "Both have the rows on their first axis, as many as the other, at least one.",
      });
    }
  }
  // The edge to the user's own tensors, which have more than is declared here.
  return { xs, ys, holdout } as unknown as ModelData;
}

/** One row through the model: it must take it and give one tensor with one row. */
function checkModel(tf: TensorFlow, model: ModelLike, { xs }: ModelData): void {
  if (!Array.isArray(model.layers) || typeof model.apply !== "function") {
    throw new UserError("occamFit trains a tf.LayersModel: tf.sequential or tf.model.");
  }
  tf.tidy(() => {
    const row = tf.slice(
      xs,
      xs.shape.map(() => 0),
      [1, ...xs.shape.slice(1)],
    );
    let output: unknown;
    try {
      output = model.apply(row as never, { training: false });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`The model does not take rows of shape ${xs.shape.slice(1).join(" × ")}: ${reason}`);
    }
    if (Array.isArray(output) || typeof output !== "object" || output === null || !("shape" in output)) {
      throw new UserError("occamFit trains models with one output.");
    }
  });
}
