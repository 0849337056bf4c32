import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { referenceEngine } from "../../src/engine/reference/index.ts";
import { fitBag } from "../../src/descent/fit-bag.ts";
import { type OccamOptions, presets } from "../../src/descent/options.ts";
import { notWorse } from "../../src/descent/paired-test.ts";
import { dealtParts, rings } from "../support/rings.ts";

const data = rings(400, 1);
const parts = dealtParts(400, 5);
const quick: OccamOptions = {
  ...presets.balanced,
  members: 2,
  widths: [8],
  startDensity: 1,
  denseRounds: 5,
  recoveryRounds: 2,
  finalRounds: 4,
  wholeRounds: 0,
  maxRungs: 8,
};

describe("guarded descent", () => {
  it("never grows again: the weights fall from rung to accepted rung", async () => {
    const { rungs } = await fitBag(data, parts, referenceEngine, { ...quick, finalRounds: 0 }, 1);
    const sizes = rungs.filter((rung) => rung.accepted).map((rung) => weightsOf(rung.model.networks));
    expect(sizes.length).toBeGreaterThan(1);
    for (let i = 1; i < sizes.length; i++) expect(sizes[i]!).toBeLessThan(sizes[i - 1]!);
  });

  it("does not look twice where looking ahead clearly found nothing: later rungs are larger than the first that failed", async () => {
    const many = rings(1600, 1);
    const dealt = dealtParts(1600, 5);
    const options = { ...quick, finalRounds: 0, lookAhead: 1, pruneFraction: 0.9, weightsPerBit: null };
    let failures = 0;
    for (const seed of [1, 2, 3, 4]) {
      const { rungs } = await fitBag(many, dealt, referenceEngine, options, seed);
      const tried = rungs.map(({ model, accepted }) => ({ size: weightsOf(model.networks), accepted }));
      const second = tried.findIndex(({ accepted }, at) => !accepted && tried[at - 1]?.accepted === false);
      const later = second < 0 ? [] : tried.slice(second + 1);
      failures += later.length;
      for (const { size } of later) expect(size).toBeGreaterThan(tried[second - 1]!.size);
    }
    expect(failures).toBeGreaterThan(0);
  });

  it("returns an accepted state", async () => {
    const { rungs, model } = await fitBag(data, parts, referenceEngine, quick, 2);
    const chosen = rungs.filter((rung) => rung.chosen);
    expect(chosen).toHaveLength(1);
    expect(chosen[0]!.accepted).toBe(true);
    expect(model).toEqual(chosen[0]!.model);
  });

  it("chooses the smallest state within the slack when weights are dear, and may choose a larger one when they are free", async () => {
    const sizeAt = async (weightPrice: number) => {
      const options = { ...quick, finalRounds: 0, slack: 0.5, weightPrice };
      const { rungs, model } = await fitBag(data, parts, referenceEngine, options, 1);
      return { size: weightsOf(model.networks), rungs };
    };
    const [dear, free] = [await sizeAt(1e6), await sizeAt(0)];
    expect(dear.rungs.map(({ accepted }) => accepted)).toEqual(free.rungs.map(({ accepted }) => accepted));
    const accepted = dear.rungs.filter((rung) => rung.accepted);
    expect(dear.size).toBe(Math.min(...accepted.map((rung) => weightsOf(rung.model.networks))));
    expect(free.size).toBeGreaterThan(dear.size);
  });

  it("descends once more from the chosen rung, and keeps its weights", async () => {
    const before = await fitBag(data, parts, referenceEngine, { ...quick, finalRounds: 0 }, 2);
    const { history, rungs, model } = await fitBag(data, parts, referenceEngine, quick, 2);
    expect(history.slice(-quick.finalRounds).every(({ phase }) => phase === "final")).toBe(true);
    expect(history.slice(0, -quick.finalRounds)).toEqual(before.history);
    expect(weightsOf(model.networks)).toBe(weightsOf(before.model.networks));
    const last = rungs.at(-1)!;
    expect(last.chosen).toBe(last.accepted);
    expect(model).toEqual(last.accepted ? last.model : before.model);
  });

  it("gives the same bytes for the same seed and others for another", async () => {
    const first = await fitBag(data, parts, referenceEngine, quick, 3);
    const again = await fitBag(data, parts, referenceEngine, quick, 3);
    const other = await fitBag(data, parts, referenceEngine, quick, 4);
    expect(again).toEqual(first);
    expect(other.model).not.toEqual(first.model);
  });

  it("prunes on past the test until the bag is below its largest size", async () => {
    const { model } = await fitBag(data, parts, referenceEngine, { ...quick, maxParameters: 60 }, 1);
    const biases = model.networks.flatMap((network) => network.layers).reduce((sum, layer) => sum + layer.outputs, 0);
    expect(weightsOf(model.networks) + biases).toBeLessThanOrEqual(60);
  });

  it("ends with the best so far when a budget is spent", async () => {
    let rounds = 0;
    const fit = await fitBag(data, parts, referenceEngine, quick, 1, () => ++rounds < 3);
    expect(fit.history).toHaveLength(3);
    const counted = await fitBag(data, parts, referenceEngine, { ...quick, maxOperations: 1 }, 1);
    expect(counted.history).toHaveLength(1);
    expect(counted.rungs).toHaveLength(1);
  });

  it("learns what a linear model cannot: the circle", async () => {
    const network = await fitBag(data, parts, referenceEngine, { ...quick, denseRounds: 10 }, 1);
    const linear = await fitBag(data, parts, referenceEngine, { ...quick, widths: [], descent: { kind: "dense" } }, 1);
    expect(network.history.at(-1)!.holdoutLoss!).toBeLessThan(0.75 * linear.history.at(-1)!.holdoutLoss!);
  });
});

describe("the last rounds", () => {
  const whole = { ...quick, wholeRounds: 3 };
  const without = fitBag(data, parts, referenceEngine, quick, 1);

  it("learn the holdout too where it did not end the final descent early, and leave no loss of it", async () => {
    const { history, rungs, model } = await fitBag(data, parts, referenceEngine, whole, 1);
    const before = await without;
    const finals = before.history.slice(-quick.finalRounds).map(({ holdoutLoss }) => holdoutLoss!);
    expect(finals.at(-1)!).toBeLessThanOrEqual(1.01 * Math.min(...finals));
    expect(history.slice(0, -3)).toEqual(before.history);
    expect(history.slice(-3).map(({ holdoutLoss }) => holdoutLoss)).toEqual([null, null, null]);
    expect(rungs.at(-1)!.chosen).toBe(true);
    expect(weightsOf(model.networks)).toBe(weightsOf(before.model.networks));
    expect(model.networks).not.toEqual(before.model.networks);
    expect(model.sharpness).toEqual(before.model.sharpness);
  });

  it("leave the holdout alone where it ended the final descent early", async () => {
    const random = Random.of(5);
    const noise = { ...data, targets: data.targets.map(() => Number(random.uniform() < 0.5)) };
    const { history } = await fitBag(
      noise,
      parts,
      referenceEngine,
      { ...whole, widths: [32], calibrate: "none", finalRounds: 12 },
      1,
    );
    const finals = history.filter(({ phase }) => phase === "final").map(({ holdoutLoss }) => holdoutLoss);
    expect(finals).toHaveLength(12);
    expect(finals).not.toContain(null);
  });

  it("are taken back when a budget cuts them short", async () => {
    const before = await without;
    const cut = await fitBag(data, parts, referenceEngine, whole, 1, ({ round }) => round <= before.history.length);
    expect(cut.history.length).toBe(before.history.length + 2);
    expect(cut.rungs.at(-1)!.accepted).toBe(false);
    expect(cut.model).toEqual(before.model);
  });
});

describe("the paired test", () => {
  const options = { ...presets.balanced, tolerance: 1, slack: 0 };
  const best = { losses: Float64Array.of(1, 2, 3, 4), mean: 2.5 };

  it("accepts equal and better losses", () => {
    expect(notWorse(best.losses, best, options)).toBe(true);
    expect(notWorse(Float64Array.of(0, 1, 2, 3), best, options)).toBe(true);
  });

  it("rejects a small worsening that every row agrees on and accepts a larger one that few rows make", () => {
    expect(notWorse(Float64Array.of(1.1, 2.1, 3.1, 4.1), best, options)).toBe(false);
    expect(notWorse(Float64Array.of(1, 2, 3, 5), best, options)).toBe(true);
  });
});

describe("the descents it is compared with", () => {
  it("gradual, once and random end at the share of weights that was asked for", async () => {
    for (const kind of ["gradual", "once", "random"] as const) {
      const options = { ...quick, denseRounds: 8, descent: { kind, keep: 0.4 } } as const;
      const fit = await fitBag(data, parts, referenceEngine, options, 1);
      const share = weightsOf(fit.model.networks) / fit.startWeights;
      expect(share).toBeGreaterThan(0.3);
      expect(share).toBeLessThan(0.62); // the output layer loses half as much
    }
  });

  it("dense keeps every weight", async () => {
    const fit = await fitBag(data, parts, referenceEngine, { ...quick, descent: { kind: "dense" } }, 1);
    expect(weightsOf(fit.model.networks)).toBe(fit.startWeights);
  });

  it("the published loop leaves this trace of losses, shares and weights", async () => {
    const paper: OccamOptions = {
      ...presets.balanced,
      descent: { kind: "paper" },
      members: 1,
      widths: [16],
      startDensity: 1,
      skip: false,
      inputScale: false,
      rate: 1e-3,
      decay: 0,
      beta2: 0.999,
      batch: 32,
      denseRounds: 12,
      pruneFraction: 0.4,
    };
    const { history } = await fitBag(data, parts, referenceEngine, paper, 7);
    const trace = history.map(
      (r) => `${r.round}  loss ${r.trainLoss.toFixed(4)}  share ${r.pruneFraction.toFixed(4)}  weights ${r.weights}`,
    );
    await expect(`${trace.join("\n")}\n`).toMatchFileSnapshot("../golden/paper-trace.txt");
    for (let i = 2; i < history.length; i++) {
      expect(history[i]!.pruneFraction).toBeGreaterThanOrEqual(0.04 - 1e-12);
      expect(history[i]!.pruneFraction).toBeLessThanOrEqual(0.4);
    }
  });
});

function weightsOf(networks: readonly { readonly layers: readonly { readonly weight: Float32Array }[] }[]): number {
  return networks.reduce((sum, network) => sum + network.layers.reduce((s, layer) => s + layer.weight.length, 0), 0);
}
