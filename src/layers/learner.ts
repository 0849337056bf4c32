import { Random } from "../base/random.ts";
import type { Backend } from "../engine/tfjs/backend.ts";
import type { Learning, Pace } from "../engine/tfjs/learning.ts";
import { unavailable } from "../engine/tfjs/packages.ts";
import type { Tensor } from "../engine/tfjs/tensorflow.ts";
import { fairLosses } from "../descent/fair-losses.ts";
import type { Learner, Round, RoundLoss } from "../descent/learner.ts";
import type { OccamOptions } from "../descent/options.ts";
import { keepLargest, keepRandom, keptCounts, keptCountsPaper } from "../descent/prune.ts";
import { roundOrder } from "../descent/round-order.ts";
import { constantRates, phaseRates } from "../descent/schedule.ts";
import type { ModelLike } from "./layers-model.ts";
import type { ModelState, PackedVariables, Part } from "./packed-variables.ts";
import type { RowLoss } from "./row-loss.ts";

/** Rows on the first axis of every tensor; they stay the caller's. */
export interface ModelData {
  readonly xs: Tensor;
  readonly ys: Tensor;
  readonly holdout: { readonly xs: Tensor; readonly ys: Tensor };
}

/** What is trained, on what, how. */
export interface ModelTask {
  readonly backend: Backend;
  readonly model: ModelLike;
  readonly variables: PackedVariables;
  readonly data: ModelData;
  readonly rowLoss: RowLoss;
  readonly options: OccamOptions;
  readonly seed: number;
}

const holdoutBatch = 256;
const defaultBatch = 32; // of tf.layers

/** Any `tf.LayersModel` as what Occam Gradient Descent trains: one network whose kernels carry masks. */
export class ModelLearner implements Learner<ModelState> {
  readonly targetBits = Infinity; // of images and texts nobody can say it
  operations = 0; // of dense kernels, pruned weights too, because that is what is executed
  private readonly task: ModelTask;
  private rounds = 0;
  private phase: Float64Array[] = []; // row losses of each round since the last pruning
  private best: { readonly loss: number; readonly state: ModelState } | null = null;

  constructor(task: ModelTask) {
    this.task = task;
  }

  async round(round: Round): Promise<RoundLoss> {
    const { backend, options, variables } = this.task;
    const train = await this.train(round);
    const losses = await this.holdoutLosses();
    const holdout = losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, losses.length);
    this.rounds++;
    if (!Number.isFinite(train) || !Number.isFinite(holdout)) {
      throw unavailable(
        `The loss is not a number in round ${this.rounds} on the ${backend.name} backend.`,
        "Look for missing numbers in the data, lower the rate, or set another backend.",
      );
    }
    this.phase.push(losses);
    if (options.keepBest && !(holdout >= (this.best?.loss ?? Infinity))) {
      this.best = { loss: holdout, state: await variables.save() };
    }
    return { train, holdout };
  }

  private async train({ rate, index, count }: Round): Promise<number> {
    const { backend, data, options, seed, variables } = this.task;
    const rows = data.xs.shape[0]!;
    const batch = Math.min(rows, options.batch === "auto" ? defaultBatch : options.batch);
    const order = Int32Array.from(
      roundOrder(
        Uint32Array.from({ length: rows }, (_, row) => row),
        batch,
        options.roundRows,
        Random.of(seed, "order", this.rounds),
      ),
    );
    const steps = Math.ceil(order.length / batch);
    const rates =
      options.descent.kind === "paper"
        ? constantRates(rate, steps)
        : phaseRates(rate, index * steps, steps, count * steps);
    const { tf } = backend;
    const learning = backend.compute(() => variables.learning());
    const pace = backend.guard(() => variables.pace(rates, options.beta1, options.beta2));
    let total = backend.compute(() => tf.scalar(0));
    try {
      for (let step = 0; step < steps; step++) {
        const some = order.slice(step * batch, (step + 1) * batch);
        const loss = this.descend(some, learning, pace, step);
        const sum = backend.compute(() => tf.add(total, tf.mul(loss, some.length)));
        total.dispose();
        loss.dispose();
        total = sum;
      }
      return (await backend.read(total))[0]! / order.length;
    } finally {
      total.dispose();
      learning.factor.dispose();
      learning.decay.dispose();
      pace.tensor.dispose();
    }
  }

  /** One step; the mean loss of its rows. */
  private descend(rows: Int32Array, learning: Learning, pace: Pace, step: number): Tensor {
    const { backend, data, rowLoss, variables } = this.task;
    const { tf } = backend;
    const { gradient, loss } = backend.compute(() => {
      const index = tf.tensor(rows, [rows.length], "int32");
      const [xs, ys] = [tf.gather(data.xs, index), tf.gather(data.ys, index)];
      const { value, grads } = tf.variableGrads(() => tf.mean(rowLoss(tf, ys, this.pass(xs, true))), variables.trained);
      return { gradient: variables.flat(grads), loss: value };
    });
    variables.step(gradient, learning, pace, step);
    gradient.dispose();
    // Forward, slopes of the weights, slopes of what each layer read.
    this.operations += 3 * rows.length * this.denseOperations;
    return loss;
  }

  private pass(xs: Tensor, training: boolean): Tensor {
    // The edge to tf.layers: a model with one output gives one tensor, which `occamFit` has checked.
    return this.task.model.apply(xs as never, { training }) as Tensor;
  }

  private async holdoutLosses(): Promise<Float64Array> {
    const { backend, data, rowLoss } = this.task;
    const { xs, ys } = data.holdout;
    const { tf } = backend;
    const rows = xs.shape[0]!;
    const losses = new Float64Array(rows);
    for (let from = 0; from < rows; from += holdoutBatch) {
      const count = Math.min(holdoutBatch, rows - from);
      const cut = (x: Tensor) => {
        const begin = x.shape.map((_, axis) => (axis === 0 ? from : 0));
        return tf.slice(x, begin, [count, ...x.shape.slice(1)]);
      };
      const some = backend.compute(() => rowLoss(tf, cut(ys), this.pass(cut(xs), false)));
      losses.set(await backend.read(some), from);
      some.dispose();
    }
    this.operations += rows * this.denseOperations;
    return losses;
  }

  settle(): Promise<void> {
    if (this.best !== null) this.task.variables.restore(this.best.state);
    return Promise.resolve();
  }

  rowLosses(): Promise<Float64Array> {
    return Promise.resolve(this.task.options.keepBest ? fairLosses(this.phase) : this.phase.at(-1)!);
  }

  async prune(fraction: number): Promise<void> {
    const { options, seed, variables } = this.task;
    const { kind } = options.descent;
    const { value } = await variables.moments();
    const keep = variables.keep.slice();
    const survivors = variables.parts.map((part) => survivorsOf(keep, part));
    const layers = survivors.map((weight, at) => ({ weight, outputs: variables.parts[at]!.kernel.outputs }));
    const counts = kind === "paper" ? keptCountsPaper(layers, fraction) : keptCounts(layers, fraction);
    const random = Random.of(seed, "mask", this.rounds);
    for (const [at, places] of survivors.entries()) {
      const sizes = Float32Array.from(places, (place) => Math.abs(value[place]!));
      const bytes =
        kind === "random" ? keepRandom(places.length, counts[at]!, random) : keepLargest(sizes, counts[at]!);
      for (const [k, place] of places.entries()) keep[place] = bytes[k]!;
    }
    await variables.drop(keep);
    this.forget();
  }

  save(): Promise<ModelState> {
    return this.task.variables.save();
  }

  restore(state: ModelState): Promise<void> {
    this.task.variables.restore(state);
    this.forget();
    return Promise.resolve();
  }

  private forget(): void {
    this.phase = [];
    this.best = null;
  }

  get weights(): number {
    const { keep, parts } = this.task.variables;
    return parts.reduce((sum, part) => sum + survivorsOf(keep, part).length, 0);
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

/** Places of the numbers of a kernel that are not pruned. */
export function survivorsOf(keep: Uint8Array, { start, end }: Part): Uint32Array {
  const places: number[] = [];
  for (let at = start; at < end; at++) if (keep[at] === 1) places.push(at);
  return Uint32Array.from(places);
}
