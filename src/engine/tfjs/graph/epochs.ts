import type { Moving } from "../adam.ts";
import type { Feed } from "../feed.ts";
import type { Layout } from "../layout.ts";
import type { Learning, Pace } from "../learning.ts";
import type { Tensor, TensorFlow } from "../tensorflow.ts";
import { blockNumbers, blockWidth, type EpochGraph, epochGraph, type EpochShape, type InputName } from "./epoch.ts";
import { GraphSession } from "./session.ts";

/** What an epoch reads. */
export interface EpochWork {
  readonly shape: EpochShape;
  readonly layout: Layout;
  readonly moving: Moving<Tensor>;
  readonly table: Tensor;
  readonly feed: Feed;
  readonly learning: Learning;
  readonly pace: Pace;
}

/** Epochs in one call each, by a graph for each shape that comes up. */
export class GraphEpochs {
  private readonly tf: TensorFlow;
  private readonly known = new Map<string, EpochGraph & { readonly session: GraphSession }>();

  constructor(tf: TensorFlow) {
    this.tf = tf;
  }

  /** The state after the epoch, and the losses of its steps: steps × models. The tensors are the caller's. */
  run({ shape, layout, moving, table, feed, learning, pace }: EpochWork): Moving<Tensor> & { readonly losses: Tensor } {
    const { tf } = this;
    const { session, inputs, outputs } = this.of(shape);
    const numbers = blockNumbers(layout, shape.models);
    const given: Readonly<Record<InputName, Tensor>> = {
      ...moving,
      ...feed,
      ...learning,
      pace: pace.tensor,
      table,
      steps: tf.tensor(Int32Array.of(feed.rows.shape[1]!), [], "int32"),
      blocks: tf.tensor(numbers, [numbers.length / blockWidth, blockWidth], "int32"),
    };
    const names = Object.keys(given) as readonly InputName[];
    const [value, mean, square, losses] = session.run(
      names.map((name) => [inputs[name], given[name]] as const),
      [outputs.value, outputs.mean, outputs.square, outputs.losses],
    );
    return { value: value!, mean: mean!, square: square!, losses: losses! };
  }

  close(): void {
    for (const { session } of this.known.values()) session.close();
    this.known.clear();
  }

  private of(shape: EpochShape): EpochGraph & { readonly session: GraphSession } {
    const { models, outputs, loss, fixedScale, depth, hasSkip } = shape;
    const name = [models, outputs, loss, fixedScale ? "fixed" : "free", depth, hasSkip ? "skip" : "plain"].join("-");
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const made = epochGraph(shape);
    const opened = { ...made, session: new GraphSession(this.tf, made.graph, name) };
    this.known.set(name, opened);
    return opened;
  }
}
