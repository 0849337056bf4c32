import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { deciderOf, never } from "../../src/evaluate/decide.ts";
import { decideBy, makeDecision, type Stakes } from "../../src/evaluate/decision.ts";
import { type HeldOut, outsideFold } from "../../src/evaluate/held-out.ts";
import type { Cost } from "../../src/evaluate/results/decision.ts";
import { byProbability, cheapestThreshold } from "../../src/evaluate/threshold.ts";
import { sizesOf } from "../support/evaluation.ts";

const classes = ["bad", "good"];
/** Taking bad for good costs 5, good for bad 1. */
const costs: readonly Cost[] = [
  { truth: "bad", predicted: "bad", cost: 0 },
  { truth: "bad", predicted: "good", cost: 5 },
  { truth: "good", predicted: "bad", cost: 1 },
  { truth: "good", predicted: "good", cost: 0 },
];
const stakes = (folds: number): Stakes => ({
  classes,
  positive: "bad",
  costs,
  sizes: sizesOf(folds, { train: 20, test: 10 }),
});

/** Two-class probabilities from those of the first class. */
function matrix(first: readonly number[]) {
  return { rows: first.length, columns: 2, data: Float32Array.from(first.flatMap((p) => [p, 1 - p])) };
}

describe("a rule of decision", () => {
  it("calls the positive class from its threshold on and else takes the likeliest of the others", () => {
    const decide = deciderOf({ positive: "b", threshold: 0.2, costs: [] }, ["a", "b", "c"]);
    expect(decide([0.5, 0.2, 0.3])).toBe(1);
    expect(decide([0.5, 0.19, 0.31])).toBe(0);
    expect(decide([0.4, 0.1, 0.5])).toBe(2);
  });

  it("calls every row at a threshold of 0 and none above 1", () => {
    const all = deciderOf({ positive: "bad", threshold: 0, costs: [] }, classes);
    const none = deciderOf({ positive: "bad", threshold: never, costs: [] }, classes);
    expect([all([0, 1]), all([1, 0])]).toEqual([0, 0]);
    expect([none([0, 1]), none([1, 0])]).toEqual([1, 1]);
  });

  it("takes the class of least expected cost without a threshold: above 1/6 for costs of 5 and 1", () => {
    const decide = deciderOf({ positive: "bad", threshold: null, costs }, classes);
    expect(decide([0.17, 0.83])).toBe(0);
    expect(decide([0.16, 0.84])).toBe(1);
  });
});

describe("the cheapest threshold", () => {
  const calls = {
    probability: Float64Array.from([0.9, 0.6, 0.4, 0.1]),
    called: Float64Array.from([0, 1, 0, 1]), // rows 0 and 2 are bad
    left: Float64Array.from([5, 0, 5, 0]),
  };

  it("lies halfway between two probabilities: three calls cost 1, two cost 6, four cost 2", () => {
    expect(cheapestThreshold(calls, byProbability(calls.probability), new Uint8Array(4).fill(1))).toBeCloseTo(0.25, 12);
  });

  it("sees no row that it may not see", () => {
    expect(cheapestThreshold(calls, byProbability(calls.probability), Uint8Array.from([1, 1, 0, 1]))).toBe(0.75);
  });

  it("costs no more than any other threshold, for any rows", () => {
    const row = fc.record({ p: fc.integer({ min: 0, max: 20 }), called: fc.nat(9), left: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
        const probability = Float64Array.from(rows, ({ p }) => p / 20);
        const called = Float64Array.from(rows, (each) => each.called);
        const left = Float64Array.from(rows, (each) => each.left);
        const cost = (threshold: number) =>
          rows.reduce((total, each) => total + (each.p / 20 >= threshold ? each.called : each.left), 0);
        const seen = new Uint8Array(rows.length).fill(1);
        const best = cheapestThreshold({ probability, called, left }, byProbability(probability), seen);
        for (let t = 0; t <= 42; t++) expect(cost(best)).toBeLessThanOrEqual(cost(t / 40));
      }),
    );
  });
});

describe("decisions on held-out rows", () => {
  const held: HeldOut = {
    rows: Uint32Array.from([0, 1, 2, 3, 4, 5, 6, 7]),
    folds: Uint32Array.from([0, 0, 0, 0, 1, 1, 1, 1]),
    truth: [0, 0, 1, 1, 0, 1, 1, 1],
    weights: null,
  };
  const values = matrix([0.8, 0.3, 0.4, 0.1, 0.6, 0.5, 0.25, 0.1]);
  const made = decideBy({ id: "occam", values }, held, stakes(2));
  const cost = (rule: string) => made.rules.find((one) => one.rule === rule)!.cost.mean;

  it("count what fixed rules cost by hand", () => {
    // 50%: fold 0 misses row 1 (5 ÷ 4), fold 1 calls row 5 in vain (1 ÷ 4).
    expect(cost("likeliest")).toBeCloseTo((5 / 4 + 1 / 4) / 2, 12);
    expect(cost("nobody")).toBeCloseTo((10 / 4 + 5 / 4) / 2, 12);
    expect(cost("everybody")).toBeCloseTo((2 / 4 + 3 / 4) / 2, 12);
    // Above 1/6 fold 0 calls row 2 in vain, fold 1 rows 5 and 6.
    expect(cost("expected")).toBeCloseTo((1 / 4 + 2 / 4) / 2, 12);
  });

  it("choose the threshold of a fold on the other fold", () => {
    // On fold 1 the cheapest is 0.55: on fold 0 it misses row 1. On fold 0 it is 0.2 (between 0.3 and 0.1): on fold 1 it
    // calls rows 5 and 6 in vain.
    expect(made.rules[0]!.rule).toBe("chosen");
    expect(cost("chosen")).toBeCloseTo((5 / 4 + 2 / 4) / 2, 6);
    expect(made.confusion).toEqual([
      [2, 1],
      [2, 3],
    ]);
  });

  it("say what the first rule saves against each other, in pairs of folds", () => {
    for (const { cost: own, saving } of made.rules) expect(saving.mean).toBeCloseTo(own.mean - cost("chosen"), 12);
    expect(made.rules[0]!.saving).toEqual({ mean: 0, deviation: 0, low: 0, high: 0 });
  });

  it("give the same curve as the rules at its ends, and precision and recall by hand", () => {
    expect(made.curve[0]!.cost.mean).toBeCloseTo(cost("everybody"), 12);
    expect(made.curve.at(-1)!.cost.mean).toBeCloseTo(cost("nobody"), 12);
    expect(made.thresholds.find(({ threshold }) => threshold === 0.4)).toMatchObject({
      called: 4 / 8,
      precision: 2 / 4,
      recall: 2 / 3,
    });
  });

  it("find in the likeliest half what is positive among them", () => {
    const half = made.likeliest.find(({ share }) => share === 0.5)!;
    expect(half.rows).toBe(4);
    expect(half.precision.mean).toBeCloseTo((1 / 2 + 1 / 2) / 2, 12);
    expect(half.recall.mean).toBeCloseTo((1 / 2 + 1) / 2, 12);
    // Calling two rows of each fold saves 5 and costs 1, of four rows.
    expect(half.saving!.mean).toBeCloseTo(1, 12);
  });

  it("count rows by their weight", () => {
    const weighted = decideBy({ id: "occam", values }, { ...held, weights: [1, 3, 1, 1, 1, 1, 1, 1] }, stakes(2));
    const nobody = weighted.rules.find(({ rule }) => rule === "nobody")!;
    expect(nobody.cost.mean).toBeCloseTo((20 / 6 + 5 / 4) / 2, 12);
  });

  it("leave the costs alone to decide when there is one fold", () => {
    const single = decideBy({ id: "occam", values }, { ...held, folds: new Uint32Array(8) }, stakes(1));
    expect(single.rules[0]!.rule).toBe("expected");
    expect(single.rule).toEqual({ positive: "bad", threshold: null, costs });
  });

  it("let no row of a fold choose for it, in any repeat", () => {
    const repeated = { rows: Uint32Array.from([0, 1, 2, 1, 0, 2]), folds: Uint32Array.from([0, 0, 1, 2, 3, 3]) };
    expect([...outsideFold(repeated, 0)]).toEqual([0, 0, 1, 0, 0, 1]);
  });

  it("are none without a class to call and without costs", () => {
    const three = {
      classes: ["a", "b", "c"],
      positive: null,
      costs: [],
      unit: "",
      sizes: sizesOf(2, { train: 4, test: 4 }),
    };
    expect(makeDecision([{ id: "occam", values }], held, three)).toBeNull();
  });

  it("do not flatter: where probabilities say nothing, a chosen threshold saves nothing", () => {
    const random = Random.of("decision", "noise");
    const savings = Array.from({ length: 40 }, () => {
      const rows = 60;
      const noise = matrix(Array.from({ length: rows }, () => random.uniform()));
      const truth = Array.from({ length: rows }, () => (random.uniform() < 1 / 6 ? 0 : 1));
      const folds = Uint32Array.from({ length: rows }, (_, i) => i % 3);
      const own = { rows: Uint32Array.from({ length: rows }, (_, i) => i), folds, truth, weights: null };
      const { rules } = decideBy({ id: "occam", values: noise }, own, stakes(3));
      return rules.find(({ rule }) => rule === "nobody")!.saving.mean;
    });
    // At a rate of 1/6 with costs of 5 and 1 every threshold costs the same on average: a choice can only lose.
    expect(savings.reduce((a, b) => a + b) / savings.length).toBeLessThan(0.02);
  });
});

describe("decisions among more than two classes", () => {
  const names = ["a", "b", "c"];
  const unit = names.flatMap((truth) =>
    names.map((predicted) => ({ truth, predicted, cost: truth === predicted ? 0 : truth === "c" ? 10 : 1 })),
  );

  it("take the class of least expected cost, and compare with the likeliest and with always the same", () => {
    const held: HeldOut = {
      rows: Uint32Array.from([0, 1, 2, 3]),
      folds: Uint32Array.from([0, 0, 1, 1]),
      truth: [0, 2, 1, 2],
      weights: null,
    };
    const values = {
      rows: 4,
      columns: 3,
      data: Float32Array.from([0.9, 0.05, 0.05, 0.5, 0.2, 0.3, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8]),
    };
    const given = { classes: names, positive: null, costs: unit, sizes: sizesOf(2, { train: 2, test: 2 }) };
    const { rules, confusion, rule, curve } = decideBy({ id: "occam", values }, held, given);
    const cost = Object.fromEntries(rules.map((one) => [one.rule, one.cost.mean]));
    // Row 1: c at 30% costs 10 if missed, so it is called. Row 2: b at 80% costs 1.1 to take, c costs 0.9.
    expect(cost).toEqual({ expected: 1 / 4, likeliest: 10 / 4, constant: 2 / 4 });
    expect(confusion).toEqual([
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 2],
    ]);
    expect(rule).toEqual({ positive: null, threshold: null, costs: unit });
    expect(curve).toEqual([]);
  });
});
