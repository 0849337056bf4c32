import { describe, expect, it } from "vitest";
import { summariseModel } from "../../src/evaluate/summary.ts";
import { makeVerdict } from "../../src/evaluate/verdict.ts";
import type { MetricId, TaskKind } from "../../src/evaluate/results/models.ts";
import type { Outcome, Verdict } from "../../src/evaluate/results/verdict.ts";
import { foldResult, sizesOf } from "../support/evaluation.ts";

const size = { train: 40_000, test: 10_000 };
const wiggle = [0.2, -0.3, 0.1, 0.3, -0.3];
/** Differences seen from the forest's value (positive: the network is better) that lead to each outcome over the wiggle. */
const shift: Record<Outcome, { by: number; noise: number }> = {
  better: { by: 0.08, noise: 0.01 },
  worse: { by: -0.08, noise: 0.01 },
  equivalent: { by: 0.0003, noise: 0.0001 },
  undecided: { by: 0.02, noise: 0.1 },
};

function scores(forest: number, outcome: Outcome, higherIsBetter: boolean): number[] {
  const { by, noise } = shift[outcome];
  return wiggle.map((w) => forest * (1 + (higherIsBetter ? 1 : -1) * (by + noise * w)));
}

function verdictOf(input: {
  task: TaskKind;
  network: Partial<Record<MetricId, readonly number[]>>;
  forest: Partial<Record<MetricId, number>>;
  dummy?: Partial<Record<MetricId, number>>;
  parameters?: number;
  folds?: number;
  interrupted?: readonly ("network" | "forest")[];
  defaultForest?: Partial<Record<MetricId, number>>;
}): Verdict {
  const folds = Array.from({ length: input.folds ?? 5 }, (_, fold) => fold);
  const model = (id: string, metrics: (fold: number) => Partial<Record<MetricId, number>>, parameters: number) =>
    summariseModel({
      id,
      label: id,
      description: id,
      folds: folds.map((fold) => foldResult(fold, metrics(fold), { parameters })),
      sizes: sizesOf(5, size),
    });
  const at = (fold: number) =>
    Object.fromEntries(Object.entries(input.network).map(([metric, values]) => [metric, values[fold]!]));
  return makeVerdict({
    task: input.task,
    network: model("occam", at, input.parameters ?? 1000),
    forest: model("forest", () => input.forest, 85_000),
    dummy: input.dummy === undefined ? null : model("dummy", () => input.dummy!, 2),
    sizes: sizesOf(5, size),
    repeats: 1,
    interrupted: input.interrupted ?? [],
    ...(input.defaultForest === undefined
      ? {}
      : { defaultForest: folds.map((fold) => ({ fold, metrics: input.defaultForest! })) }),
  });
}

const outcomes: readonly Outcome[] = ["better", "equivalent", "worse", "undecided"];

function classes(first: Outcome, second: Outcome, parameters?: number): Verdict {
  return verdictOf({
    task: "binary",
    network: { logLoss: scores(0.4, first, false), accuracy: scores(0.85, second, true) },
    forest: { logLoss: 0.4, accuracy: 0.85 },
    ...(parameters === undefined ? {} : { parameters }),
  });
}

function numbers(first: Outcome, second: Outcome): Verdict {
  return verdictOf({
    task: "regression",
    network: { rmse: scores(52, first, false), mae: scores(31, second, false) },
    forest: { rmse: 52, mae: 31 },
  });
}

describe("the verdict", () => {
  it("says each combination of outcomes in one right and short sentence", async () => {
    const lines: string[] = [];
    for (const [task, make, names] of [
      ["classes", classes, ["log-loss", "accuracy"]],
      ["numbers", numbers, ["RMSE", "MAE"]],
    ] as const) {
      for (const first of outcomes) {
        for (const second of outcomes) {
          const verdict = make(first, second);
          expect(verdict.comparisons.map(({ outcome }) => outcome)).toEqual([first, second]);
          lines.push(`${task}: ${names[0]} ${first}, ${names[1]} ${second}`, verdict.sentence, verdict.advice, "");
          expect(verdict.sentence.length).toBeLessThan(240);
        }
      }
    }
    await expect(lines.join("\n")).toMatchFileSnapshot("../golden/verdict-sentences.txt");
  });

  it("begins with what to use, and with the forest whenever the forest is better", () => {
    for (const second of outcomes) {
      expect(classes("worse", second).sentence).toMatch(/^Use the forest/);
      expect(numbers("worse", second).sentence).toMatch(/^Use the forest/);
    }
    expect(classes("better", "better").sentence).toMatch(/^Use the network/);
  });

  it("does not praise the size of a network that is larger than the forest", () => {
    expect(classes("better", "better", 170_000).sentence).toContain("2.0 times the forest's parameters");
    expect(classes("equivalent", "equivalent", 170_000).advice).toContain("the forest, which is the smaller model");
    expect(classes("equivalent", "equivalent", 85_000).advice).toContain("either");
  });

  it("warns when neither model beats guessing", () => {
    const verdict = verdictOf({
      task: "binary",
      network: { logLoss: [0.7, 0.7, 0.7, 0.7, 0.7], accuracy: [0.5, 0.5, 0.5, 0.5, 0.5] },
      forest: { logLoss: 0.75, accuracy: 0.5 },
      dummy: { logLoss: 0.69, accuracy: 0.5 },
    });
    expect(verdict.sentence).toBe(
      "Use neither: network and forest predict no better than always guessing the class shares (log-loss).",
    );
  });

  it("decides nothing on a single fold and says why", () => {
    const verdict = verdictOf({
      task: "regression",
      network: { rmse: [1], mae: [1] },
      forest: { rmse: 2, mae: 2 },
      folds: 1,
    });
    expect(verdict.outcome).toBe("undecided");
    expect(verdict.sentence).toContain("one fold says nothing about chance");
    expect(verdict.advice).toContain("more folds");
  });

  it("gives ratios as forest over network, finite even for a model without parameters", () => {
    const verdict = classes("better", "better");
    expect(verdict.parameterRatio).toBe(85);
    expect(verdict.operationRatio).toBe(1);
    expect(Number.isFinite(classes("better", "better", 0).parameterRatio)).toBe(true);
  });

  it("keeps the margins that the caller sets", () => {
    const folds = wiggle.map((w, fold) => foldResult(fold, { rmse: 50 + w }));
    const model = (id: string, shiftBy: number) =>
      summariseModel({
        id,
        label: id,
        description: id,
        folds: folds.map((fold) => ({ ...fold, metrics: { rmse: fold.metrics.rmse! + shiftBy } })),
        sizes: sizesOf(5, size),
      });
    const input = {
      task: "regression" as const,
      network: model("occam", -1),
      forest: model("forest", 0),
      dummy: null,
      sizes: sizesOf(5, size),
      repeats: 1,
    };
    expect(makeVerdict(input).outcome).toBe("better");
    expect(makeVerdict({ ...input, margins: { rmse: 0.1 } }).outcome).toBe("equivalent");
  });

  it("of models that a time limit ended asks for more time, whatever they scored", () => {
    const given = {
      task: "regression",
      network: { rmse: [1, 1.1, 1, 1.1, 1] },
      forest: { rmse: 2 },
    } as const;
    const early = verdictOf({ ...given, interrupted: ["network", "forest"] });
    expect(early.advice).toBe(
      "The time limit ended the network and the forest early: give more time before you rely on this.",
    );
    expect({ ...early, advice: "" }).toEqual({ ...verdictOf(given), advice: "" });
    expect(verdictOf({ ...given, interrupted: ["forest"] }).advice).toMatch(/ended the forest early:/u);
  });
});

describe("a verdict that is not decided", () => {
  const undecided = (losses: readonly number[]) =>
    verdictOf({
      task: "binary",
      network: { logLoss: [...losses], accuracy: scores(0.85, "undecided", true) },
      forest: { logLoss: 0.4, accuracy: 0.85 },
    });

  it("says when a difference is clear but smaller than what matters", () => {
    const { sentence, outcome } = undecided([0.3985, 0.398, 0.3995, 0.3981, 0.3983]);
    expect(outcome).toBe("undecided");
    expect(sentence).toBe(
      "Not decided: the network's log-loss is 0.4% lower than the forest's, about the least difference that matters (0.5%).",
    );
  });

  it("says when a difference would be certain alone, but not among all metrics that are tested", () => {
    const { sentence, comparisons } = undecided([0.36, 0.395, 0.355, 0.37, 0.35]);
    expect(comparisons[0]!.low).toBeGreaterThan(0);
    expect(comparisons[0]!.adjustedPValue).toBeGreaterThan(0.05);
    expect(sentence).toMatch(
      /^Not decided: the network's log-loss is 8\.5% lower than the forest's \(.* lower\), which is not certain enough with 2 metrics tested\.$/u,
    );
  });

  it("names no number of rows where the two are as good as the same", () => {
    const { advice } = undecided([0.398, 0.402, 0.39, 0.41, 0.39]);
    expect(advice).toMatch(/^(About [\d,]+ rows in all|No realistic number of rows)/u);
    const even = undecided([0.3881, 0.4081, 0.3881, 0.4081, 0.3981]);
    expect(even.comparisons[0]!.rowsToDecide).toBeNull();
    expect(even.advice).toMatch(/^No realistic number of rows would settle it; until then choose by size and cost/u);
  });

  it("never says that a loss may be more than 100% lower, however wide the interval", () => {
    const verdict = verdictOf({
      task: "binary",
      network: { logLoss: [0.01, 1.6, 0.02, 0.5, 0.1], accuracy: [0.8, 0.8, 0.8, 0.8, 0.8] },
      forest: { logLoss: 0.5, accuracy: 0.8 },
    });
    expect(verdict.sentence).toMatch(/anywhere from 100% lower to higher by a factor of \d/u);
  });

  it("takes the ratio of seconds as it is, also where one model needs less than a second", () => {
    const model = (id: string, trainSeconds: number) => ({
      ...summariseModel({
        id,
        label: id,
        description: id,
        folds: [0, 1, 2].map((fold) => foldResult(fold, { logLoss: 0.5, accuracy: 0.8 })),
        sizes: sizesOf(3, size),
      }),
      trainSeconds,
    });
    const verdict = makeVerdict({
      task: "binary",
      network: model("occam", 3),
      forest: model("forest", 0.1),
      dummy: null,
      sizes: sizesOf(3, size),
      repeats: 1,
    });
    expect(verdict.secondsRatio).toBeCloseTo(1 / 30, 10);
  });
});

describe("a forest that nobody tuned", () => {
  const against = (defaultForest: Partial<Record<MetricId, number>> | undefined) =>
    verdictOf({
      task: "binary",
      network: { logLoss: scores(0.4, "equivalent", false), accuracy: scores(0.85, "equivalent", true) },
      forest: { logLoss: 0.4, accuracy: 0.85 },
      ...(defaultForest === undefined ? {} : { defaultForest }),
    }).againstDefault;

  it("is spoken of in one sentence where the outcome against it is another", () => {
    expect(against({ logLoss: 0.5, accuracy: 0.8 })).toBe(
      "Against a fully grown forest without tuning, the network would be better (log-loss of the network 20% lower).",
    );
    expect(against({ logLoss: 0.3, accuracy: 0.9 })).toMatch(/the forest would be better \(.* 33% higher\)\.$/u);
  });

  it("is not spoken of where the outcome is the same, or where it was not scored", () => {
    expect(against({ logLoss: 0.4, accuracy: 0.85 })).toBeUndefined();
    expect(against(undefined)).toBeUndefined();
  });
});
