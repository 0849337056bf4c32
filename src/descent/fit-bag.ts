import type { Engine } from "../engine/engine.ts";
import type { Network } from "../network/network.ts";
import { foldScale } from "../network/scale.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { Bag, type BagState } from "./bag.ts";
import { fitSharpness } from "./calibrate.ts";
import { sharpnessOf } from "./ensemble.ts";
import type { Candidate, EpochRecord, Watch } from "./learner.ts";
import { occam } from "./occam.ts";
import { type OccamOptions, optionsFor } from "./options.ts";
import { scheduled } from "./scheduled.ts";

/** A trained bag: everything that predicting needs beside the encoder. */
export interface OccamModel {
  readonly networks: readonly Network[]; // input scale folded in
  readonly sharpness: readonly number[]; // probabilities are averaged over these
}

export interface OccamFit {
  readonly model: OccamModel;
  readonly history: readonly EpochRecord[];
  readonly rungs: readonly {
    readonly round: number;
    readonly accepted: boolean;
    readonly chosen: boolean;
    readonly model: OccamModel;
  }[];
  readonly startWeights: number;
  readonly operations: number;
}

/** `parts` gives the inner part of each row of `data`; member k trains without part k and is steered by it, until its last rounds. */
export async function fitBag(
  data: Prepared,
  parts: Uint8Array,
  engine: Engine,
  asked: OccamOptions,
  seed: number,
  watch: Watch = () => true,
): Promise<OccamFit> {
  const options = optionsFor(parts.length, asked);
  const rows = Array.from({ length: options.members }, (_, member) => ({
    fit: rowsWhere(parts, (part) => part !== member),
    holdout: rowsWhere(parts, (part) => part === member),
  }));
  const bag = await Bag.start(data, rows, engine, options, seed);
  try {
    const startWeights = bag.weights;
    const descend = options.descent.kind === "guarded" ? occam : scheduled;
    const { history, candidates, chosen } = await descend(bag, options, watch);
    const heldOut = await bag.heldOut();
    const pooled = data.task.kind === "regression" ? 1 : fitSharpness(heldOut);
    const sharpness = sharpnessOf(pooled, options.calibrate);
    const modelOf = (candidate: Candidate<BagState>) => ({
      networks: candidate.state.members.map(({ network }) => foldScale(network)),
      sharpness,
    });
    const rungs = candidates.map((candidate) => ({
      round: candidate.round,
      accepted: candidate.accepted,
      chosen: candidate === chosen,
      model: modelOf(candidate),
    }));
    return { model: modelOf(chosen), history, rungs, startWeights, operations: bag.operations };
  } finally {
    bag.dispose();
  }
}

function rowsWhere(parts: Uint8Array, wanted: (part: number) => boolean): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < parts.length; row++) if (wanted(parts[row]!)) rows.push(row);
  return Uint32Array.from(rows);
}
