import type { Tensor, TensorFlow } from "./tensorflow.ts";

/**
 * Gives the wasm backend of a user's TensorFlow.js the two kernels that training a convolution or an embedding needs
 * and that version 4.22.0 lacks, made of kernels that it has. What is already registered stays.
 */
export function registerMissingKernels(tf: TensorFlow): void {
  // The edges to an untyped registry: TensorFlow.js calls a kernel with what its gradients give, by name.
  register(tf, "Conv2DBackpropFilter", ({ x, dy }, attributes) =>
    filterGradient(tf, { x: x!, dy: dy! }, attributes as ConvolutionShape),
  );
  register(tf, "UnsortedSegmentSum", ({ x, segmentIds }, attributes) =>
    segmentSum(tf, { x: x!, segments: segmentIds! }, (attributes as { readonly numSegments: number }).numSegments),
  );
}

function register(
  tf: TensorFlow,
  kernelName: string,
  compute: (inputs: Readonly<Record<string, Tensor>>, attributes: unknown) => Tensor,
): void {
  if (tf.getKernel(kernelName, "wasm")) return;
  const kernelFunc = (call: { readonly inputs: Readonly<Record<string, Tensor>>; readonly attrs: unknown }) =>
    tf.tidy(() => compute(call.inputs, call.attrs));
  tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc });
}

interface ConvolutionShape {
  readonly strides: number | readonly [number, number];
  readonly pad: "valid" | "same" | number;
  readonly filterShape: readonly [number, number, number, number]; // rows, columns, inputs, outputs
}

/**
 * Gradient of a filter: for each of its places the product of what it read there with the gradient of what came out.
 */
function filterGradient(
  tf: TensorFlow,
  { x, dy }: { readonly x: Tensor; readonly dy: Tensor },
  { strides, pad, filterShape }: ConvolutionShape,
): Tensor {
  const [height, width, inputs, outputs] = filterShape;
  const [down, across] = typeof strides === "number" ? [strides, strides] : strides;
  const [images = 0, rows = 0, columns = 0] = dy.shape;
  const read = tf.pad(x, [
    [0, 0],
    margins(pad, { size: x.shape[1]!, filter: height, stride: down }),
    margins(pad, { size: x.shape[2]!, filter: width, stride: across }),
    [0, 0],
  ]);
  const gradient = tf.reshape(dy, [images * rows * columns, outputs]);
  const gradients: Tensor[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const end = [images, row + (rows - 1) * down + 1, column + (columns - 1) * across + 1, inputs];
      const part = tf.stridedSlice(read, [0, row, column, 0], end, [1, down, across, 1]);
      gradients.push(tf.matMul(tf.reshape(part, [images * rows * columns, inputs]), gradient, true));
    }
  }
  return tf.reshape(tf.concat(gradients, 0), filterShape);
}

/** Zeros before and behind an axis, as TensorFlow pads: the odd one behind. */
function margins(
  pad: ConvolutionShape["pad"],
  { size, filter, stride }: Record<"size" | "filter" | "stride", number>,
): readonly [number, number] {
  if (typeof pad === "number") return [pad, pad];
  if (pad !== "same") return [0, 0];
  const all = Math.max(0, (Math.ceil(size / stride) - 1) * stride + filter - size);
  return [Math.floor(all / 2), Math.ceil(all / 2)];
}

/** Sum of the rows of each segment, as a product with the segments' indicators. */
function segmentSum(
  tf: TensorFlow,
  { x, segments }: { readonly x: Tensor; readonly segments: Tensor },
  count: number,
): Tensor {
  const rows = segments.size;
  const indicator = tf.oneHot(tf.reshape(segments, [rows]), count);
  const sums = tf.matMul(tf.mul(indicator, 1), tf.reshape(x, [rows, -1]), true);
  return tf.reshape(sums, [count, ...x.shape.slice(segments.shape.length)]);
}
