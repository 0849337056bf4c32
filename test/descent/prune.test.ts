import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import type { Layer, Network } from "../../src/network/network.ts";
import { keptCountsPaper } from "../../src/descent/paper.ts";
import { keepLargest, keptCounts, magnitudes, saliencies } from "../../src/descent/prune.ts";
import { keepRandom } from "../../src/descent/random.ts";

const count = (keep: Uint8Array) => keep.reduce((sum, byte) => sum + byte, 0);

function layer(inputs: number, outputs: number, weights: readonly number[]): Layer {
  return {
    inputs,
    outputs,
    rowStart: Uint32Array.from({ length: outputs + 1 }, (_, o) => o * inputs),
    column: Uint32Array.from({ length: inputs * outputs }, (_, k) => k % inputs),
    weight: Float32Array.from(weights),
    bias: new Float32Array(outputs),
  };
}

describe("keepLargest", () => {
  it("keeps exactly as many as asked, and none of the dropped is larger than a kept one", () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: 0, max: 10, noNaN: true })), fc.nat(60), (values, wanted) => {
        const score = Float32Array.from(values);
        const keep = keepLargest(score, wanted);
        expect(count(keep)).toBe(Math.min(wanted, score.length));
        const kept = score.filter((_, k) => keep[k] === 1);
        const dropped = score.filter((_, k) => keep[k] === 0);
        expect(Math.min(Infinity, ...kept)).toBeGreaterThanOrEqual(Math.max(-Infinity, ...dropped));
      }),
    );
  });

  it("keeps the first of equal scores", () => {
    expect([...keepLargest(Float32Array.of(1, 1, 1, 1), 2)]).toEqual([1, 1, 0, 0]);
  });
});

it("a random mask has exactly the asked count and depends on the seed alone", () => {
  const first = keepRandom(100, 30, Random.of(1));
  expect(count(first)).toBe(30);
  expect(keepRandom(100, 30, Random.of(1))).toEqual(first);
  expect(keepRandom(100, 30, Random.of(2))).not.toEqual(first);
});

describe("how many weights stay", () => {
  const layers = [layer(10, 4, new Array(40).fill(1)), layer(14, 2, new Array(28).fill(1))];

  it("the output layer loses half the share of the others", () => {
    expect(keptCounts(layers, 0.5)).toEqual([20, 21]);
  });

  it("no layer falls below two weights a unit", () => {
    expect(keptCounts(layers, 0.99)).toEqual([8, 15]);
    expect(keptCounts([layer(1, 4, [1, 1, 1, 1])], 0.9)).toEqual([4]);
  });

  it("the published loop takes the same share of every layer", () => {
    expect(keptCountsPaper(layers, 0.5)).toEqual([20, 14]);
  });

  it("a share of 0 drops nothing", () => {
    expect(keptCounts(layers, 0)).toEqual([40, 28]);
    expect(keptCountsPaper(layers, 0)).toEqual([40, 28]);
  });
});

it("saliencies are magnitudes times the fourth root of the second moment", () => {
  const network: Network = {
    scale: Float32Array.of(2, 3),
    layers: [layer(2, 1, [1, -1])],
    skip: false,
  };
  expect(saliencies(network, [Float32Array.of(16, 1 / 16)]).map((score) => [...score])).toEqual([[4, 1.5]]);
});

it("magnitudes are multiplied by the input's scale in the first layer and in the skip, nowhere else", () => {
  const network: Network = {
    scale: Float32Array.of(2, 3),
    layers: [layer(2, 1, [1, -1]), layer(3, 1, [-5, 1, -1])],
    skip: true,
  };
  expect(magnitudes(network).map((score) => [...score])).toEqual([
    [2, 3],
    [5, 2, 3],
  ]);
});
