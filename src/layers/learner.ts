import { Random } from "../base/random.ts";
import { range } from "../base/select.ts";
import type { CountedLayer, HoldoutLoss, Learner, Rates } from "../descent/learner.ts";
import type { DescentOptions } from "../descent/options.ts";
import { roundOrder } from "../descent/round-order.ts";
import type { Move } from "../engine/tfjs/adam.ts";
import type { Backend } from "../engine/tfjs/backend.ts";
import { unavailable } from "../engine/tfjs/packages.ts";
import type { Tensor } from "../engine/tfjs/tensorflow.ts";
import type { ModelData } from "./dataset.ts";
import { dropBiases, keepFilters } from "./filter-pruning.ts";
import type { FilterPair } from "./filters.ts";
import type { ModelLike } from "./layers-model.ts";
import type { ModelState, PackedVariables } from "./packed-variables.ts";
import type { RowLoss } from "./row-loss.ts";

/** What is trained, on what, how. */
export interface ModelTask {
  readonly backend: Backend;
  readonly model: ModelLike;
  readonly variables: PackedVariables;
  readonly data: ModelData;
  readonly rowLoss: RowLoss;
  readonly pairs: readonly FilterPair[]; // whose filters go whole; empty: single weights go
  readonly descent: DescentOptions;
  readonly seed: number;
}

const holdoutBatch = 256;
const defaultBatch = 32; // of tf.layers

/** Any `tf.LayersModel` as what Occam Gradient Descent trains: one network whose kernels carry masks. */
export class ModelLearner implements Learner<ModelState> {
  readonly seed: number;
  readonly ampleWeights = Infinity; // unknown for images and texts
  readonly guessLoss = Infinity; // unknown for losses of any kind
  readonly keepMost?: (fraction: number) => Promise<readonly Uint8Array[]>;
  operations = 0; // of dense kernels, pruned weights too, because that is what is executed
  private readonly task: ModelTask;
  private rounds = 0; // rounds that were rolled back count too: no order of rows comes twice

  constructor(task: ModelTask) {
    this.task = task;
    this.seed = task.seed;
    if (task.pairs.length > 0) this.keepMost = (fraction) => keepFilters(task, fraction);
  }

  async descend(ratesOf: Rates): Promise<number> {
    const { backend, data, descent, variables } = this.task;
    const rows = range(0, data.xs.shape[0]!);
    const batch = Math.min(rows.length, descent.batch === "auto" ? defaultBatch : descent.batch);
    const random = Random.of(this.seed, "order", this.rounds);
    const order = Int32Array.from(roundOrder(rows, { batch, most: descent.roundRows }, random));
    this.rounds++;
    const steps = Math.ceil(order.length / batch);
    const { tf } = backend;
    const learning = backend.compute(() => variables.learning());
    const pace = backend.guard(() => variables.pace(ratesOf(steps), descent.beta1, descent.beta2));
    let total = backend.compute(() => tf.scalar(0));
    try {
      for (let step = 0; step < steps; step++) {
        const some = order.slice(step * batch, (step + 1) * batch);
        const loss = this.step(some, { learning, pace, step });
        const sum = backend.compute(() => tf.add(total, tf.mul(loss, some.length)));
        total.dispose();
        loss.dispose();
        total = sum;
      }
      return this.checked((await backend.read(total))[0]! / order.length);
    } finally {
      total.dispose();
      learning.factor.dispose();
      learning.decay.dispose();
      pace.tensor.dispose();
    }
  }

  /** One step; the mean loss of its rows. */
  private step(rows: Int32Array, move: Move): Tensor {
    const { backend, data, rowLoss, variables } = this.task;
    const { tf } = backend;
    const { gradient, loss } = backend.compute(() => {
      const index = tf.tensor(rows, [rows.length], "int32");
      const [xs, ys] = [tf.gather(data.xs, index), tf.gather(data.ys, index)];
      const { value, grads } = tf.variableGrads(() => tf.mean(rowLoss(tf, ys, this.pass(xs, true))), variables.trained);
      return { gradient: variables.flat(grads), loss: value };
    });
    variables.step(gradient, move);
    gradient.dispose();
    // Forward, gradients of the weights, gradients of what each layer read.
    this.operations += 3 * rows.length * this.denseOperations;
    return loss;
  }

  private pass(xs: Tensor, training: boolean): Tensor {
    // The edge to tf.layers: a model with one output gives one tensor, which `occamFit` has checked.
    return this.task.model.apply(xs as never, { training }) as Tensor;
  }

  async evaluate(): Promise<HoldoutLoss> {
    const { backend, data, rowLoss } = this.task;
    const { xs, ys } = data.holdout;
    const { tf } = backend;
    const count = xs.shape[0]!;
    const rows = new Float64Array(count);
    for (let from = 0; from < count; from += holdoutBatch) {
      const taken = Math.min(holdoutBatch, count - from);
      const part = (tensor: Tensor) => {
        const begin = tensor.shape.map((_, axis) => (axis === 0 ? from : 0));
        return tf.slice(tensor, begin, [taken, ...tensor.shape.slice(1)]);
      };
      const losses = backend.compute(() => rowLoss(tf, part(ys), this.pass(part(xs), false)));
      rows.set(await backend.read(losses), from);
      losses.dispose();
    }
    this.operations += count * this.denseOperations;
    return { rows, mean: this.checked(rows.reduce((sum, loss) => sum + loss, 0) / count) };
  }

  /** The loss, if it is a number. */
  private checked(loss: number): number {
    if (Number.isFinite(loss)) return loss;
    throw unavailable(
      `The loss is not a number in round ${this.rounds} on the ${this.task.backend.name} backend.`,
      "Look for missing numbers in the data, lower the rate, or set another backend.",
    );
  }

  /** Magnitudes alone: that second moments tell more was measured on networks for tables only. */
  importance(): Promise<readonly Float32Array[]> {
    return this.magnitudes();
  }

  async magnitudes(): Promise<readonly Float32Array[]> {
    const { variables } = this.task;
    const { value } = await variables.moments();
    return variables.survivors().map((places) => Float32Array.from(places, (place) => Math.abs(value[place]!)));
  }

  async keep(bytes: readonly Uint8Array[]): Promise<void> {
    const { variables } = this.task;
    const keep = variables.keep.slice();
    for (const [kernel, places] of variables.survivors().entries()) {
      for (const [k, place] of places.entries()) keep[place] = bytes[kernel]![k]!;
    }
    dropBiases(keep, this.task);
    await variables.drop(keep);
  }

  save(): Promise<ModelState> {
    return this.task.variables.save();
  }

  restore(state: ModelState): Promise<void> {
    this.task.variables.restore(state);
    return Promise.resolve();
  }

  get layers(): readonly CountedLayer[] {
    const { variables } = this.task;
    return variables.survivors().map((weight, at) => ({ weight, outputs: variables.parts[at]!.kernel.outputs }));
  }

  get weights(): number {
    return this.task.variables.survivors().reduce((sum, places) => sum + places.length, 0);
  }

  get parameters(): number {
    return this.task.variables.keep.reduce((sum, byte) => sum + byte, 0);
  }

  /** Multiply-adds that one row costs forwards with dense kernels. */
  private get denseOperations(): number {
    const { parts } = this.task.variables;
    return parts.reduce((sum, { kernel, start, end }) => sum + kernel.positions * (end - start), 0);
  }
}
