import type { Tensor, TensorFlow } from "../engine/tfjs/tensorflow.ts";
import type { FilterPair } from "./filters.ts";
import type { ModelLike } from "./layers-model.ts";

/** A mass that counts as none: a share of it would be noise. */
const nothing = 1e-12;
const largest = 3e38;

interface Functional {
  apply(inputs: Tensor, options: { readonly training: boolean }): unknown;
}

/** The part of the user's TensorFlow.js that is needed beyond training. */
interface WithModels extends TensorFlow {
  model(parts: { readonly inputs: readonly object[]; readonly outputs: readonly object[] }): Functional;
  depthwiseConv2d(
    x: Tensor,
    filter: Tensor,
    strides: readonly [number, number],
    padding: "valid" | "same",
    format: "NHWC",
    dilations: readonly [number, number],
  ): Tensor;
  maximum(a: Tensor, b: Tensor): Tensor;
}

/** How a layer moves its kernel, as `getConfig` has it. */
interface Moves {
  readonly strides?: number | readonly number[];
  readonly dilationRate?: number | readonly number[];
  readonly padding?: "valid" | "same";
}

/**
 * Data-informed sensitivity of each filter (L. Liebenwein, C. Baykal et al., arXiv:1911.07412): the largest share, over
 * the rows, the places and the units of the layer that reads it, that its channel has in what a unit reads. As for
 * weights (`descent/sensitivity.ts`), shares are taken among weights of one sign and inputs of one sign, so that
 * nothing cancels: on these rows, dropping filters changes what a unit reads by at most the sum of their sensitivities
 * times that mass. One vector a pair, for the caller to dispose of.
 */
export function filterSensitivities(
  tf: TensorFlow,
  { model, pairs, xs }: { readonly model: ModelLike; readonly pairs: readonly FilterPair[]; readonly xs: Tensor },
): readonly Tensor[] {
  const more = tf as WithModels;
  const outputs = pairs.map(({ reader }) => reader.inboundNodes[0]!.inputTensors[0]!);
  const reads = more.model({ inputs: model.inputs, outputs });
  return tf.tidy(() => {
    let found: readonly Tensor[] = pairs.map(({ filters }) => tf.zeros([filters]));
    for (let row = 0; row < xs.shape[0]!; row++) {
      const one = tf.slice(xs, [row, ...xs.shape.slice(1).map(() => 0)], [1, ...xs.shape.slice(1)]);
      const next = tf.tidy(() => {
        const given = reads.apply(one, { training: false });
        // The edge to tf.layers: one output is a tensor, several are a list.
        const read = (Array.isArray(given) ? given : [given]) as readonly Tensor[];
        return pairs.map((pair, at) => more.maximum(found[at]!, sharesOf(more, pair, read[at]!)));
      });
      for (const tensor of [one, ...found]) tensor.dispose();
      found = next;
    }
    return found;
  });
}

/** The largest share of each channel of `read`, which is one row. */
function sharesOf(tf: WithModels, pair: FilterPair, read: Tensor): Tensor {
  const { filters } = pair;
  const { x, kernel, strides, dilations, padding } = asImage(tf, pair, read);
  const signs = [1, -1] as const;
  const shares = signs.flatMap((ofRead) =>
    signs.map((ofWeight) => {
      const mass = tf.depthwiseConv2d(
        ...([tf.relu(tf.mul(x, ofRead)), tf.relu(tf.mul(kernel, ofWeight))] as const),
        ...([strides, padding, "NHWC", dilations] as const),
      );
      const parts = tf.reshape(mass, [-1, filters, kernel.shape[3]!]); // place, channel, unit
      const total = tf.clipByValue(tf.sum(parts, 1, true), nothing, largest);
      return tf.max(tf.max(tf.div(parts, total), 2, false), 0, false);
    }),
  );
  return shares.reduce((a, b) => tf.maximum(a, b));
}

/** What a layer reads and its kernel as those of a convolution over images: one side of a sequence has length 1. */
function asImage(tf: TensorFlow, { filters, reader, readerKernel }: FilterPair, read: Tensor) {
  const { strides = 1, dilationRate = 1, padding = "valid" } = reader.getConfig() as Moves;
  const pairOf = (step: number | readonly number[]): readonly [number, number] => {
    const [first = 1, second = 1] = typeof step === "number" ? [step] : step;
    return [first, second];
  };
  const moved = { strides: pairOf(strides), dilations: pairOf(dilationRate), padding };
  const { shape } = readerKernel;
  const units = shape.at(-1)!;
  switch (reader.getClassName()) {
    case "Conv2D":
      return { ...moved, x: read, kernel: readerKernel };
    case "Conv1D":
      return {
        ...moved,
        x: tf.reshape(read, [1, -1, 1, filters]),
        kernel: tf.reshape(readerKernel, [shape[0]!, 1, filters, units]),
      };
    default: // dense, over all places at once where they were flattened
      return {
        ...moved,
        x: tf.reshape(read, [1, -1, 1, filters]),
        kernel: tf.reshape(readerKernel, [shape[0]! / filters, 1, filters, units]),
      };
  }
}
