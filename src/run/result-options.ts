import { presets } from "../descent/options.ts";
import type { Results } from "../evaluate/results/results.ts";
import type { FitRequest } from "./request.ts";

/** The settings of a run as its results tell them. */
export function resultOptions(request: FitRequest): Results["options"] {
  const { preset, trees, folds, repeats, timeLimitSeconds, maxParameters, maxOperations, engine, pruneBy } = request;
  const { ensemble, descent, ladder } = presets[preset];
  const asked = { preset, trees, folds: typeof folds === "number" ? folds : folds.length, repeats, engine };
  const limits = { timeLimitSeconds, maxParameters, maxOperations };
  return {
    ...asked,
    ...limits,
    members: ensemble.members,
    parts: ensemble.parts,
    denseRounds: descent.rounds,
    recoveryRounds: ladder.rounds,
    pruneFraction: ladder.pruneFraction,
    tolerance: ladder.tolerance,
    pruneBy: pruneBy ?? ladder.pruneBy,
    rate: descent.rate,
    decay: descent.decay,
  };
}
