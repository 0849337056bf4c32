import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { startNetwork } from "../../src/descent/start.ts";
import { rings } from "../support/rings.ts";

const data = rings(200, 3);
const rows = Uint32Array.from({ length: 200 }, (_, row) => row);

describe("the starting network", () => {
  it("connects each unit of the first layer to at most the asked number of inputs, in ascending order", () => {
    const { layers } = startNetwork({ data, rows }, { widths: [8, 4], skip: true, mostInputs: 3 }, Random.of(1));
    const [first, second] = layers;
    for (let unit = 0; unit < 8; unit++) {
      const read = [...first!.column.subarray(first!.rowStart[unit], first!.rowStart[unit + 1])];
      expect(read).toHaveLength(3);
      expect(read).toEqual([...new Set(read)].sort((a, b) => a - b));
    }
    expect(second!.weight).toHaveLength(8 * 4);
  });

  it("connects each unit to all inputs where there are no more than asked for", () => {
    const shape = { widths: [8], skip: true };
    const [few, all] = [{ ...shape, mostInputs: 6 }, shape].map((one) =>
      startNetwork({ data, rows }, one, Random.of(1)),
    );
    expect(few).toEqual(all);
    expect([...few!.layers[0]!.column.subarray(0, 6)]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("predicts the class shares before its first step: output and skip are zero but for the bias", () => {
    const { layers } = startNetwork({ data, rows }, { widths: [8], skip: true }, Random.of(1));
    const output = layers.at(-1)!;
    expect(output.inputs).toBe(8 + 6);
    expect(output.weight.every((weight) => weight === 0)).toBe(true);
    const positives = data.targets.reduce((sum, target) => sum + target, 0);
    expect(output.bias[0]).toBeCloseTo(Math.log((positives + 0.5) / (200 - positives + 0.5)), 5);
  });

  it("without hidden layers is a linear model that reads the inputs once", () => {
    const { layers, skip } = startNetwork({ data, rows }, { widths: [], skip: true }, Random.of(1));
    expect(layers).toHaveLength(1);
    expect(layers[0]!.inputs).toBe(6);
    expect(skip).toBe(false);
  });
});
