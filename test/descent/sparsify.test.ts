import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { mean } from "../../src/base/statistics.ts";
import { dataSensitivities } from "../../src/descent/sensitivity.ts";
import { sampledBound, sparsify } from "../../src/descent/sparsify.ts";
import { forwardRow } from "../../src/network/forward.ts";
import type { Layer, Network } from "../../src/network/network.ts";

function dense(inputs: number, outputs: number, random: Random): Layer {
  const count = inputs * outputs;
  return {
    ...{ inputs, outputs, bias: Float32Array.from({ length: outputs }, () => 0.1 * random.normal()) },
    rowStart: Uint32Array.from({ length: outputs + 1 }, (_, unit) => unit * inputs),
    column: Uint32Array.from({ length: count }, (_, at) => at % inputs),
    weight: Float32Array.from({ length: count }, () => random.normal()),
  };
}

/** Inputs of a mixture, as of a table: two of three columns go with one hidden number. */
function rowsOf(count: number, columns: number, random: Random) {
  const data = new Float32Array(count * columns);
  for (let row = 0; row < count; row++) {
    const common = random.normal();
    for (let column = 0; column < columns; column++) {
      data[row * columns + column] = column % 3 === 0 ? random.normal() : common + 0.3 * random.normal();
    }
  }
  return { rows: count, columns, data };
}

const all = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

/** Of the units of all layers, on held-out rows: the largest change over what the bounds allow. */
function worst(seed: number, keep: number): number {
  const random = Random.of("sparsify", seed);
  const network: Network = {
    ...{ scale: new Float32Array(30).fill(1), skip: false },
    layers: [dense(30, 20, random), dense(20, 3, random)],
  };
  const seen = rowsOf(300, 30, random);
  const sensitivities = dataSensitivities(network, seen, all(300));
  const sparse = sparsify(network, { sensitivities, size: keep * (600 + 60), failure: 0.05, random });
  const heldOut = rowsOf(50, 30, random);
  let most = 0;
  for (let row = 0; row < heldOut.rows; row++) {
    const reads = forwardRow(network, heldOut.data.subarray(row * 30, (row + 1) * 30));
    for (const [index, { weight, rowStart, column, outputs }] of network.layers.entries()) {
      for (let unit = 0; unit < outputs; unit++) {
        const mass = { positive: 0, negative: 0 };
        let change = 0;
        for (let k = rowStart[unit]!; k < rowStart[unit + 1]!; k++) {
          const read = reads[index]![column[k]!]!;
          mass[weight[k]! > 0 ? "positive" : "negative"] += Math.abs(weight[k]! * read);
          change += (sparse.network.layers[index]!.weight[k]! - weight[k]!) * read;
        }
        const bound = sparse.bounds[index]![unit]!;
        const allowed = bound.positive * mass.positive + bound.negative * mass.negative;
        if (Math.abs(change) > 1e-6) most = Math.max(most, Math.abs(change) / allowed);
      }
    }
  }
  return most;
}

describe("pruning by data-informed sensitivity", () => {
  it.each([0.9, 0.5, 0.2])(
    "keeps its error bound on held-out rows in 19 of 20 seeds, with %f of the weights",
    (keep) => {
      const holds = Array.from({ length: 40 }, (_, seed) => Number(worst(seed, keep) <= 1));
      expect(mean(holds)).toBeGreaterThanOrEqual(0.95);
    },
  );

  it("keeps at most the weights that are asked for, and promises nothing worse than to drop all", () => {
    const random = Random.of("share");
    const network: Network = { scale: new Float32Array(30).fill(1), skip: false, layers: [dense(30, 20, random)] };
    const sensitivities = dataSensitivities(network, rowsOf(50, 30, random), all(50));
    const { network: sparse, bounds } = sparsify(network, { sensitivities, size: 180, failure: 0.05, random });
    const left = sparse.layers[0]!.weight.filter((value) => value !== 0).length;
    expect(left).toBeLessThanOrEqual(180);
    for (const { positive, negative } of bounds[0]!) expect(Math.max(positive, negative)).toBeLessThanOrEqual(1);
  });

  it("samples where many weights matter alike, without bias", () => {
    const count = 4000;
    const layer: Layer = {
      ...{ inputs: count, outputs: 1, bias: new Float32Array(1), rowStart: Uint32Array.from([0, count]) },
      ...{ column: all(count), weight: new Float32Array(count).fill(1) },
    };
    const network: Network = { scale: new Float32Array(count).fill(1), skip: false, layers: [layer] };
    const sensitivities = [new Float32Array(count).fill(1 / count)];
    const sums = Array.from({ length: 8 }, (_, seed) => {
      const random = Random.of("bias", seed);
      const { network: sparse, bounds } = sparsify(network, { sensitivities, size: 2000, failure: 0.05, random });
      expect(bounds[0]![0]!.positive).toBeLessThan(0.5); // to drop half of the mass has a bound of 1
      return sparse.layers[0]!.weight.reduce((sum, value) => sum + value, 0);
    });
    expect(mean(sums) / count).toBeCloseTo(1, 6);
  });

  it("has a bound that falls as the root of the draws", () => {
    expect(sampledBound(0.5, 100, 0.01) / sampledBound(0.5, 10_000, 0.01)).toBeGreaterThan(9);
  });
});

describe("a data-informed sensitivity", () => {
  it("is the largest share in what a unit reads of one sign", () => {
    const layer: Layer = {
      ...{ inputs: 3, outputs: 1, bias: new Float32Array(1), rowStart: Uint32Array.from([0, 3]) },
      ...{ column: all(3), weight: Float32Array.from([1, 3, -2]) },
    };
    const network: Network = { scale: new Float32Array(3).fill(1), skip: false, layers: [layer] };
    const inputs = { rows: 2, columns: 3, data: Float32Array.from([1, 1, 1, 6, 1, 0]) };
    const [score] = dataSensitivities(network, inputs, all(2));
    expect([...score!]).toEqual([Math.fround(6 / 9), Math.fround(3 / 4), 1]);
  });
});
