import { Random } from "../../src/base/random.ts";
import type { Engine, Trainer } from "../../src/engine/engine.ts";
import { referenceEngine } from "../../src/engine/reference/index.ts";
import type { Task } from "../../src/prepare/prepared.ts";
import { classification, randomData, randomNetwork, randomOrder, regression, stepOf } from "./networks.ts";

export const tasks: readonly (readonly [string, Task])[] = [
  ["two classes", classification(2)],
  ["four classes", classification(4)],
  ["regression", regression],
];

/** What an engine did: losses of three epochs, a pruning after the second, and outputs at the end. */
export interface Run {
  readonly losses: readonly number[];
  readonly outputs: Float32Array;
  readonly weights: number;
}

/** The same small training on any engine. */
export async function trainSmall(engine: Engine, task: Task): Promise<Run> {
  const random = Random.of(7, "likeness");
  const outputs = task.kind === "regression" || task.classes.length === 2 ? 1 : task.classes.length;
  const start = randomNetwork(random, { sizes: [5, 8, 6, outputs], skip: true, density: 0.7 });
  const data = randomData(random, 50, 5, task, true);
  const trainer: Trainer = await engine.load(start, task);
  try {
    const losses: number[] = [];
    for (let epoch = 0; epoch < 3; epoch++) {
      losses.push(await trainer.epoch(data, randomOrder(random, 50), stepOf(50, 16, 0.01, 2)));
      if (epoch === 1) {
        const { layers } = await trainer.read();
        await trainer.prune(layers.map(({ weight }) => Uint8Array.from(weight, (_, k) => (k % 3 === 0 ? 0 : 1))));
      }
    }
    const { layers } = await trainer.read();
    const weights = layers.reduce((sum, { weight }) => sum + weight.length, 0);
    return { losses, outputs: (await trainer.forward(data.inputs, null)).data, weights };
  } finally {
    trainer.dispose();
  }
}

export const trainReference = (task: Task): Promise<Run> => trainSmall(referenceEngine, task);
