import type { Matrix, RowIndex } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import type { Engine, Trainer } from "../engine/engine.ts";
import type { Column } from "../ingest/table.ts";
import { type Encoder, encode, encodeTraining, learnEncoder } from "../prepare/encoder.ts";
import type { EncoderOptions } from "../prepare/options.ts";
import type { Prepared, Task } from "../prepare/prepared.ts";
import { learnTask, type Target, targets } from "../prepare/target.ts";
import { innerParts } from "../split/inner-parts.ts";
import { averagePredictions } from "../descent/ensemble.ts";
import { fitBag, type OccamFit, type OccamModel } from "../descent/fit-bag.ts";
import type { Watch } from "../descent/learner.ts";
import type { OccamOptions } from "../descent/options.ts";
import type { RunData } from "./run-data.ts";

/** Training rows with their targets, dealt to inner parts: the same for every network of a fold. */
export interface FoldRows {
  readonly rows: RowIndex;
  readonly target: Target;
  readonly parts: Uint8Array;
}

/** Training rows as numbers, encoded once for all networks of a fold that want the same encoding. */
export interface PreparedFold {
  readonly task: Task;
  readonly encoder: Encoder;
  readonly data: Prepared;
  readonly parts: Uint8Array;
}

/** Targets of `rows` and their `parts` inner parts; the seed decides who is in which. */
export function dealFold(run: RunData, rows: RowIndex, parts: number, seed: number): FoldRows {
  const task = learnTask(run.target, run.kind === "classification" ? run.usedRows : rows, run.kind);
  const target: Target = { task, values: targets(run.target, rows, task) };
  const inner = innerParts({
    classes: run.kind === "classification" ? Int32Array.from(target.values) : null,
    numericTarget: run.kind === "regression" ? Float64Array.from(target.values) : null,
    groups: run.groups === null ? null : Int32Array.from(rows, (row) => run.groups![row]!),
    parts,
    random: Random.of(seed, "parts"),
  });
  return { rows, target, parts: inner };
}

/** Learns the encoder from the rows alone and encodes them. */
export function prepareFold(run: RunData, { rows, target, parts }: FoldRows, options: EncoderOptions): PreparedFold {
  const { task } = target;
  const encoder = learnEncoder(run.columns, target, rows, options);
  const inputs = encodeTraining(run.columns, rows, encoder, parts, target);
  const weights = run.weights === null ? null : Float32Array.from(rows, (row) => run.weights![row]!);
  return { task, encoder, parts, data: { task, inputs, targets: target.values, weights } };
}

export function trainNetwork(
  prepared: PreparedFold,
  engine: Engine,
  options: OccamOptions,
  seed: number,
  watch: Watch,
): Promise<OccamFit> {
  return fitBag(prepared.data, prepared.parts, engine, options, seed, watch);
}

/** Probabilities (rows × classes) or target values (rows × 1) of a bag for rows of a table. */
export async function predictNetwork(
  model: OccamModel,
  { encoder, task }: { readonly encoder: Encoder; readonly task: Task },
  engine: Engine,
  columns: readonly Column[],
  rows: RowIndex,
): Promise<Matrix> {
  const inputs = encode(columns, rows, encoder);
  const trainers: Trainer[] = [];
  const outputs: Matrix[] = [];
  try {
    for (const network of model.networks) {
      const trainer = await engine.load(network, task, inputs.spans, trainers[0]);
      trainers.push(trainer);
      outputs.push(await trainer.forward(inputs, null));
    }
  } finally {
    for (const trainer of trainers) trainer.dispose();
  }
  return averagePredictions(outputs, task, model.sharpness);
}
