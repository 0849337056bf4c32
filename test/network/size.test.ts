import { describe, expect, it } from "vitest";
import { readInputs } from "../../src/network/inputs.ts";
import type { Layer, Network } from "../../src/network/network.ts";
import { operationsPerRow, parameterCount } from "../../src/network/size.ts";

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

describe("the size of a network", () => {
  it("counts kept weights, biases of units that are read, and scales of inputs that are read", () => {
    expect([...readInputs(small)]).toEqual([1, 1, 1]);
    expect(parameterCount([small])).toBe(4 + 1 + 1 + 3);
    expect(operationsPerRow([small])).toBe(4 + 3);
  });

  it("does not count a scale of 1, which was folded into the weights, nor a weight of 0", () => {
    const folded = { ...small, scale: Float32Array.of(1, 1, 1) };
    expect(parameterCount([folded])).toBe(6);
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
    expect([...readInputs(zero)]).toEqual([1, 0, 1]);
    expect(parameterCount([zero])).toBe(3 + 1 + 1 + 2);
  });

  it("sums the networks of an ensemble", () => {
    expect(parameterCount([small, small])).toBe(2 * 9);
  });
});
