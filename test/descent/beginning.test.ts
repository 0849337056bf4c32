import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { type EnsembleFit, fitEnsemble } from "../../src/descent/fit-ensemble.ts";
import { guessLoss } from "../../src/descent/guess-loss.ts";
import { type OccamOptions, presets } from "../../src/descent/options.ts";
import { chooseEngine } from "../../src/engine/choose.ts";
import type { Prepared } from "../../src/prepare/prepared.ts";
import { dealtParts, rings } from "../support/rings.ts";

const { balanced } = presets;
const engine = chooseEngine("sparse");
const rounds = balanced.descent.rounds;

/** Six numbers from 0 to 3. The class is the count of those above 1, modulo 3: no single number tells anything. */
function counted(rows: number): Prepared {
  const random = Random.of(1, "counted");
  const columns = 6;
  const data = Float32Array.from({ length: rows * columns }, () => Math.floor(4 * random.uniform()) - 1.5);
  const targets = Float32Array.from({ length: rows }, (_, i) => {
    return data.subarray(i * columns, (i + 1) * columns).filter((value) => value > 0).length % 3;
  });
  const task = { kind: "classification", classes: ["0", "1", "2"] } as const;
  return { task, inputs: { rows, columns, data }, targets, weights: null };
}

function fit(data: Prepared, descent: Partial<OccamOptions["descent"]> = {}): Promise<EnsembleFit> {
  const parts = dealtParts(data.targets.length, 6);
  const options = {
    ...balanced,
    ensemble: { ...balanced.ensemble, members: 2 },
    descent: { ...balanced.descent, ...descent },
  };
  return fitEnsemble({ data, parts, engine, options, seed: 1 });
}

function denseRounds({ history }: EnsembleFit): number {
  return history.filter(({ phase }) => phase === "dense").length;
}

function lastLoss({ history }: EnsembleFit): number {
  return history.findLast(({ holdoutLoss }) => holdoutLoss !== null)!.holdoutLoss!;
}

describe("the dense rounds before the first pruning", () => {
  it("are those of the recipe where they are enough", async () => {
    expect(denseRounds(await fit(rings(1200, 1)))).toBe(rounds);
  });

  it("go on in longer stretches while the network is still learning, and what is pruned then has learnt the rule", async () => {
    const data = counted(4000);
    const [once, more] = [await fit(data, { stretches: 1 }), await fit(data)];
    expect(denseRounds(once)).toBe(rounds);
    expect([3 * rounds, 7 * rounds]).toContain(denseRounds(more));
    expect(lastLoss(more)).toBeLessThan(0.5 * lastLoss(once));
  });

  it("get one more stretch where nothing was learnt, and no third", async () => {
    const random = Random.of(5);
    const data = rings(1200, 1);
    const noise = { ...data, targets: data.targets.map(() => Number(random.uniform() < 0.5)) };
    expect(denseRounds(await fit(noise))).toBe(3 * rounds);
  });

  it("do not go on where a limit of operations leaves too little for pruning", async () => {
    const data = counted(4000);
    const once = await fit(data, { stretches: 1 });
    const spent = once.history[rounds - 1]!.operations;
    const limited = await fit(data, { maxOperations: 4 * spent });
    expect(denseRounds(limited)).toBe(rounds);
    expect(limited.history.some(({ phase }) => phase === "prune")).toBe(true);
  });
});

describe("a signal so weak that dense rounds unlearn it", () => {
  it("is kept by the rungs: they learn slowly, and no round of them is worse than the best dense one", async () => {
    const random = Random.of(3, "weak");
    const [rows, columns] = [1200, 40];
    const inputs = { rows, columns, data: Float32Array.from({ length: rows * columns }, () => random.normal()) };
    const targets = Float32Array.from({ length: rows }, (_, i) => {
      const logit = -2.9 + 0.6 * inputs.data[i * columns]! + 0.5 * inputs.data[i * columns + 1]!;
      return Number(random.uniform() < 1 / (1 + Math.exp(-logit)));
    });
    const task = { kind: "classification", classes: ["no", "yes"] } as const;
    const data = { task, inputs, targets, weights: null };
    const all = Uint32Array.from({ length: rows }, (_, row) => row);
    const { history } = await fit(data);
    const lossesOf = (wanted: string) =>
      history
        .filter(({ phase, holdoutLoss }) => phase === wanted && holdoutLoss !== null)
        .map((one) => one.holdoutLoss!);
    expect(lossesOf("dense").at(-1)!).toBeGreaterThan(guessLoss(data, all));
    expect(lossesOf("prune").length).toBeGreaterThan(0);
    expect(Math.max(...lossesOf("prune"))).toBeLessThan(1.01 * Math.min(...lossesOf("dense")));
  });
});

describe("the loss of guessing", () => {
  const rows = Uint32Array.of(0, 1, 2, 3);
  const inputs = { rows: 4, columns: 0, data: new Float32Array(0) };

  it("is the entropy of the class shares, in nats, by the weights of the rows", () => {
    const task = { kind: "classification", classes: ["a", "b", "c"] } as const;
    const targets = Float32Array.of(0, 0, 1, 1);
    expect(guessLoss({ task, inputs, targets, weights: null }, rows)).toBeCloseTo(Math.LN2, 12);
    const weights = Float32Array.of(1, 2, 1, 0);
    const entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25));
    expect(guessLoss({ task, inputs, targets, weights }, rows)).toBeCloseTo(entropy, 12);
  });

  it("is the variance of numbers, by the weights of the rows", () => {
    const task = { kind: "regression", mean: 0, deviation: 1, low: -9, high: 9 } as const;
    const targets = Float32Array.of(1, 3, 5, 7);
    expect(guessLoss({ task, inputs, targets, weights: null }, rows)).toBeCloseTo(5, 12);
    expect(guessLoss({ task, inputs, targets, weights: Float32Array.of(1, 1, 0, 0) }, rows)).toBeCloseTo(1, 12);
  });
});
