import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { forwardRow } from "../../src/network/forward.ts";
import { connectedInputs, readableUnits, readInputs, weightsOnInputs } from "../../src/network/inputs.ts";
import { foldScale, scaleOutputs } from "../../src/network/scale.ts";
import { outputCount } from "../../src/network/size.ts";
import { randomNetwork } from "../engine/networks.ts";

const network = fc
  .record({
    seed: fc.nat(1000),
    hidden: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 2 }),
    skip: fc.boolean(),
    density: fc.constantFrom(0.2, 0.6, 1),
  })
  .map(({ seed, hidden, skip, density }) =>
    randomNetwork(Random.of(seed), { sizes: [5, ...hidden, 2], skip: skip && hidden.length > 0, density }),
  );
const row = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 5, maxLength: 5 });

describe("what a network reads", () => {
  it("are the units below, and the inputs in the first layer and behind the skip", () => {
    const layers = [{ outputs: 4 }, { outputs: 3 }, { outputs: 1 }];
    expect([0, 1, 2].map((index) => readableUnits({ layers, skip: true }, 7, index))).toEqual([7, 4, 10]);
    expect([0, 1, 2].map((index) => readableUnits({ layers, skip: false }, 7, index))).toEqual([7, 4, 3]);
    expect(readableUnits({ layers: [{ outputs: 1 }], skip: true }, 7, 0)).toBe(7);
  });

  it("an input that no weight reads changes no output", () => {
    fc.assert(
      fc.property(network, row, (one, values) => {
        const isRead = readInputs(one);
        const without = values.map((value, input) => (isRead[input] === 1 ? value : 1e6));
        expect(forwardRow(one, without).at(-1)).toEqual(forwardRow(one, values).at(-1));
      }),
    );
  });

  it("every input with a weight on it is connected, and no other", () => {
    fc.assert(
      fc.property(network, (one) => {
        const connected = connectedInputs(one.layers, one.scale.length);
        expect([...weightsOnInputs(one)].map((count) => Number(count > 0))).toEqual([...connected]);
      }),
    );
  });
});

it("a scale that is folded into the weights changes no output but by rounding", () => {
  fc.assert(
    fc.property(network, row, (one, values) => {
      const [before, after] = [one, foldScale(one)].map((each) => forwardRow(each, values).at(-1)!);
      for (const [unit, output] of before!.entries()) expect(after![unit]).toBeCloseTo(output, 4);
    }),
  );
});

it("scaled outputs are multiplied, bias and skip too, and a factor of 1 leaves the network as it is", () => {
  fc.assert(
    fc.property(network, row, fc.double({ min: 0.01, max: 4, noNaN: true }), (one, values, factor) => {
      const [before, after] = [one, scaleOutputs(one, factor)].map((each) => forwardRow(each, values).at(-1)!);
      for (const [unit, output] of before!.entries()) expect(after![unit]).toBeCloseTo(factor * output, 3);
    }),
  );
  const one = fc.sample(network, 1)[0]!;
  expect(scaleOutputs(one, 1)).toBe(one);
});

it("two classes have one output, more have one each, and a number has one", () => {
  const classes = (count: number) => ({ kind: "classification", classes: Array(count).fill("") as string[] }) as const;
  expect([1, 2, 3, 10].map((count) => outputCount(classes(count)))).toEqual([1, 1, 3, 10]);
  expect(outputCount({ kind: "regression" })).toBe(1);
});
