import { describe, expect, it } from "vitest";
import type { Layer, Network } from "../../src/network/network.ts";
import {
  countingRules,
  forestParameters,
  liveInputs,
  networkOperationsPerRow,
  networkParameters,
} from "../../src/evaluate/account.ts";

function layer(inputs: number, rows: readonly (readonly [column: number, weight: number])[][]): Layer {
  const rowStart = Uint32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]);
  return {
    inputs,
    outputs: rows.length,
    rowStart,
    column: Uint32Array.from(rows.flat().map(([column]) => column)),
    weight: Float32Array.from(rows.flat().map(([, weight]) => weight)),
    bias: new Float32Array(rows.length),
  };
}

/** Three inputs; unit 0 reads 0 and 2, unit 1 is read by nobody; the output reads unit 0 and, over the skip, input 1. */
const small: Network = {
  scale: Float32Array.of(0.5, 2, 3),
  layers: [
    layer(3, [
      [
        [0, 1],
        [2, -1],
      ],
      [],
    ]),
    layer(5, [
      [
        [0, 0.5],
        [3, 0.25],
      ],
    ]),
  ],
  skip: true,
};

describe("accounting", () => {
  it("counts kept weights, biases of units that are read, and scales of inputs that are read", () => {
    expect(liveInputs(small)).toBe(3);
    expect(networkParameters([small], 0)).toBe(4 + 1 + 1 + 3);
    expect(networkOperationsPerRow([small])).toBe(4 + 3);
  });

  it("does not count a scale of 1, which was folded into the weights, nor a weight of 0", () => {
    const folded = { ...small, scale: Float32Array.of(1, 1, 1) };
    expect(networkParameters([folded], 0)).toBe(6);
    const zero = {
      ...small,
      layers: [
        small.layers[0]!,
        layer(5, [
          [
            [0, 0.5],
            [3, 0],
          ],
        ]),
      ],
    };
    expect(liveInputs(zero)).toBe(2);
    expect(networkParameters([zero], 0)).toBe(3 + 1 + 1 + 2);
  });

  it("sums members and adds a temperature for each that has one", () => {
    expect(networkParameters([small, small], 2)).toBe(2 * 9 + 2);
  });

  it("counts 2 for an inner node and one less than the classes for a leaf, one in regression", () => {
    expect(forestParameters(10, 11, 3)).toBe(42);
    expect(forestParameters(10, 11, 2)).toBe(31);
    expect(forestParameters(10, 11, null)).toBe(31);
  });

  it("says each rule in words", () => {
    for (const rule of Object.values(countingRules)) expect(rule).toMatch(/\.$/);
  });
});
