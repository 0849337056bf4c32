import { hash, Random } from "../base/random.ts";
import { range } from "../base/select.ts";
import { remember, type Replay } from "../descent/replay.ts";
import type { Engine } from "../engine/engine.ts";
import type { Column, Table } from "../ingest/table.ts";
import type { NetworksModel } from "../model/artifact.ts";
import { type Encoder, encode } from "../prepare/encoder.ts";
import { expandDates } from "../prepare/features.ts";
import type { Inputs, Prepared, Task } from "../prepare/prepared.ts";
import { takeUpLevels } from "../prepare/take-up.ts";
import { targets } from "../prepare/target.ts";
import { descendAnew, hasOutgrown } from "./anew.ts";
import { columnsUnlike, isWorse, mergeProfiles, profileOf } from "./drift.ts";
import { takenUp, whyWait } from "./findings.ts";
import type { Anew, LearnRecord } from "./memory.ts";
import type { Learnt, Ongoing, RowsRead } from "./ongoing.ts";
import { isOfFit, recallFit } from "./recall.ts";
import { rolesOf } from "./roles.ts";
import { joinRows, newRows, selectRows } from "./rows.ts";
import { scoreRows } from "./score.ts";
import { goOn, weightsOf, type WentOn } from "./train.ts";

/**
 * Goes on with the descent of a saved model on new rows, or descends anew where there are twice the rows of the last
 * descent from the start. Every row is predicted before it is learnt. Rows that are too few to judge a pruning, or all
 * of one class, wait in the memory; the rows of the fit are only put there, to be replayed. Throws a UserError for rows
 * that the model cannot take.
 */
export async function learnRows(
  ongoing: Ongoing,
  read: RowsRead,
  { replay, engine }: { readonly replay: Replay; readonly engine: Engine },
): Promise<Learnt> {
  if (isOfFit(ongoing.model, read)) return recallFit(ongoing, read, { replay, engine });
  const { model, memory } = ongoing;
  const { table: fresh, findings } = newRows(model, read.table, read.name);
  const table = joinRows(memory.table, fresh);
  const kept = (memory.table?.rowCount ?? 0) - memory.waiting;
  const further = range(kept, table.rowCount); // rows that waited, and new ones
  const known = rowsAsKnown(model, table);
  const { about, profile } = await predictFirst(ongoing, { known, first: table.rowCount - fresh.rowCount }, engine);
  const named = { data: read.name, sha256: read.sha256, ...about };
  const after = (record: LearnRecord) => ({ profile, history: [...memory.history, record] });
  const wait = whyWait(model, further.length, known.data.targets);
  if (wait !== null) {
    const weights = weightsOf(model.networks);
    const record: LearnRecord = { ...named, outcome: "waiting", held: null, weights, operations: 0 };
    const waiting = { ...memory, waiting: further.length, table, ...after(record) };
    return { model, memory: waiting, record, findings: [...findings, wait] };
  }

  const seed = hash([model.origin.seed, "learn", memory.history.length]);
  const outgrown = hasOutgrown(model, memory, { rows: table.rowCount, replay });
  const descent = { ...known, kept, seen: memory.seen + further.length, seed };
  const went = await descend(model, { ...descent, started: outgrown ? memory.started : null }, engine);
  const { held, weights, operations, anew } = went;
  const record: LearnRecord = {
    ...named,
    outcome: went.helped ? "learnt" : "kept",
    ...{ held, weights, operations },
    ...(anew === null ? {} : { anew }),
  };
  const remembering = { replay, random: Random.of(seed, "replay") };
  const remembered = remember({ kept: range(0, kept), seen: memory.seen }, further, remembering);
  const next = remembered.kept.length === 0 ? null : selectRows(table, remembered.kept);
  const started = outgrown ? table.rowCount : memory.started;
  return {
    model: artifactOf(model, { went, task: known.data.task, rows: remembered.seen }),
    memory: { ...memory, seen: remembered.seen, started, waiting: 0, table: next, ...after(record) },
    record,
    findings: [...findings, ...[...went.levels].map(([column, found]) => takenUp(column, found))],
  };
}

/** Rows in the model's columns, as its encoder knows them. */
interface KnownRows {
  readonly columns: readonly Column[]; // dates expanded
  readonly target: Column;
  readonly groups: Int32Array | null; // -1 = alone
  readonly data: Prepared;
}

function rowsAsKnown(model: NetworksModel, table: Table): KnownRows {
  const rows = range(0, table.rowCount);
  const { inputs, target, weights, groups } = rolesOf(model, table);
  const columns = expandDates(inputs);
  const task = widened(model.task, target);
  const data = { task, inputs: encode(columns, rows, model.encoder), targets: targets(target, rows, task), weights };
  return { columns, target, groups, data };
}

/** Predicts the rows from `first` on, before they are learnt: their score, and how unlike those before they are. */
async function predictFirst(
  { model, memory }: Ongoing,
  { known: { target, data }, first }: { readonly known: KnownRows; readonly first: number },
  engine: Engine,
) {
  const { inputs, weights } = data;
  const rows = range(first, inputs.rows);
  const scored = await scoreRows(model, { inputs, target, rows, weights }, engine);
  const fresh = profileOf(inputsFrom(inputs, first));
  const unlike = columnsUnlike(model, memory.profile, fresh);
  const worse = isWorse(model, memory, { loss: scored.loss, rows: rows.length });
  return { about: { rows: rows.length, ...scored, unlike, worse }, profile: mergeProfiles(memory.profile, fresh) };
}

interface Descending extends Omit<KnownRows, "target"> {
  readonly kept: number;
  readonly seen: number;
  readonly seed: number;
  readonly started: number | null; // rows of the last descent from the start, where there is to be another
}

/** What became of a model, with the encoder that goes with it. */
interface Went extends WentOn {
  readonly encoder: Encoder;
  readonly levels: ReadonlyMap<string, readonly string[]>; // that the encoder took up
  readonly anew: Anew | null;
}

/** Descends anew if it is to, or goes on: also where held-out rows are predicted worse after the first. */
async function descend(
  model: NetworksModel,
  { data, groups, columns, kept, seen, seed, started }: Descending,
  engine: Engine,
): Promise<Went> {
  const rows = data.inputs.rows;
  const further = { groups, replayed: kept, seed };
  const anew = started === null ? null : await descendAnew(model, { ...further, columns, old: data }, engine);
  if (anew?.helped === true) return { ...anew, levels: new Map(), anew: { rows, before: started! } };
  const went = await goOn(model, { ...further, data, seen }, engine);
  const target = { task: data.task, values: data.targets.slice(kept) };
  const { encoder, levels } = takeUpLevels(model.encoder, columns, { rows: range(kept, rows), target });
  return { ...went, encoder, levels, anew: null, operations: went.operations + (anew?.operations ?? 0) };
}

function artifactOf(
  model: NetworksModel,
  { task, rows, went }: { readonly went: Went; readonly task: Task; readonly rows: number },
): NetworksModel {
  const { certainty, prunability, ...rest } = model;
  // Intervals rest on errors of the networks as they were, and prunability on their weights.
  const ofNetworks = {
    ...(certainty === undefined ? {} : { certainty }),
    ...(prunability === undefined ? {} : { prunability }),
  };
  const origin = { ...model.origin, rows };
  return { ...rest, ...(went.helped ? {} : ofNetworks), task, encoder: went.encoder, ...went.model, origin };
}

/** The inputs from a row on. */
function inputsFrom({ columns, data, rows }: Inputs, from: number): Inputs {
  return { rows: rows - from, columns, data: data.subarray(from * columns) };
}

/** Predicted numbers may reach as far as those that were seen. */
function widened(task: Task, target: Column): Task {
  if (task.kind === "classification" || target.kind === "category") return task;
  const low = target.values.reduce((least, value) => Math.min(least, value), task.low);
  const high = target.values.reduce((most, value) => Math.max(most, value), task.high);
  return { ...task, low, high };
}
