import { PlainOptimizer } from "./adam.ts";
import type { Backend } from "./backend.ts";
import { matricesOf, passBackward } from "./descend.ts";
import type { NetworksOnDevice } from "./device.ts";
import { batchOf, type Feed } from "./feed.ts";
import type { EpochShape } from "./graph/epoch.ts";
import type { Learning, Pace } from "./learning.ts";
import type { Tensor } from "./tensorflow.ts";

/** What the steps of an epoch read. */
export interface EpochWork extends NetworksOnDevice {
  readonly shape: EpochShape;
  readonly table: Tensor;
  readonly feed: Feed;
  readonly learning: Learning;
  readonly pace: Pace;
}

/** Takes all steps of an epoch, in one call where the backend can. Their losses (share · loss): steps × models. */
export function takeSteps(backend: Backend, work: EpochWork): Tensor {
  const { optimizer } = work;
  if (backend.epochs === null || !(optimizer instanceof PlainOptimizer)) return oneByOne(backend, work);
  const { epochs } = backend;
  const { losses, ...moving } = backend.compute(() =>
    epochs.run({ ...work, layout: work.arrangement.layout, moving: optimizer.moving }),
  );
  optimizer.replace(moving);
  return losses;
}

function oneByOne(backend: Backend, { arrangement, optimizer, table, feed, learning, pace, shape }: EpochWork): Tensor {
  const { tf } = backend;
  const all: Tensor[] = [];
  try {
    for (let step = 0; step < feed.rows.shape[1]!; step++) {
      const { gradient, loss } = backend.compute(() => {
        const matrices = matricesOf(tf, arrangement.layout, {
          parameters: optimizer.values(),
          from: 0,
          models: shape.models,
        });
        return passBackward(tf, matrices, { ...shape, batch: batchOf(tf, table, { ...feed, step }) });
      });
      all.push(loss);
      backend.guard(() => optimizer.step(gradient, { learning, pace, step }));
      gradient.dispose();
    }
    return backend.compute(() => tf.concat(all, 0));
  } finally {
    for (const loss of all) loss.dispose();
  }
}
