import { hash, Random } from "../base/random.ts";
import { mean, variance } from "../base/statistics.ts";
import { predictEnsemble } from "../descent/predict-ensemble.ts";
import { remember, type Replay } from "../descent/replay.ts";
import type { Engine } from "../engine/engine.ts";
import type { Column, Finding, Table } from "../ingest/table.ts";
import type { NetworksModel } from "../model/artifact.ts";
import { encode } from "../prepare/encoder.ts";
import { expandDates } from "../prepare/features.ts";
import type { Inputs, Task } from "../prepare/prepared.ts";
import { takeUpLevels } from "../prepare/take-up.ts";
import { targets } from "../prepare/target.ts";
import { columnsUnlike, isWorse, mergeProfiles, profileOf } from "./drift.ts";
import type { LearnMemory, LearnRecord } from "./memory.ts";
import { joinRows, newRows, selectRows } from "./rows.ts";
import { fewestNewRows, goOn, weightsOf, type WentOn } from "./train.ts";

/** A model with what lies beside it. */
export interface Ongoing {
  readonly model: NetworksModel;
  readonly memory: LearnMemory;
}

/** New rows as they were read. */
export interface RowsRead {
  readonly table: Table;
  readonly name: string;
  readonly sha256: string;
}

export interface Learnt extends Ongoing {
  readonly record: LearnRecord; // the last of the history
  readonly findings: readonly Finding[];
}

/**
 * Goes on with the descent of a saved model on new rows. Every row is predicted before it is learnt. Rows that are too
 * few to judge a pruning, or all of one class, wait in the memory. Throws a UserError for rows that the model cannot
 * take.
 */
export async function learnRows(
  { model, memory }: Ongoing,
  read: RowsRead,
  { replay, engine }: { readonly replay: Replay; readonly engine: Engine },
): Promise<Learnt> {
  const { table: fresh, findings } = newRows(model, read.table, read.name);
  const table = joinRows(memory.table, fresh);
  const places = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
  const kept = (memory.table?.rowCount ?? 0) - memory.waiting;
  const further = places(kept, table.rowCount); // rows that waited, and new ones
  const arrived = places(table.rowCount - fresh.rowCount, table.rowCount);
  const columns = expandDates(table.columns.slice(0, -1));
  const target = table.columns.at(-1)!;
  const inputs = encode(columns, places(0, table.rowCount), model.encoder);
  const seed = hash([model.origin.seed, "learn", memory.history.length]);

  const scored = await scoreRows(model, { inputs, target, rows: arrived }, engine);
  const profile = profileOf(rowsOf(inputs, arrived[0]!));
  const unlike = columnsUnlike(model, memory.profile, profile);
  const worse = isWorse(model, memory, { loss: scored.loss, rows: arrived.length });

  const task = widened(model.task, target);
  const data = { task, inputs, targets: targets(target, places(0, table.rowCount), task), weights: null };
  const seen = memory.seen + further.length;
  const wait = whyWait(model, further.length, data.targets);
  const went = wait !== null ? null : await goOn(model, { data, replayed: kept, seen, seed }, engine);
  const record: LearnRecord = {
    ...{ data: read.name, sha256: read.sha256, rows: arrived.length, ...scored, unlike, worse },
    outcome: went === null ? "waiting" : went.helped ? "learnt" : "kept",
    held: went?.held ?? null,
    weights: went?.weights ?? weightsOf(model.networks),
    operations: went?.operations ?? 0,
  };
  const history = [...memory.history, record];
  const profiles = mergeProfiles(memory.profile, profile);
  if (went === null) {
    const waiting = { ...memory, waiting: further.length, table, profile: profiles, history };
    return { model, memory: waiting, record, findings: [...findings, wait!] };
  }
  const rows = { rows: further, target: { task, values: data.targets.slice(kept) } };
  const { encoder, levels } = takeUpLevels(model.encoder, columns, rows);
  const before = { kept: places(0, kept), seen: memory.seen };
  const remembered = remember(before, further, { replay, random: Random.of(seed, "replay") });
  const next = remembered.kept.length === 0 ? null : selectRows(table, remembered.kept);
  return {
    model: artifactOf(model, { went, task, encoder, rows: remembered.seen }),
    memory: { seen: remembered.seen, waiting: 0, table: next, profile: profiles, history },
    record,
    findings: [...findings, ...[...levels].map(([column, found]) => takenUp(column, found))],
  };
}

function artifactOf(
  model: NetworksModel,
  now: { readonly went: WentOn; readonly rows: number } & Pick<NetworksModel, "task" | "encoder">,
): NetworksModel {
  const { task, encoder, rows, went } = now;
  const { certainty, ...rest } = model;
  // Intervals rest on errors of the networks as they were.
  const kept = went.helped || certainty === undefined ? {} : { certainty };
  return { ...rest, ...kept, task, encoder, ...went.model, origin: { ...model.origin, rows } };
}

/** The score of rows before they are learnt, with the loss of each. */
async function scoreRows(
  model: NetworksModel,
  { inputs, target, rows }: { readonly inputs: Inputs; readonly target: Column; readonly rows: Uint32Array },
  engine: Engine,
): Promise<Pick<LearnRecord, "metric" | "score" | "loss">> {
  const { task } = model;
  const { columns, data } = await predictEnsemble(model, { inputs, task, rows }, engine);
  const isRegression = task.kind === "regression";
  const truth = isRegression ? null : targets(target, rows, task);
  const losses = Float64Array.from(rows, (row, i) => {
    if (truth === null) return target.kind === "category" ? 0 : (data[i]! - target.values[row]!) ** 2;
    return -Math.log(Math.min(1, Math.max(leastProbability, data[i * columns + truth[i]!]!)));
  });
  const loss = { mean: mean(losses), deviation: Math.sqrt(variance(losses)) };
  return { metric: isRegression ? "rmse" : "logLoss", score: isRegression ? Math.sqrt(loss.mean) : loss.mean, loss };
}

/** The floor of the log-loss, as everywhere. */
const leastProbability = 0.001;

/** The inputs from a row on. */
function rowsOf({ columns, data, rows }: Inputs, from: number): Inputs {
  return { rows: rows - from, columns, data: data.subarray(from * columns) };
}

/** Predicted numbers may reach as far as those that were seen. */
function widened(task: Task, target: Column): Task {
  if (task.kind === "classification" || target.kind === "category") return task;
  const low = target.values.reduce((least, value) => Math.min(least, value), task.low);
  const high = target.values.reduce((most, value) => Math.max(most, value), task.high);
  return { ...task, low, high };
}

function whyWait({ task, networks, target }: NetworksModel, rows: number, values: Float32Array): Finding | null {
  const few = fewestNewRows(networks);
  const about = { severity: "note", column: target } as const;
  if (rows < few) {
    const action = "They wait in the memory beside the model.";
    return { code: "too-few-rows", ...about, message: `${rows} new rows are too few to learn from (${few}).`, action };
  }
  if (task.kind === "regression" || task.classes.length < 2 || new Set(values).size > 1) return null;
  const only = JSON.stringify(task.classes[values[0]!]);
  return {
    ...{ code: "one-class", ...about, message: `All rows are of class ${only}, so there are no classes to separate.` },
    action: "They wait in the memory beside the model.",
  };
}

function takenUp(column: string, levels: readonly string[]): Finding {
  const named = levels.slice(0, 3).map((level) => JSON.stringify(level.slice(0, 40)));
  return {
    code: "levels-taken-up",
    severity: "note",
    column,
    message:
      `Column "${column}" has ${levels.length} new ${levels.length === 1 ? "text" : "texts"} in two rows or more, ` +
      `such as ${named.join(", ")}.`,
    action: "The model takes them up.",
  };
}
