import type { Matrix } from "../base/matrix.ts";
import type { Engine, Trainer } from "../engine/engine.ts";
import type { Inputs, Task } from "../prepare/prepared.ts";
import type { NetworkEnsemble } from "./fit-ensemble.ts";
import { averagePredictions } from "./predictions.ts";

/** Predictions of an ensemble for the named rows of `inputs`, all when null: probabilities, or target units. */
export async function predictEnsemble(
  { networks, inverseTemperatures }: NetworkEnsemble,
  { inputs, task, rows }: { readonly inputs: Inputs; readonly task: Task; readonly rows: Uint32Array | null },
  engine: Engine,
): Promise<Matrix> {
  const trainers: Trainer[] = [];
  const outputs: Matrix[] = [];
  try {
    for (const network of networks) {
      const trainer = await engine.load(network, task, { spans: inputs.spans, beside: trainers[0] });
      trainers.push(trainer);
      outputs.push(await trainer.forward(inputs, rows));
    }
  } finally {
    for (const trainer of trainers) trainer.dispose();
  }
  return averagePredictions(outputs, task, inverseTemperatures);
}
