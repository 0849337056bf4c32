import type { Kernels } from "./kernels.ts";
import type { Learning, Pace } from "./learning.ts";
import type { Tensor, TensorFlow } from "./tensorflow.ts";

export const epsilon = 1e-8;

/** Parameters and moments of all models: each models × size. */
export interface Moments {
  readonly value: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

/** Which step of all models, and what learns in it. */
export interface Move {
  readonly learning: Learning;
  readonly pace: Pace;
  readonly step: number; // of the pace
}

/** Parameters with their moments on the device, moved by Adam with decoupled decay. */
export interface Optimizer {
  /** models × size; belongs to the optimizer. */
  values(): Tensor;
  /** One step of all models. `gradient` still belongs to the caller. */
  step(gradient: Tensor, move: Move): void;
  read(read: (tensor: Tensor) => Promise<Float32Array>): Promise<Moments>;
  dispose(): void;
}

/** Parameters and moments on the device, or in a graph: each models × size. */
export interface Moving<T> {
  readonly value: T;
  readonly mean: T;
  readonly square: T;
}

/** The settings of a step of Adam. */
export interface MoveBy<T> {
  readonly gradient: T; // models × size
  readonly factor: T;
  readonly decay: T;
  readonly pace: (at: number) => T; // a column of the step's pace: models × 1
}

/** One step of Adam in about two dozen kernels. */
export function moved<T>(tf: Kernels<T>, { value, mean, square }: Moving<T>, by: MoveBy<T>): Moving<T> {
  const { gradient, factor, decay, pace } = by;
  const [rate, fresh1, fresh2, mend1, mend2] = [pace(0), pace(1), pace(2), pace(3), pace(4)];
  const learnt = tf.mul(gradient, tf.step(factor));
  const nextMean = tf.add(mean, tf.mul(tf.sub(learnt, mean), fresh1));
  const nextSquare = tf.add(square, tf.mul(tf.sub(tf.square(learnt), square), fresh2));
  const size = tf.add(tf.sqrt(tf.mul(nextSquare, mend2)), epsilon);
  const move = tf.div(tf.mul(tf.mul(nextMean, factor), mend1), size);
  const change = tf.mul(tf.add(move, tf.mul(value, decay)), rate);
  return { value: tf.sub(value, change), mean: nextMean, square: nextSquare };
}

/** Adam by kernels of TensorFlow.js, for every backend. */
export class PlainOptimizer implements Optimizer {
  private readonly tf: TensorFlow;
  /** Belongs to the optimizer. */
  moving: Moving<Tensor>;

  constructor(tf: TensorFlow, start: Moments, shape: readonly number[]) {
    this.tf = tf;
    this.moving = {
      value: tf.tensor(start.value, shape, "float32"),
      mean: tf.tensor(start.mean, shape, "float32"),
      square: tf.tensor(start.square, shape, "float32"),
    };
  }

  values(): Tensor {
    return this.moving.value;
  }

  step(gradient: Tensor, { learning: { factor, decay }, pace: { tensor }, step }: Move): void {
    const { tf } = this;
    const models = tensor.shape[1]!;
    this.replace(
      tf.tidy(() => {
        const pace = (at: number) => tf.reshape(tf.slice(tensor, [step, 0, at], [1, models, 1]), [models, 1]);
        return moved(tf, this.moving, { gradient, factor, decay, pace });
      }),
    );
  }

  /** Takes ownership of the tensors that follow. */
  replace(next: Moving<Tensor>): void {
    this.dispose();
    this.moving = next;
  }

  async read(read: (tensor: Tensor) => Promise<Float32Array>): Promise<Moments> {
    const { value, mean, square } = this.moving;
    return { value: await read(value), mean: await read(mean), square: await read(square) };
  }

  dispose(): void {
    for (const tensor of [this.moving.value, this.moving.mean, this.moving.square]) tensor.dispose();
  }
}
