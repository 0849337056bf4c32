import type { EnsembleFit, NetworkEnsemble } from "../descent/fit-ensemble.ts";
import { readInputs, weightsOnInputs } from "../network/inputs.ts";
import type { Network } from "../network/network.ts";
import type { Encoder } from "../prepare/encoder.ts";
import { inputSources } from "../prepare/names.ts";
import type { HistoryPoint } from "./trained-model.ts";

/** Every round of a descent, with the encoded inputs that were still read at the end of its phase. */
export function historyOf(fit: EnsembleFit, encodedInputs: number): readonly HistoryPoint[] {
  const rungs = new Map(fit.rungs.map((rung) => [rung.round, rung]));
  const ends = fit.rungs.map(({ round, model }) => ({ round, inputs: inputsRead(model) })); // of phases, in order
  let activeInputs = encodedInputs;
  return fit.history.map((record) => {
    const rung = rungs.get(record.round);
    activeInputs = ends.find(({ round }) => round >= record.round)?.inputs ?? activeInputs;
    const phase = rung?.chosen === true ? "chosen" : record.phase;
    return { ...record, phase, activeInputs, accepted: rung?.accepted ?? null };
  });
}

/** Encoded inputs that any member reads. */
function inputsRead({ networks }: NetworkEnsemble): number {
  const all = networks.map(readInputs);
  return all[0]?.reduce((sum, _, i) => sum + (all.some((read) => read[i] === 1) ? 1 : 0), 0) ?? 0;
}

/** Columns that some network reads, with the number of weights on them in the first layer and the skip. */
export function columnsRead(networks: readonly Network[], encoder: Encoder): ReadonlyMap<string, number> {
  const sources = inputSources(encoder);
  const weights = new Map<string, number>();
  for (const network of networks) {
    for (const [input, count] of weightsOnInputs(network).entries()) {
      const name = sources[input]!.column;
      if (count > 0) weights.set(name, (weights.get(name) ?? 0) + count);
    }
  }
  return weights;
}
