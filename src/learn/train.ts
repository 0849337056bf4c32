import { joined } from "../base/join.ts";
import { hash, Random } from "../base/random.ts";
import { range } from "../base/select.ts";
import { mean } from "../base/statistics.ts";
import { type EnsembleFit, membersOf, type NetworkEnsemble } from "../descent/fit-ensemble.ts";
import { rowLosses } from "../descent/loss.ts";
import type { MemberRows } from "../descent/network-learner.ts";
import { guardedMegabatch, OngoingEnsemble } from "../descent/ongoing-ensemble.ts";
import { type OccamOptions, optionsFor, presets } from "../descent/options.ts";
import { notWorse, type Tolerance } from "../descent/paired-test.ts";
import { targetBits } from "../descent/target-bits.ts";
import type { Engine } from "../engine/engine.ts";
import type { Network } from "../network/network.ts";
import { weightCount } from "../network/size.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { innerParts } from "../split/inner-parts.ts";

/** Rows to go on with: `data` holds those to replay, then the new ones. */
export interface FurtherRows {
  readonly data: Prepared;
  readonly groups: Int32Array | null; // of the rows of `data`; -1 = alone
  readonly replayed: number; // rows at the start of `data`
  readonly seen: number; // rows that have passed, the new ones among them
  readonly seed: number;
}

/** An ensemble that has gone on, and what it gained. */
export interface WentOn {
  readonly model: NetworkEnsemble;
  readonly helped: boolean; // not worse than before on held-out new rows: else `model` is what it was
  readonly held: { readonly before: number; readonly after: number };
  readonly weights: number;
  readonly operations: number;
}

/** New rows that each inner part gets at least: fewer cannot judge a pruning. */
const rowsOfPart = 10;

/** Inner parts that new rows are dealt to: network k of an ensemble holds out part k. */
function partsFor(networks: readonly Network[]): number {
  return Math.max(networks.length, 4);
}

/** Rows that training waits for. */
export function fewestNewRows(networks: readonly Network[]): number {
  return rowsOfPart * partsFor(networks);
}

/** A network may be pruned above this many weights per bit in the targets so far: later rows need some too. */
const weightsPerBit = 0.5;

/** Rounds of one call before and after its pruning. More bring little, which is soon learnt again from the start. */
const rounds = { first: 2, last: 3 };

/** The guarded descent of one call, with no round that its holdout cannot judge. Only a crowded network is pruned. */
function optionsOf(rows: number, members: number, crowded: boolean): OccamOptions {
  const preset = optionsFor(rows, presets.balanced);
  const ensemble = { ...preset.ensemble, members, parts: members };
  const descent = { ...preset.descent, rounds: rounds.first };
  const ending = { rounds: rounds.last, wholeRounds: 0 };
  const guarded = guardedMegabatch({ ...preset, ensemble, descent, ending });
  return crowded ? guarded : { ...guarded, ladder: { ...guarded.ladder, maxRungs: 0 } };
}

/** The difference that noise may make between before and after, in standard errors and as a share. */
const noise = { tolerance: 1, slack: 0.01 };

/**
 * Goes on with the guarded descent of an ensemble. Each network learns the replayed rows and all new ones but a part,
 * which steers it. What comes out is kept if those parts are not predicted worse than before.
 */
export async function goOn(
  before: NetworkEnsemble,
  { data, groups, replayed, seen, seed }: FurtherRows,
  engine: Engine,
): Promise<WentOn> {
  const { networks } = before;
  const dealt = { groups, replayed, seed, parts: partsFor(networks), members: networks.length };
  const rows = rowsOfMembers(data, dealt);
  const ongoing = await OngoingEnsemble.load(networks, engine, data);
  try {
    const fresh = range(replayed, data.inputs.rows);
    const bits = (targetBits(data, fresh) / fresh.length) * seen;
    const crowded = weightsOf(networks) / networks.length > weightsPerBit * bits;
    const options = optionsOf(data.inputs.rows, networks.length, crowded);
    const fit = await ongoing.learn({ data, rows, options, seed: hash([seed, "descent"]) });
    const tried = { data, holdouts: fit.heldOut.map((held) => held.rows) };
    return judged(before, fit, {
      before: await heldOutLosses(before, tried, engine),
      after: await heldOutLosses(fit.model, tried, engine),
      tolerance: noise,
    });
  } finally {
    ongoing.dispose();
  }
}

interface Judging {
  readonly before: Float64Array; // losses of held-out rows
  readonly after: Float64Array; // of the same rows
  readonly tolerance: Tolerance;
}

/** What a descent came to, by losses of the same held-out rows. */
export function judged(
  { networks, inverseTemperatures }: NetworkEnsemble,
  fit: EnsembleFit,
  { before, after, tolerance }: Judging,
): WentOn {
  const held = { before: mean(before), after: mean(after) };
  const helped = notWorse(after, { losses: before, mean: held.before }, tolerance);
  const model = helped ? fit.model : { networks, inverseTemperatures };
  return { model, helped, held, weights: weightsOf(model.networks), operations: fit.operations };
}

/** Weights of all networks together. */
export function weightsOf(networks: readonly Network[]): number {
  return networks.reduce((sum, network) => sum + weightCount(network), 0);
}

interface Dealt {
  readonly groups: Int32Array | null;
  readonly replayed: number;
  readonly seed: number;
  readonly parts: number;
  readonly members: number;
}

/** Deals the new rows; replayed ones are learnt by every network, but for those of groups that it holds out. */
function rowsOfMembers(
  { task, targets }: Prepared,
  { groups, replayed, seed, parts, members }: Dealt,
): readonly MemberRows[] {
  const fresh = targets.subarray(replayed);
  const part = innerParts({
    classes: task.kind === "classification" ? Int32Array.from(fresh) : null,
    numericTarget: task.kind === "regression" ? Float64Array.from(fresh) : null,
    groups: groups?.subarray(replayed) ?? null,
    parts,
    random: Random.of(seed, "parts"),
  });
  const old = range(0, replayed);
  const moved = (rows: Uint32Array) => rows.map((row) => replayed + row);
  return membersOf(part, members).map(({ fit, holdout }) => {
    const own = moved(holdout);
    return { fit: joined(Uint32Array, [moved(fit), without(old, groups, own)]), holdout: own };
  });
}

/** The rows that are in no group of those. */
function without(rows: Uint32Array, groups: Int32Array | null, those: Uint32Array): Uint32Array {
  if (groups === null) return rows;
  const taken = new Set(those.map((row) => groups[row]!));
  return rows.filter((row) => groups[row]! < 0 || !taken.has(groups[row]!));
}

/** Losses by weight of the rows that are held out, each by one network: the first holdout by the first, and so on. */
export async function heldOutLosses(
  { networks, inverseTemperatures }: NetworkEnsemble,
  { data, holdouts }: { readonly data: Prepared; readonly holdouts: readonly Uint32Array[] },
  engine: Engine,
): Promise<Float64Array> {
  const losses: Float64Array[] = [];
  for (const [member, holdout] of holdouts.entries()) {
    const network = networks[member % networks.length]!;
    const trainer = await engine.load(network, data.task, { spans: data.inputs.spans });
    const outputs = await trainer.forward(data.inputs, holdout);
    trainer.dispose();
    const truth = { ...data, inverseTemperature: inverseTemperatures.at(-1)! };
    losses.push(weighed(rowLosses(outputs, holdout, truth), holdout, data.weights));
  }
  return joined(Float64Array, losses);
}

/** Losses times the weights of their rows. */
export function weighed(losses: Float64Array, rows: Uint32Array, weights: Float32Array | null): Float64Array {
  return weights === null ? losses : losses.map((loss, i) => loss * weights[rows[i]!]!);
}
