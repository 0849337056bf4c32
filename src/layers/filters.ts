import { UserError } from "../base/errors.ts";
import type { TensorFlow, Variable } from "../engine/tfjs/tensorflow.ts";
import { type LayerLike, type ModelLike, variableOf } from "./layers-model.ts";

/** A convolution whose filters one other layer reads, each as a channel. */
export interface FilterPair {
  readonly kernel: Variable; // of the convolution: filters on its last axis
  readonly bias: Variable | null;
  readonly filters: number;
  readonly reader: LayerLike; // a convolution or a dense layer
  readonly readerKernel: Variable; // channels on its last axis but one, after places where they were flattened
}

const convolutions = new Set(["Conv1D", "Conv2D"]);

/** Layers that keep channels apart: what comes out of a channel depends on that channel alone. */
const channelwise =
  /^(?:Activation|ReLU|LeakyReLU|PReLU|ELU|ThresholdedReLU|Dropout|SpatialDropout1D|Gaussian\w+|AlphaDropout|BatchNormalization|(?:Global)?(?:Max|Average)Pooling[12]D|Flatten)$/u;

/**
 * The convolutions of a model, not those of models inside it, whose filters can go: what they give is read by one
 * convolution or dense layer, through layers that keep channels apart. Throws a UserError where there is none.
 */
export function filterPairs(tf: TensorFlow, model: ModelLike): readonly FilterPair[] {
  const pairs = model.layers.flatMap((layer) => pairFrom(tf, layer) ?? []);
  if (pairs.length > 0) return pairs;
  throw new UserError("The model has no convolution whose filters can be pruned.", {
    hint: "One other convolution or dense layer has to read them, channels last. Leave pruneBy out to prune weights.",
  });
}

function pairFrom(tf: TensorFlow, layer: LayerLike): FilterPair | null {
  if (!convolutions.has(layer.getClassName())) return null;
  const reader = readerOf(layer);
  const [kernel, from] = [kernelOf(layer), reader === null ? undefined : kernelOf(reader)];
  if (reader === null || kernel === undefined || from === undefined) return null;
  const bias = layer.trainableWeights.find(({ shape }) => shape.length === 1);
  return {
    kernel: variableOf(tf, kernel),
    bias: bias === undefined ? null : variableOf(tf, bias),
    filters: Number(kernel.shape.at(-1)),
    reader,
    readerKernel: variableOf(tf, from),
  };
}

/** The one layer with a kernel that reads the channels of this one. */
function readerOf(layer: LayerLike): LayerLike | null {
  if (!isPlain(layer) || layer.outboundNodes.length !== 1) return null;
  const { outboundLayer: next } = layer.outboundNodes[0]!;
  if (next.layers !== undefined || next.inboundNodes.length !== 1) return null;
  if (next.inboundNodes[0]!.inboundLayers.length !== 1) return null;
  if (channelwise.test(next.getClassName())) return readerOf(next);
  return isPlain(next) && (convolutions.has(next.getClassName()) || next.getClassName() === "Dense") ? next : null;
}

/** Used once, channels last, and not causal, which pads one side. */
function isPlain(layer: LayerLike): boolean {
  const { dataFormat = "channelsLast", padding = "valid" } = layer.getConfig() as {
    readonly dataFormat?: unknown;
    readonly padding?: unknown;
  };
  return layer.inboundNodes.length === 1 && dataFormat === "channelsLast" && padding !== "causal";
}

function kernelOf(layer: LayerLike) {
  return layer.trainableWeights.find(({ shape }) => shape.length >= 2);
}
