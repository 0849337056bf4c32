import { UserError } from "../base/errors.ts";
import type { TensorFlow, Variable } from "../engine/tfjs/tensorflow.ts";

/** A tensor of the user's TensorFlow.js. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dataId: object;
}

/** A weight of a layer, as `tf.layers` has it. */
export interface WeightLike {
  readonly name: string;
  readonly originalName: string;
  readonly shape: readonly (number | null)[];
  read(): TensorLike;
}

/** A use of a layer. */
export interface NodeLike {
  readonly inputShapes: unknown;
  readonly outputShapes: unknown;
  readonly inputTensors: readonly object[]; // symbolic
  readonly inboundLayers: readonly LayerLike[];
  readonly outboundLayer: LayerLike;
}

export interface LayerLike {
  readonly name: string;
  readonly trainableWeights: readonly WeightLike[];
  readonly layers?: readonly LayerLike[]; // of a model inside the model
  readonly inboundNodes: readonly NodeLike[];
  readonly outboundNodes: readonly NodeLike[];
  getClassName(): string;
  getConfig(): object;
}

/** What is asked of a `tf.LayersModel`, by shape: the package stays optional. */
export interface ModelLike {
  readonly inputs: readonly object[]; // symbolic tensors
  readonly layers: readonly LayerLike[];
  readonly weights: readonly WeightLike[];
  readonly trainableWeights: readonly WeightLike[];
  readonly loss?: unknown;
  apply(inputs: never, options?: { readonly training: boolean }): unknown;
  save(handler: never): Promise<unknown>;
}

/** A matrix that pruning thins: what reads or sums, never a bias, a norm or the slope of an activation. */
export interface Kernel {
  readonly layer: string;
  readonly name: string;
  readonly variable: Variable;
  readonly outputs: number; // last axis
  readonly positions: number; // places of a row where it is applied: multiply-adds are positions × weights
}

/** By the last part of a weight's name, which its layer class gives; what stands before it is the user's. */
const neverPruned = /^(?:bias|gamma|beta|alpha|moving_mean|moving_variance)$/u;

/**
 * The kernels of a model in the order of its layers: dense, convolutional, recurrent, embedding and attention weights
 * of two axes or more. Throws a UserError when there is none, or when the weights belong to another copy of
 * TensorFlow.js.
 */
export function kernelsOf(tf: TensorFlow, model: ModelLike): readonly Kernel[] {
  const kernels = flatten(model.layers).flatMap((layer) =>
    /Normalization/u.test(layer.getClassName()) ? [] : kernelsOfLayer(tf, layer),
  );
  const once = [...new Map(kernels.map((kernel) => [kernel.name, kernel])).values()];
  if (once.length === 0) {
    const names = model.layers.map((layer) => layer.getClassName()).join(", ");
    throw new UserError(`The model has no weights that can be pruned (its layers: ${names}).`, {
      hint: "Kernels of dense, convolutional, recurrent, embedding and attention layers can; are they trainable?",
    });
  }
  return once;
}

function flatten(layers: readonly LayerLike[]): readonly LayerLike[] {
  return layers.flatMap((layer) => (layer.layers === undefined ? [layer] : flatten(layer.layers)));
}

function kernelsOfLayer(tf: TensorFlow, layer: LayerLike): readonly Kernel[] {
  return layer.trainableWeights
    .filter((weight) => weight.shape.length >= 2 && !neverPruned.test(weight.originalName.split("/").at(-1) ?? ""))
    .map((weight) => ({
      layer: layer.name,
      name: weight.name,
      variable: variableOf(tf, weight),
      outputs: weight.shape.at(-1) ?? 1,
      positions: /embedding/iu.test(layer.getClassName()) ? 0 : positionsOf(layer),
    }));
}

/** The variable behind a weight. Throws a UserError when another copy of TensorFlow.js made it. */
export function variableOf(tf: TensorFlow, weight: WeightLike): Variable {
  // The edge to tf.layers: what a weight reads is its variable itself.
  const own = weight.read() as Variable;
  const variable = tf.engine().registeredVariables[own.name];
  if (variable === own) return variable;
  throw new UserError(`Weight "${weight.name}" was made by another copy of TensorFlow.js.`, {
    hint: 'Give the copy that made the model: occamFit(model, data, { tf }), or run "npm dedupe".',
  });
}

/**
 * Places where a layer applies its kernel to one row: all axes of its output but the first and the last, over all its
 * uses.
 */
function positionsOf(layer: LayerLike): number {
  return layer.inboundNodes.reduce((sum, { outputShapes }) => {
    const shape: unknown =
      Array.isArray(outputShapes) && Array.isArray(outputShapes[0]) ? outputShapes[0] : outputShapes;
    if (!Array.isArray(shape)) return sum + 1;
    return sum + shape.slice(1, -1).reduce((product: number, size: unknown) => product * Number(size ?? 1), 1);
  }, 0);
}
