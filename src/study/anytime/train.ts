import { joined } from "../../base/join.ts";
import { hash, Random } from "../../base/random.ts";
import type { NetworkEnsemble } from "../../descent/fit-ensemble.ts";
import { OngoingEnsemble } from "../../descent/ongoing-ensemble.ts";
import { type OccamOptions, widthsFor } from "../../descent/options.ts";
import { predictEnsemble } from "../../descent/predict-ensemble.ts";
import { emptyMemory, remember, type Replay } from "../../descent/replay.ts";
import { startNetwork } from "../../descent/start.ts";
import type { Engine } from "../../engine/engine.ts";
import type { RunData } from "../../models/run-data.ts";
import { parameterCount, weightCount } from "../../network/size.ts";
import type { Scores } from "../../evaluate/score.ts";
import { score } from "../../run/score.ts";
import type { Contender } from "./contenders.ts";
import type { DealtStream } from "./deal.ts";

/** A network after a megabatch. */
export interface StageResult {
  readonly contender: string; // its id
  readonly seed: number;
  readonly megabatch: number; // 1-based
  readonly rowsSeen: number; // new rows that have arrived, held out or not
  readonly error: number; // of the test rows: share misclassified, or RMSE in target units
  readonly logLoss: number | null; // of the test rows
  readonly newError: number | null; // of the megabatch before it was learnt; null for the first
  readonly trainError: number; // of the rows that were learnt in this megabatch, replayed ones too
  readonly weights: number;
  readonly parameters: number;
  readonly operations: number; // multiply-adds of training since the first megabatch
}

export interface StreamTraining {
  readonly run: RunData;
  readonly stream: DealtStream;
  readonly engine: Engine;
  readonly options: OccamOptions; // of one network
  readonly replay: Replay;
  readonly seed: number;
}

/** Trains one network over all megabatches. Yields after each, so that a study can say how far it is. */
export async function* trainOverTime(
  contender: Contender,
  { run, stream, engine, options, replay, seed }: StreamTraining,
): AsyncGenerator<StageResult> {
  const { data, megabatches, test } = stream;
  const count = megabatches.length;
  const all = megabatches.reduce((sum, { fit }) => sum + fit.length, 0);
  const shape = { widths: widthsFor(all, options.network), skip: options.network.skip };
  // Every contender starts with the same network. Its output layer is not zero, or no weight would be sensitive.
  const start = startNetwork(
    { data, rows: megabatches[0]!.fit },
    { ...shape, output: "normal" },
    Random.of(seed, "start"),
  );
  const startWeights = weightCount(start);
  const ongoing = await OngoingEnsemble.load([start], engine, data);
  let memory = emptyMemory;
  const errorOf = ({ rmse, accuracy }: Scores) => rmse ?? 1 - accuracy!;
  const scoresOf = async (model: NetworkEnsemble, rows: Uint32Array) => {
    const predictions = await predictEnsemble(model, { inputs: data.inputs, task: data.task, rows }, engine);
    return score(run, { rows: rows.map((row) => stream.rows[row]!), task: data.task }, predictions);
  };
  let before: NetworkEnsemble | null = null;
  try {
    for (const [index, { fit, holdout }] of megabatches.entries()) {
      const fresh = joined(Uint32Array, [fit, holdout]);
      const newError = before === null ? null : errorOf(await scoresOf(before, fresh));
      const learnt = joined(Uint32Array, [fit, memory.kept]);
      const { model, operations } = await ongoing.learn({
        ...{ data, seed: hash([seed, "megabatch", index]) },
        rows: [{ fit: learnt, holdout }],
        options: contender.optionsOf({ options, index, count, startWeights, fresh: fit.length }),
      });
      before = model;
      memory = remember(memory, fresh, { replay, random: Random.of(seed, "replay", index) });
      const tested = await scoresOf(model, test);
      const trained = await scoresOf(model, learnt);
      yield {
        ...{ contender: contender.id, seed, megabatch: index + 1, rowsSeen: memory.seen },
        error: errorOf(tested),
        logLoss: tested.logLoss ?? null,
        newError,
        trainError: errorOf(trained),
        weights: model.networks.reduce((sum, network) => sum + weightCount(network), 0),
        parameters: parameterCount(model.networks),
        operations,
      };
    }
  } finally {
    ongoing.dispose();
  }
}
