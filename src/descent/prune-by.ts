import type { Matrix } from "../base/matrix.ts";
import type { Trainer } from "../engine/engine.ts";
import type { Network } from "../network/network.ts";
import { scaledWeights } from "../network/scale.ts";
import type { PruneBy } from "./options.ts";
import { magnitudes, saliencies } from "./prune.ts";
import { dataSensitivities } from "./sensitivity.ts";

/** Rows that a data-informed sensitivity is taken on; more would not be worth their cost. */
const rowsForSensitivity = 256;

/** What a criterion may use. */
export interface Judged {
  readonly trainer: Trainer;
  readonly before: Network; // as it was when it was last pruned, with the same weights
  readonly inputs: Matrix;
  readonly rows: Uint32Array; // that it learns from
}

/**
 * How much each weight matters, by layer:
 *
 * - gradient: its magnitude times the fourth root of its mean squared gradient, the default (`saliencies`);
 * - magnitude: its magnitude, times the scale of its input;
 * - sensitivity: its largest share in what its unit reads, over training rows (`dataSensitivities`);
 * - movement: how far it moved away from zero since the last pruning, (w² − w₀²) / 2, which is what −Σ w·∂L/∂w adds up
 *   to over small steps (V. Sanh et al., arXiv:2005.07683).
 */
export async function importanceBy(
  by: PruneBy,
  { trainer, before, inputs, rows }: Judged,
): Promise<readonly Float32Array[]> {
  const network = await trainer.read();
  switch (by) {
    case "gradient":
      return saliencies(network, await trainer.secondMoments());
    case "magnitude":
      return magnitudes(network);
    case "sensitivity":
      return dataSensitivities(network, inputs, rows.subarray(0, rowsForSensitivity));
    case "movement": {
      const start = scaledWeights(before);
      return scaledWeights(network).map((weights, index) => {
        return weights.map((value, k) => (value * value - start[index]![k]! * start[index]![k]!) / 2);
      });
    }
  }
}
