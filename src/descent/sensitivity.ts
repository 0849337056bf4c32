import type { Matrix } from "../base/matrix.ts";
import { forwardRow } from "../network/forward.ts";
import type { Network } from "../network/network.ts";

/** A mass this small counts as none: a share of it would be noise. */
const nothing = 1e-12;

/**
 * Data-informed sensitivity of each weight, by layer (SiPP: C. Baykal, L. Liebenwein et al., arXiv:1910.05422): the
 * largest share, over the named rows, that the weight has in what its unit reads. Shares are taken among the weights of
 * one sign, and of inputs of one sign, so that nothing cancels: s = max over rows of |w·a| / Σ |w′·a′|.
 */
export function dataSensitivities(network: Network, inputs: Matrix, rows: Uint32Array): readonly Float32Array[] {
  const scores = network.layers.map(({ weight }) => new Float32Array(weight.length));
  for (const row of rows) {
    const reads = forwardRow(network, inputs.data.subarray(row * inputs.columns, (row + 1) * inputs.columns));
    for (const [index, layer] of network.layers.entries()) {
      const read = reads[index]!;
      const score = scores[index]!;
      const { rowStart, column, weight, outputs } = layer;
      for (let unit = 0; unit < outputs; unit++) {
        const [from, to] = [rowStart[unit]!, rowStart[unit + 1]!];
        const sums = [0, 0, 0, 0];
        for (let k = from; k < to; k++) {
          const a = read[column[k]!]!;
          sums[quarter(weight[k]!, a)]! += Math.abs(weight[k]! * a);
        }
        for (let k = from; k < to; k++) {
          const a = read[column[k]!]!;
          const sum = sums[quarter(weight[k]!, a)]!;
          if (sum > nothing) score[k] = Math.max(score[k]!, Math.abs(weight[k]! * a) / sum);
        }
      }
    }
  }
  return scores;
}

/** 0 to 3 by the signs of a weight and of what it reads. */
function quarter(weight: number, read: number): number {
  return (weight < 0 ? 2 : 0) + (read < 0 ? 1 : 0);
}
