import { describe, expect, it, vi } from "vitest";
import { Random } from "../../src/base/random.ts";
import { begin } from "../../src/descent/beginning.ts";
import { Ensemble } from "../../src/descent/ensemble.ts";
import { type EnsembleFit, fitEnsemble } from "../../src/descent/fit-ensemble.ts";
import { guessLoss } from "../../src/descent/guess-loss.ts";
import type { Learner } from "../../src/descent/learner.ts";
import { type OccamOptions, presets } from "../../src/descent/options.ts";
import { Training } from "../../src/descent/training.ts";
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

  it("begin anew where nothing was learnt, once, with the longest stretch", async () => {
    const random = Random.of(5);
    const data = rings(1200, 1);
    const noise = { ...data, targets: data.targets.map(() => Number(random.uniform() < 0.5)) };
    expect(denseRounds(await fit(noise))).toBe(rounds + 4 * rounds);
    expect(denseRounds(await fit(noise, { stretches: 2 }))).toBe(rounds + 2 * rounds);
    expect(denseRounds(await fit(noise, { stretches: 1 }))).toBe(rounds);
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

describe("networks that have learnt nothing after the dense rounds", () => {
  const few = { ...balanced.descent, rounds: 2, stretches: 2 };

  it("are left out where another has clearly found a rule, and what they have cost still counts", async () => {
    const ensemble = new Ensemble([scripted([0.9, 0.2]), scripted([1, 0.995]), scripted([1, 0.6])]);
    await begin(new Training(ensemble, null, () => true), { ...few, stretches: 1 });
    expect([ensemble.weights, ensemble.parameters, ensemble.operations]).toEqual([20, 24, 3 * 2 * 5]);
    expect(ensemble.learnt.map(({ share }) => share)).toEqual([0.8, 0.4]);
    expect((await ensemble.save()).learners).toHaveLength(2);
  });

  it("stay where no other has learnt much, or where few rows cannot tell", async () => {
    const sizeOf = async (...learners: readonly Learner<number>[]) => {
      const ensemble = new Ensemble(learners);
      await begin(new Training(ensemble, null, () => true), { ...few, stretches: 1 });
      return ensemble.weights;
    };
    expect(await sizeOf(scripted([1, 0.95]), scripted([1, 0.995]))).toBe(20);
    expect(await sizeOf(scripted([1, 0.5]), scripted([1, 0.995]))).toBe(10);
    expect(await sizeOf(scripted([1, 0.5], 4), scripted([1, 0.995], 4))).toBe(20);
  });

  it("are put back to their start together where all of them have learnt nothing", async () => {
    const learners = [scripted([1, 1, 0.5, 0.2]), scripted([1, 1, 0.6, 0.3])];
    const restored = learners.map((learner) => vi.spyOn(learner, "restore"));
    const ensemble = new Ensemble(learners);
    const training = new Training(ensemble, null, () => true);
    await begin(training, few);
    for (const restore of restored) expect(restore.mock.calls).toEqual([[0]]);
    expect(training.history).toHaveLength(2 + 4);
  });
});

/** A learner whose holdout losses are known, spread over `rows` rows; the last one stays. Guessing has a loss of 1. */
function scripted(losses: readonly number[], rows = 400): Learner<number> {
  let round = 0;
  const loss = () => losses[Math.min(round, losses.length) - 1]!;
  const counts = { seed: 1, layers: [], weights: 10, parameters: 12, ampleWeights: 10, guessLoss: 1 };
  return {
    descend: async () => {
      round++;
      return loss();
    },
    evaluate: async () => ({
      rows: Float64Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 0.5 : 1.5) * loss()),
      mean: loss(),
    }),
    importance: async () => [],
    magnitudes: async () => [],
    keep: async () => {},
    save: async () => round,
    restore: async () => {},
    ...counts,
    get operations() {
      return 5 * round;
    },
  };
}

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
