import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { allowedLoss, prunability, trainingLoss } from "../../src/descent/prunability.ts";
import { chooseEngine } from "../../src/engine/choose.ts";
import type { Layer, Network } from "../../src/network/network.ts";
import type { Prepared } from "../../src/prepare/prepared.ts";

function dense(inputs: number, outputs: number, weight: (at: number) => number): Layer {
  const count = inputs * outputs;
  return {
    ...{ inputs, outputs, bias: new Float32Array(outputs) },
    rowStart: Uint32Array.from({ length: outputs + 1 }, (_, unit) => unit * inputs),
    column: Uint32Array.from({ length: count }, (_, at) => at % inputs),
    weight: Float32Array.from({ length: count }, (_, at) => weight(at)),
  };
}

const rows = Uint32Array.from({ length: 200 }, (_, row) => row);

/** Rows whose target a network says exactly, so that its loss is next to nothing. */
async function taughtBy(network: Network): Promise<Prepared> {
  const random = Random.of("rows");
  const data = Float32Array.from({ length: rows.length * 4 }, () => random.normal());
  const task = { kind: "regression", mean: 0, deviation: 1, low: -1e6, high: 1e6 } as const;
  const inputs = { rows: rows.length, columns: 4, data };
  const trainer = await chooseEngine("reference").load(network, task);
  const { data: targets } = await trainer.forward(inputs, null);
  return { task, inputs, targets, weights: null };
}

describe("prunability", () => {
  const engine = chooseEngine("reference");
  // 4 → 10 → 1: the first two hidden units do all, the others nearly nothing.
  const network: Network = {
    scale: new Float32Array(4).fill(1),
    skip: false,
    layers: [dense(4, 10, (at) => (at < 8 ? 1 + at : 1e-4)), dense(10, 1, (at) => (at < 2 ? 3 : 1e-4))],
  };
  const model = { networks: [network], inverseTemperatures: [1] };

  it("is the share of the weights that do something", async () => {
    const data = await taughtBy(network);
    const { share, rows: counted } = await prunability(model, { data, rows }, engine);
    expect(counted).toBe(200);
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThanOrEqual(0.22); // 10 of 50 weights, in fiftieths
  });

  it("is 1 where every weight counts, and small where none does", async () => {
    const needed: Network = { ...network, layers: [dense(4, 1, (at) => 1 + at)] };
    const data = await taughtBy(needed);
    const of = async (one: Network) => {
      const single = { networks: [one], inverseTemperatures: [1] };
      return (await prunability(single, { data, rows }, engine)).share;
    };
    expect(await of(needed)).toBeGreaterThan(0.7);
    expect(await of({ ...network, layers: [dense(4, 1, () => 1e-9)] })).toBe(0);
  });

  it("allows a tenth of the loss, or a hundredth of that without weights", () => {
    expect(allowedLoss(1, 2)).toBeCloseTo(1.1, 12);
    expect(allowedLoss(0, 2)).toBeCloseTo(0.02, 12);
  });

  it("takes the loss as the mean of squared deviations", async () => {
    const data = await taughtBy(network);
    const off = { ...data, targets: data.targets.map((target) => target + 2) };
    expect(await trainingLoss(model, { data: off, rows }, engine)).toBeCloseTo(4, 5);
  });
});
