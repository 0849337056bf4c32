import { descend } from "../descent/descend.ts";
import { Ensemble } from "../descent/ensemble.ts";
import { type Candidate, type RoundRecord, Training } from "../descent/training.ts";
import { attachBackend, loadTensorFlow } from "../engine/tfjs/open.ts";
import type { TensorFlow } from "../engine/tfjs/tensorflow.ts";
import { checkData, checkModel, type Dataset } from "./dataset.ts";
import { filterPairs } from "./filters.ts";
import type { ModelLike } from "./layers-model.ts";
import { ModelLearner } from "./learner.ts";
import { type OccamFitOptions, recipeOf } from "./options.ts";
import { type ModelState, PackedVariables } from "./packed-variables.ts";
import { rowLossOf } from "./row-loss.ts";
import { type SavedModel, saveModel } from "./saved-model.ts";
import { registerTileGradient } from "./tile-gradient.ts";

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
  const rowLoss = rowLossOf(options.loss ?? model.loss);
  const recipe = recipeOf(options);
  const backend = attachBackend(tf);
  registerTileGradient(tf);
  checkModel(tf, model, data);
  const pairs = options.pruneBy === "filter-sensitivity" ? filterPairs(tf, model) : [];
  const variables = await PackedVariables.of(backend, model, recipe.descent.decay);
  try {
    const { descent } = recipe;
    const learner = new ModelLearner({
      ...{ backend, model, variables, pairs, data, rowLoss, descent },
      seed: options.seed ?? 1,
    });
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
      save: () => saveModel(tf, model, variables.masks()),
    };
  } finally {
    variables.dispose();
  }
}

function rungOf(candidate: Candidate<ModelState>, chosen: Candidate<ModelState>) {
  const { round, accepted, mean, weights } = candidate;
  return { round, accepted, chosen: candidate === chosen, holdoutLoss: mean, weights };
}

function sizesOf(variables: PackedVariables, training: number) {
  const survivors = variables.survivors();
  const kernels = variables.parts.map(({ kernel, start, end }, at) => ({
    ...kernel,
    weights: end - start,
    kept: survivors[at]!.length,
  }));
  const pruned = new Set(kernels.map(({ variable }) => variable));
  const perRow = (count: (kernel: (typeof kernels)[number]) => number) =>
    kernels.reduce((sum, kernel) => sum + kernel.positions * count(kernel), 0);
  return {
    kernels: kernels.map(({ layer, name, weights, kept }) => ({ layer, name, weights, kept })),
    untouched: variables.trained.filter((one) => !pruned.has(one)).map(({ name }) => name),
    masks: variables.masks(),
    operations: { dense: perRow(({ weights }) => weights), kept: perRow(({ kept }) => kept), training },
  };
}
