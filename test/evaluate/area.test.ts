import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankArea, weightedArea } from "../../src/evaluate/area.ts";

const rows = fc.array(fc.record({ score: fc.integer({ min: -4, max: 4 }), positive: fc.boolean() }), {
  maxLength: 60,
});

describe("the area under the ROC curve", () => {
  it("is the share of pairs in which the positive has the higher score, ties half", () => {
    fc.assert(
      fc.property(rows, (sample) => {
        const scores = sample.map(({ score }) => score / 4);
        const area = rankArea(scores, (row) => sample[row]!.positive, null);
        const pairs = sample.flatMap((a) =>
          a.positive ? sample.filter((b) => !b.positive).map((b) => Math.sign(a.score - b.score)) : [],
        );
        const won = pairs.reduce<number>((sum, sign) => sum + (1 + sign) / 2, 0);
        expect(area === null).toBe(pairs.length === 0);
        expect(area ?? 0).toBeCloseTo(won / Math.max(1, pairs.length), 12);
      }),
    );
  });

  it("is the same, bit by bit, with weights of 1", () => {
    fc.assert(
      fc.property(rows, (sample) => {
        const scores = sample.map(({ score }) => score / 4);
        const isPositive = (row: number) => sample[row]!.positive;
        const ones = sample.map(() => 1);
        expect(rankArea(scores, isPositive, null)).toBe(weightedArea(scores, isPositive, ones));
      }),
    );
  });
});
