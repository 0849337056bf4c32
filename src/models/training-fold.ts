import { type Clock, secondsSince } from "../base/clock.ts";
import type { RowIndex } from "../base/matrix.ts";
import { hash, Random } from "../base/random.ts";
import type { Engine } from "../engine/engine.ts";
import { type Encoder, encodeTraining, learnEncoder } from "../prepare/encoder.ts";
import type { EncoderOptions } from "../prepare/options.ts";
import type { Prepared, Task } from "../prepare/prepared.ts";
import { learnTask, type Target, targets } from "../prepare/target.ts";
import { innerParts } from "../split/inner-parts.ts";
import type { RunData } from "./run-data.ts";
import type { TrainedModel } from "./trained-model.ts";

/** What decides a fold. */
export interface TrainingRows {
  readonly data: RunData;
  readonly rows: RowIndex; // of the table, to learn from
  readonly number: number; // of the fold; −1 where a final model learns from all rows
  readonly seed: number;
}

/** Training rows as numbers for networks, with an inner part for each row. */
export interface EncodedRows {
  readonly encoder: Encoder;
  readonly data: Prepared;
  readonly parts: Uint8Array;
  readonly seconds: number; // that encoding took
}

/** The training rows of one fold, and what its models share: the task, encoded rows, and the models trained before. */
export class TrainingFold implements TrainingRows {
  readonly data: RunData;
  readonly rows: RowIndex;
  readonly number: number;
  readonly seed: number;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly task: Task;
  readonly trained: ReadonlyMap<string, TrainedModel>; // by id
  private readonly encodings = new Map<string, EncodedRows>();
  private readonly dealt = new Map<number, { readonly target: Target; readonly parts: Uint8Array }>();

  constructor(
    { data, rows, number, seed }: TrainingRows,
    { engine, clock }: { readonly engine: Engine; readonly clock: Clock },
    trained: ReadonlyMap<string, TrainedModel> = new Map(),
  ) {
    this.data = data;
    this.rows = rows;
    this.number = number;
    this.seed = seed;
    this.engine = engine;
    this.clock = clock;
    this.trained = trained;
    this.task = learnTask(data.target, data.kind === "classification" ? data.usedRows : rows, data.kind);
  }

  /** The rows encoded by an encoder that is learnt from them alone: once, for all models that want the same. */
  encode(options: EncoderOptions, parts: number): { readonly encoded: EncodedRows; readonly reusedSeconds: number } {
    const key = JSON.stringify([options, parts]);
    const known = this.encodings.get(key);
    if (known !== undefined) return { encoded: known, reusedSeconds: known.seconds };
    const encoded = this.encodeAnew(options, parts);
    this.encodings.set(key, encoded);
    return { encoded, reusedSeconds: 0 };
  }

  private encodeAnew(options: EncoderOptions, count: number): EncodedRows {
    const began = this.clock.now();
    const { data, rows, task } = this;
    const { target, parts } = this.deal(count);
    const encoder = learnEncoder(data.columns, { rows, target }, options);
    const inputs = encodeTraining(data.columns, encoder, { rows, target, parts });
    const weights = data.weights === null ? null : Float32Array.from(rows, (row) => data.weights![row]!);
    const prepared = { task, inputs, targets: target.values, weights };
    return { encoder, data: prepared, parts, seconds: secondsSince(began, this.clock) };
  }

  /** Deals the rows to inner parts, the same for every model. */
  deal(count: number): { readonly target: Target; readonly parts: Uint8Array } {
    const known = this.dealt.get(count);
    if (known !== undefined) return known;
    const { data, rows, task } = this;
    const target: Target = { task, values: targets(data.target, rows, task) };
    const parts = innerParts({
      classes: task.kind === "classification" ? Int32Array.from(target.values) : null,
      numericTarget: task.kind === "regression" ? Float64Array.from(target.values) : null,
      groups: data.groups === null ? null : Int32Array.from(rows, (row) => data.groups![row]!),
      parts: count,
      random: Random.of(hash([this.seed, "fold", this.number]), "parts"),
    });
    this.dealt.set(count, { target, parts });
    return { target, parts };
  }
}
