import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { chooseModel } from "../../src/evaluate/razor.ts";
import type { FoldResult, TaskKind } from "../../src/evaluate/results/models.ts";
import type { Choice } from "../../src/evaluate/results/verdict.ts";
import { summariseModel } from "../../src/evaluate/summary.ts";
import { foldResult, sizesOf } from "../support/evaluation.ts";
import { crossValidate } from "../support/nearest-mean.ts";

const labels: Record<string, string> = {
  dummy: "Guessing",
  linear: "Linear model",
  occam: "Occam network",
  forest: "Random forest",
};
const parameters: Record<string, number> = { dummy: 1, linear: 32, occam: 1500, forest: 890_000 };
const size = { train: 800, test: 200 };
const wiggle = [0.2, -0.3, 0.1, 0.3, -0.3];

/** A choice among models with these mean losses; `noise` is how much single folds differ from them. */
function choose(
  losses: Readonly<Record<string, number>>,
  options: { noise?: number; task?: TaskKind; interrupted?: readonly string[]; sizes?: typeof parameters } = {},
): Choice {
  const { noise = 0.001, task = "binary", interrupted = [], sizes = parameters } = options;
  const metric = task === "regression" ? "rmse" : "logLoss";
  const models = Object.entries(losses).map(([id, loss], at) =>
    summariseModel({
      id,
      label: labels[id]!,
      description: id,
      folds: wiggle.map((_, fold) =>
        foldResult(fold, { [metric]: loss * (1 + noise * wiggle[(fold + at) % 5]!) }, { parameters: sizes[id]! }),
      ),
      sizes: sizesOf(5, size),
    }),
  );
  return chooseModel({ task, models, sizes: sizesOf(5, size), repeats: 1, interrupted })!;
}

describe("the razor", () => {
  it("takes the linear model where the larger ones are as good", () => {
    const choice = choose({ occam: 0.4201, forest: 0.45, linear: 0.42, dummy: 0.59 });
    expect(choice.model).toBe("linear");
    expect(choice.sentence).toBe(
      "Use the linear model: its log-loss is 29% lower than that of guessing, the next smaller one, and no larger one did better.",
    );
  });

  it("takes guessing where models of the same size are as good, as on a constant target", () => {
    const losses = { occam: 0, linear: 0, dummy: 0 };
    const choice = choose(losses, { task: "regression", sizes: { occam: 300, linear: 1, dummy: 1 } });
    expect([choice.model, choice.sentence.startsWith("Use no model")]).toEqual(["dummy", true]);
  });

  it("takes the larger model where the smaller ones are shown to be worse", () => {
    const choice = choose({ occam: 0.3, forest: 0.35, linear: 0.4, dummy: 0.69 });
    expect(choice.model).toBe("occam");
    expect(choice.sentence).toBe(
      "Use the Occam network: its log-loss is 25% lower than that of the linear model, the next smaller one, and the larger one did no better.",
    );
  });

  it("takes the largest model where each smaller one is shown to be worse", () => {
    const choice = choose({ occam: 0.35, forest: 0.3, linear: 0.4, dummy: 0.69 });
    expect(choice.model).toBe("forest");
    expect(choice.sentence).toContain(
      "Use the random forest: its log-loss is 14% lower than that of the Occam network",
    );
  });

  it("says what a larger model may be worth where the folds leave that open, and how many rows would tell", () => {
    const choice = choose({ occam: 0.4, linear: 0.42, dummy: 0.69 }, { noise: 0.1 });
    expect(choice.model).toBe("linear");
    expect(choice.sentence).toMatch(
      /no larger one is shown to be better \(the Occam network: 4\.8% lower, with a 95% interval from \d+% lower to [\d.]+% higher\)\.$/u,
    );
    expect(choice.advice).toMatch(/^About [\d,]+ rows in all would show whether the Occam network is better/u);
  });

  it("says why an interval that is all on one side decides nothing", () => {
    // Four folds that agree in sign: one comparison would be certain, three are not.
    const losses = { forest: [0.66, 0.658, 0.635, 0.627], occam: [0.71, 0.68, 0.69, 0.7] };
    const others = { linear: [0.7, 0.69, 0.7, 0.69], dummy: [0.69, 0.7, 0.69, 0.7] };
    const sizes = sizesOf(4, { train: 750, test: 250 });
    const models = Object.entries({ ...losses, ...others }).map(([id, scores]) =>
      summariseModel({
        id,
        label: labels[id]!,
        description: id,
        folds: scores.map((logLoss, fold) => foldResult(fold, { logLoss }, { parameters: parameters[id]! })),
        sizes,
      }),
    );
    const { model, sentence, rivals } = chooseModel({ task: "binary", models, sizes, repeats: 1 })!;
    const rival = rivals.find((each) => each.model === "forest")!;
    expect([model, rival.outcome, rival.low > 0]).toEqual(["dummy", "undecided", true]);
    expect(sentence).toMatch(/% lower to [\d.]+% lower, not certain enough where 4 models are compared\)\.$/u);
  });

  it("advises no model where none is shown to beat guessing", () => {
    const choice = choose({ occam: 0.71, forest: 0.8, linear: 0.7, dummy: 0.69 });
    expect(choice).toMatchObject({
      model: "dummy",
      sentence: "Use no model: none is shown to beat always guessing the class shares.",
    });
    expect(choose({ occam: 9, dummy: 8 }, { task: "regression" }).sentence).toContain("guessing the mean");
  });

  it("asks for more rows where only they would show that a model beats guessing", () => {
    const { model, advice } = choose({ occam: 0.62, dummy: 0.69 }, { noise: 0.35 });
    expect(model).toBe("dummy");
    expect(advice).toMatch(
      /^Look for columns .*, or for more rows: about [\d,]+ rows in all would show whether the Occam network is better/u,
    );
  });

  it("asks for another target where guessing makes no error", () => {
    const { advice } = choose({ occam: 0, dummy: 0 }, { task: "regression" });
    expect(advice).toContain("name another column with --target");
  });

  it("says that a larger model leads by less than matters, rather than that none did better", () => {
    const { model, sentence } = choose({ occam: 0.4195, linear: 0.42, dummy: 0.69 });
    expect(model).toBe("linear");
    expect(sentence).toMatch(/and the larger one is not better by as much as matters \(0\.5%\)\.$/u);
  });

  it("corrects each test only for the models that are larger, and stops at the first that stands", () => {
    const noise = 0.06;
    const three = choose({ occam: 0.42, forest: 0.41, linear: 0.43 }, { noise });
    const withGuessing = choose({ occam: 0.42, forest: 0.41, linear: 0.43, dummy: 0.69 }, { noise });
    const two = choose({ forest: 0.41, linear: 0.43 }, { noise });
    expect([three.model, withGuessing.model, two.model]).toEqual(["linear", "linear", "forest"]);
    expect(withGuessing.rivals.filter(({ larger }) => larger)).toEqual(three.rivals);
  });

  it("compares every other model with the chosen one, the smallest first, from that model's side", () => {
    const { rivals } = choose({ occam: 0.3, forest: 0.35, linear: 0.4, dummy: 0.69 });
    expect(rivals.map(({ model, larger, outcome }) => [model, larger, outcome])).toEqual([
      ["dummy", false, "worse"],
      ["linear", false, "worse"],
      ["forest", true, "worse"],
    ]);
    for (const { difference, low, high } of rivals) {
      expect(low).toBeLessThan(difference);
      expect(high).toBeGreaterThan(difference);
    }
  });

  it("warns that a time limit ended a model before anything is advised", () => {
    const { advice } = choose({ occam: 0.3, linear: 0.4, dummy: 0.69 }, { interrupted: ["occam"] });
    expect(advice).toBe("The time limit ended the Occam network early: give more time before you rely on this.");
  });

  it("names all models that the time limit ended", () => {
    const ids = ["linear", "forest", "occam"];
    const models = ids.map((id) => modelResultOf(id));
    const choice = chooseModel({ task: "binary", models, sizes: sizesOf(1, size), repeats: 1, interrupted: ids })!;
    expect(choice.advice).toMatch(/^The time limit ended the [^,]+, the [^,]+ and the [^,]+ early: /u);
  });

  it("decides nothing on one fold, so the smallest model stands", () => {
    const models = ["linear", "occam"].map((id) => modelResultOf(id));
    const choice = chooseModel({ task: "binary", models, sizes: sizesOf(1, size), repeats: 1 })!;
    expect([choice.model, choice.rivals[0]!.outcome]).toEqual(["linear", "undecided"]);
  });
});

function modelResultOf(id: string) {
  return summariseModel({
    id,
    label: labels[id]!,
    description: id,
    folds: [foldResult(0, { logLoss: id === "occam" ? 0.2 : 0.6 }, { parameters: parameters[id]! })],
    sizes: sizesOf(1, size),
  });
}

/**
 * Models as a fit has, each larger than the one before, that see so many of nine columns: how often each was chosen. A
 * portfolio among them is the largest, and on each fold one of the others: as good as they are, and much like them.
 */
function choices(input: {
  tables: number;
  rows: number;
  folds: number;
  seen: readonly number[];
  portfolio?: true;
}): number[] {
  const { tables, rows, folds, seen, portfolio } = input;
  const chosen = [...seen, ...(portfolio ? [0] : [])].map(() => 0);
  for (let table = 0; table < tables; table++) {
    const random = Random.of("razor", table);
    const models = seen.map((count) => random.shuffle([0, 1, 2, 3, 4, 5, 6, 7, 8]).slice(0, count));
    const results: FoldResult[][] = crossValidate({ random, rows, folds, columns: 9, models });
    if (portfolio) {
      const picked = Array.from({ length: folds }, () => Math.floor(random.uniform() * seen.length));
      results.push(picked.map((model, fold) => results[model]![fold]!));
    }
    const sizes = sizesOf(folds, { train: (rows * (folds - 1)) / folds, test: rows / folds });
    const choice = chooseModel({
      task: "binary",
      repeats: 1,
      sizes,
      models: results.map((scored, at) =>
        summariseModel({
          id: String(at),
          label: `Model ${at}`,
          description: "",
          folds: scored.map((fold) => ({ ...fold, parameters: at + 1 })),
          sizes,
        }),
      ),
    })!;
    chosen[Number(choice.model)]!++;
  }
  return chosen;
}

describe("on made tables whose true order is known", () => {
  it("a larger model is recommended on at most 5% of 300 tables where all are equal", () => {
    const [smallest] = choices({ tables: 300, rows: 150, folds: 5, seen: [3, 3, 3, 3, 3] });
    expect(300 - smallest!).toBeLessThanOrEqual(15);
  });

  it("and on at most 5% of 300 tables with a portfolio among them", () => {
    const [smallest] = choices({ tables: 300, rows: 150, folds: 5, seen: [3, 3, 3, 3, 3, 3], portfolio: true });
    expect(300 - smallest!).toBeLessThanOrEqual(15);
  });

  it("and on at most 5% of 150 tables with 10 folds", () => {
    const [smallest] = choices({ tables: 150, rows: 150, folds: 10, seen: [3, 3, 3, 3, 3] });
    expect(150 - smallest!).toBeLessThanOrEqual(7);
  });

  it("a model that sees more is found the more often, the more rows and the larger its lead", async () => {
    const lines = [
      "The third of five models sees more columns than the first two, the others as many as the third.",
      "",
    ];
    lines.push("seen        rows  folds  smallest  second  third  fourth   fifth   (tables of 60)");
    const shares: number[] = [];
    for (const [seen, rows, folds] of power) {
      const chosen = choices({ tables: 60, rows, folds, seen });
      shares.push(chosen[2]! / 60);
      lines.push(
        [seen.join(" ").padEnd(10), String(rows).padStart(6), String(folds).padStart(6)].join("") +
          chosen.map((count) => String(count).padStart(8)).join(""),
      );
    }
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("../golden/razor-power.txt");
    expect(shares[2]!).toBeGreaterThan(shares[0]!);
    expect(shares[5]!).toBeGreaterThan(0.6);
  });
});

const power = [
  [[3, 3, 5, 5, 5], 150, 5],
  [[3, 3, 5, 5, 5], 500, 5],
  [[3, 3, 5, 5, 5], 2000, 5],
  [[3, 3, 7, 7, 7], 150, 5],
  [[3, 3, 7, 7, 7], 500, 5],
  [[3, 3, 7, 7, 7], 500, 10],
] as const;
