import type { Learning, Pace } from "./learning.ts";
import type { Tensor, TensorFlow } from "./tensorflow.ts";

export const epsilon = 1e-8;

/** Parameters and moments of all models: each models × size. */
export interface Moments {
  readonly value: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

/** Parameters with their moments on the device, moved by Adam with decoupled decay. */
export interface Optimizer {
  /** models × size; belongs to the optimizer. */
  values(): Tensor;
  /** One step of all models, number `step` of their pace. Takes no tensor over: `gradient` stays the caller's. */
  step(gradient: Tensor, learning: Learning, pace: Pace, step: number): void;
  read(read: (tensor: Tensor) => Promise<Float32Array>): Promise<Moments>;
  dispose(): void;
}

/** Adam in about two dozen kernels of TensorFlow.js, for every backend. */
export class PlainOptimizer implements Optimizer {
  private readonly tf: TensorFlow;
  private value: Tensor;
  private mean: Tensor;
  private square: Tensor;

  constructor(tf: TensorFlow, start: Moments, shape: readonly number[]) {
    this.tf = tf;
    this.value = tf.tensor(start.value, shape, "float32");
    this.mean = tf.tensor(start.mean, shape, "float32");
    this.square = tf.tensor(start.square, shape, "float32");
  }

  values(): Tensor {
    return this.value;
  }

  step(gradient: Tensor, { factor, decay }: Learning, { tensor }: Pace, step: number): void {
    const { tf } = this;
    const [value, mean, square] = tf.tidy(() => {
      const models = tensor.shape[1]!;
      const column = (at: number) => tf.reshape(tf.slice(tensor, [step, 0, at], [1, models, 1]), [models, 1]);
      const [rate, fresh1, fresh2, mend1, mend2] = [column(0), column(1), column(2), column(3), column(4)];
      const learnt = tf.mul(gradient, tf.step(factor));
      const nextMean = tf.add(this.mean, tf.mul(tf.sub(learnt, this.mean), fresh1));
      const nextSquare = tf.add(this.square, tf.mul(tf.sub(tf.square(learnt), this.square), fresh2));
      const size = tf.add(tf.sqrt(tf.mul(nextSquare, mend2)), epsilon);
      const move = tf.div(tf.mul(tf.mul(nextMean, factor), mend1), size);
      const change = tf.mul(tf.add(move, tf.mul(this.value, decay)), rate);
      return [tf.sub(this.value, change), nextMean, nextSquare] as const;
    });
    this.dispose();
    this.value = value;
    this.mean = mean;
    this.square = square;
  }

  async read(read: (tensor: Tensor) => Promise<Float32Array>): Promise<Moments> {
    return {
      value: await read(this.value),
      mean: await read(this.mean),
      square: await read(this.square),
    };
  }

  dispose(): void {
    this.value.dispose();
    this.mean.dispose();
    this.square.dispose();
  }
}
