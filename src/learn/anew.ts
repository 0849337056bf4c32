import { joined } from "../base/join.ts";
import { hash, Random } from "../base/random.ts";
import { range } from "../base/select.ts";
import { fitEnsemble } from "../descent/fit-ensemble.ts";
import { rowLosses } from "../descent/loss.ts";
import { type OccamOptions, presets } from "../descent/options.ts";
import type { Replay } from "../descent/replay.ts";
import type { Engine } from "../engine/engine.ts";
import type { Column } from "../ingest/table.ts";
import type { NetworksModel } from "../model/artifact.ts";
import { type Encoder, encodeTraining, learnEncoder } from "../prepare/encoder.ts";
import { defaultEncoderOptions } from "../prepare/options.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { innerParts } from "../split/inner-parts.ts";
import type { LearnMemory } from "./memory.ts";
import { heldOutLosses, judged, weighed, type WentOn } from "./train.ts";

/** A model descends anew when there are this many times the rows of its last descent from the start: nearly twice. */
const growth = 1.9;

/**
 * Whether a model descends anew on `rows` rows, those that are replayed and the new ones. They must stand for all rows
 * so far, as those of a reservoir do, and be twice as many as those of the last descent from the start.
 */
export function hasOutgrown(
  { networks }: NetworksModel,
  { started }: LearnMemory,
  { rows, replay }: { readonly rows: number; readonly replay: Replay },
): boolean {
  const standForAll = replay.kind === "all" || replay.kind === "reservoir";
  const isDeep = networks.every(({ layers }) => layers.length > 1); // a linear model stays one
  return standForAll && isDeep && rows >= growth * started;
}

/**
 * Share of the loss by which a rung may be worse. A network that was trained so briefly gets better whatever it loses,
 * so it is less than in a fit. Without any, a network whose loss no longer falls would be trained on at full width.
 */
const slack = 0.005;

/** The difference that may be noise: more rows are better beforehand, so a doubt speaks for them. */
const doubt = { tolerance: 2, slack: 0.01 };

/** Rows to descend on: `old` holds them as the model knows them, those to replay before the new ones. */
export interface RowsForAnew {
  readonly columns: readonly Column[]; // of the table, dates expanded
  readonly old: Prepared;
  readonly groups: Int32Array | null; // of all rows; -1 = alone
  readonly replayed: number;
  readonly seed: number;
}

/**
 * Learns encoder and networks from the start, as a fit does, in about two thirds of its operations. It has `helped` if
 * the new rows that its networks hold out are not clearly predicted worse than by the networks before, which have not
 * seen them either.
 */
export async function descendAnew(
  model: NetworksModel,
  { columns, old, groups, replayed, seed }: RowsForAnew,
  engine: Engine,
): Promise<WentOn & { readonly encoder: Encoder }> {
  const { task, targets } = old;
  const options = optionsOf(model);
  const rows = range(0, targets.length);
  const parts = innerParts({
    classes: task.kind === "classification" ? Int32Array.from(targets) : null,
    numericTarget: task.kind === "regression" ? Float64Array.from(targets) : null,
    groups,
    parts: options.ensemble.parts,
    random: Random.of(seed, "anew", "parts"),
  });
  const training = { rows, target: { task, values: targets } };
  const encoder = learnEncoder(columns, training, defaultEncoderOptions);
  const data = { ...old, inputs: encodeTraining(columns, encoder, { ...training, parts }) };
  const fit = await fitEnsemble({ data, parts, engine, options, seed: hash([seed, "anew"]) });
  const holdouts = fit.heldOut.map(({ rows }) => rows);
  const fresh = holdouts.map((holdout) => holdout.filter((row) => row >= replayed));
  const before = await heldOutLosses(model, { data: old, holdouts: fresh }, engine);
  const after = holdouts.map((holdout, member) => {
    const truth = { ...data, inverseTemperature: fit.model.inverseTemperatures.at(-1)! };
    const all = weighed(rowLosses(fit.heldOut[member]!.outputs, holdout, truth), holdout, data.weights);
    return all.subarray(holdout.length - fresh[member]!.length); // rows ascend, so new ones are the last
  });
  const losses = { before, after: joined(Float64Array, after) };
  return { ...judged(model, fit, { ...losses, tolerance: doubt }), encoder };
}

/**
 * The options of the fit, but for two thirds of its operations: half of the dense rounds, a short end, and no look
 * beyond a rung that fails.
 */
function optionsOf({ origin: { recipe } }: NetworksModel): OccamOptions {
  const [, preset = presets.balanced] = Object.entries(presets).find(([name]) => name === recipe?.preset) ?? [];
  const { descent, ladder, ending } = preset;
  const { maxParameters = ladder.maxParameters, pruneBy = ladder.pruneBy } = recipe ?? {};
  return {
    ...preset,
    descent: { ...descent, rounds: Math.ceil(descent.rounds / 2) },
    ladder: { ...ladder, slack, lookAhead: 0, maxParameters, pruneBy },
    ending: { rounds: Math.ceil((2 / 3) * ending.rounds), wholeRounds: Math.ceil(ending.wholeRounds / 3) },
  };
}
