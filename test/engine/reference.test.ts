import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { forwardRow } from "../../src/network/forward.ts";
import type { Loss } from "../../src/engine/loss.ts";
import { backwardRow, lossAt, zeroGradient } from "../../src/engine/reference/descend.ts";
import { referenceEngine } from "../../src/engine/reference/index.ts";
import { fromNetwork, type Parameters, plainOf } from "../../src/engine/reference/parameters.ts";
import { engineContract } from "./contract.ts";
import { networkOf, randomNetwork, regression, stepOf } from "./networks.ts";

describe("the reference engine", () => {
  engineContract(async () => referenceEngine);

  it("one step worked by hand: y = 2·x + 1 at x = 3 with target 5 has loss 4 and moves each parameter by the rate", async () => {
    const network = networkOf([[[2]]], [[1]]);
    const trainer = await referenceEngine.load(network, regression);
    const data = {
      task: regression,
      inputs: { rows: 1, columns: 1, data: Float32Array.of(3) },
      targets: Float32Array.of(5),
      weights: null,
    };
    const loss = await trainer.epoch(data, Uint32Array.of(0), { ...stepOf(1, 1, 0.125), decay: 0 });
    // 2·3 + 1 − 5 = 2, squared 4. Slopes are 2·3, 2 and 2·2·3, and Adam's first step is the rate times the sign of each.
    expect(loss).toBe(4);
    const after = await trainer.read();
    expect(after.layers[0]!.weight[0]).toBeCloseTo(1.875, 6);
    expect(after.layers[0]!.bias[0]).toBeCloseTo(0.875, 6);
    expect(after.scale[0]).toBeCloseTo(0.875, 6);
  });
});

describe("the gradient of the reference", () => {
  const losses: readonly { loss: Loss; outputs: number }[] = [
    { loss: "logistic", outputs: 1 },
    { loss: "softmax", outputs: 4 },
    { loss: "squared", outputs: 1 },
  ];
  for (const { loss, outputs } of losses) {
    for (const hidden of [[], [5], [6, 5]]) {
      for (const skip of [true, false]) {
        it(`equals finite differences: ${loss}, ${hidden.length} hidden layers, skip ${skip}`, () => {
          const random = Random.of("gradient", loss, hidden.length, Number(skip));
          const network = randomNetwork(random, { sizes: [4, ...hidden, outputs], skip, density: 0.8 });
          const parameters = fromNetwork(network);
          const rows = Array.from({ length: 3 }, () => Array.from({ length: 4 }, () => random.normal()));
          const batch = rows.map((inputs, row) => ({
            inputs,
            target: loss === "squared" ? random.normal() : row % Math.max(2, outputs),
            share: (row + 0.5) / 3,
          }));
          const gradient = zeroGradient(parameters);
          for (const row of batch) backwardRow(parameters, { ...row, loss }, gradient);
          const gradients = [gradient.scale, ...gradient.layers.flatMap((layer) => [layer.weight, layer.bias])];
          valuesOf(parameters).forEach((values, which) => {
            values.forEach((value, k) => {
              const h = 1e-6;
              values[k] = value + h;
              const above = objective(parameters, batch, loss);
              values[k] = value - h;
              const below = objective(parameters, batch, loss);
              values[k] = value;
              // Central differences err by h² and by 1e-16 / h: about 1e-9 here.
              expect(gradients[which]![k]!).toBeCloseTo((above - below) / (2 * h), 7);
            });
          });
        });
      }
    }
  }
});

interface Row {
  readonly inputs: readonly number[];
  readonly target: number;
  readonly share: number;
}

function valuesOf(parameters: Parameters): Float64Array[] {
  const layers = parameters.layers.flatMap((layer) => [layer.weight.value, layer.bias.value]);
  return [parameters.scale.value, ...layers];
}

/** What a step descends: the half of the squared loss, the others as reported. */
function objective(parameters: Parameters, batch: readonly Row[], loss: Loss): number {
  const factor = loss === "squared" ? 0.5 : 1;
  return batch.reduce((sum, { inputs, target, share }) => {
    const output = forwardRow(plainOf(parameters), inputs).at(-1)!;
    return sum + share * factor * lossAt(loss, output, target).value;
  }, 0);
}
