import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { referenceEngine } from "../../src/engine/reference/index.ts";
import { type EnsembleFit, fitEnsemble } from "../../src/descent/fit-ensemble.ts";
import { type OccamOptions, presets } from "../../src/descent/options.ts";
import { notWorse } from "../../src/descent/paired-test.ts";
import type { Watch } from "../../src/descent/training.ts";
import type { Network } from "../../src/network/network.ts";
import { weightCount } from "../../src/network/size.ts";
import { dealtParts, rings } from "../support/rings.ts";

const data = rings(400, 1);
const parts = dealtParts(400, 5);
const { balanced } = presets;
const quick: OccamOptions = {
  ...balanced,
  ensemble: { ...balanced.ensemble, members: 2 },
  network: { ...balanced.network, widths: [8] },
  descent: { ...balanced.descent, rounds: 5 },
  ladder: { ...balanced.ladder, rounds: 2, maxRungs: 8 },
  ending: { rounds: 4, wholeRounds: 0 },
};
const unending: OccamOptions = { ...quick, ending: { rounds: 0, wholeRounds: 0 } };

function fit(options: OccamOptions, seed: number, watch: Watch = () => true): Promise<EnsembleFit> {
  return fitEnsemble({ data, parts, engine: referenceEngine, options, seed, watch });
}

describe("guarded descent", () => {
  it("never grows again: the weights fall from rung to accepted rung", async () => {
    const { rungs } = await fit(unending, 1);
    const sizes = rungs.filter((rung) => rung.accepted).map((rung) => weightsOf(rung.model.networks));
    expect(sizes.length).toBeGreaterThan(1);
    for (let i = 1; i < sizes.length; i++) expect(sizes[i]!).toBeLessThan(sizes[i - 1]!);
  });

  it("does not look twice where looking ahead clearly found nothing: later rungs are larger than the first that failed", async () => {
    const many = rings(1600, 1);
    const dealt = dealtParts(1600, 5);
    const ladder = { ...quick.ladder, lookAhead: 1, pruneFraction: 0.9, weightsPerBit: null };
    let failures = 0;
    for (const seed of [1, 2, 3, 4]) {
      const { rungs } = await fitEnsemble({
        ...{ data: many, parts: dealt, engine: referenceEngine, seed },
        options: { ...unending, ladder },
      });
      const tried = rungs.map(({ model, accepted }) => ({ size: weightsOf(model.networks), accepted }));
      const second = tried.findIndex(({ accepted }, at) => !accepted && tried[at - 1]?.accepted === false);
      const later = second < 0 ? [] : tried.slice(second + 1);
      failures += later.length;
      for (const { size } of later) expect(size).toBeGreaterThan(tried[second - 1]!.size);
    }
    expect(failures).toBeGreaterThan(0);
  });

  it("returns an accepted state", async () => {
    const { rungs, model } = await fit(quick, 2);
    const chosen = rungs.filter((rung) => rung.chosen);
    expect(chosen).toHaveLength(1);
    expect(chosen[0]!.accepted).toBe(true);
    expect(model).toEqual(chosen[0]!.model);
  });

  it("chooses the smallest state within the slack when weights are dear, and may choose a larger one when they are free", async () => {
    const sizeAt = async (weightPrice: number) => {
      const ladder = { ...quick.ladder, slack: 0.5, weightPrice };
      const { rungs, model } = await fit({ ...unending, ladder }, 1);
      return { size: weightsOf(model.networks), rungs };
    };
    const [dear, free] = [await sizeAt(1e6), await sizeAt(0)];
    expect(dear.rungs.map(({ accepted }) => accepted)).toEqual(free.rungs.map(({ accepted }) => accepted));
    const accepted = dear.rungs.filter((rung) => rung.accepted);
    expect(dear.size).toBe(Math.min(...accepted.map((rung) => weightsOf(rung.model.networks))));
    expect(free.size).toBeGreaterThan(dear.size);
  });

  it("descends once more from the chosen rung, and keeps its weights", async () => {
    const before = await fit(unending, 2);
    const { history, rungs, model } = await fit(quick, 2);
    expect(history.slice(-quick.ending.rounds).every(({ phase }) => phase === "final")).toBe(true);
    expect(history.slice(0, -quick.ending.rounds)).toEqual(before.history);
    expect(weightsOf(model.networks)).toBe(weightsOf(before.model.networks));
    const last = rungs.at(-1)!;
    expect(last.chosen).toBe(last.accepted);
    expect(model).toEqual(last.accepted ? last.model : before.model);
  });

  it("gives the same bytes for the same seed and others for another", async () => {
    const first = await fit(quick, 3);
    const again = await fit(quick, 3);
    const other = await fit(quick, 4);
    expect(again).toEqual(first);
    expect(other.model).not.toEqual(first.model);
  });

  it("prunes on past the test until the ensemble is below its largest size", async () => {
    const { model } = await fit({ ...quick, ladder: { ...quick.ladder, maxParameters: 60 } }, 1);
    const biases = model.networks.flatMap((network) => network.layers).reduce((sum, layer) => sum + layer.outputs, 0);
    expect(weightsOf(model.networks) + biases).toBeLessThanOrEqual(60);
  });

  it("ends with the best so far when a limit is reached", async () => {
    let rounds = 0;
    const short = await fit(quick, 1, () => ++rounds < 3);
    expect(short.history).toHaveLength(3);
    const counted = await fit({ ...quick, descent: { ...quick.descent, maxOperations: 1 } }, 1);
    expect(counted.history).toHaveLength(1);
    expect(counted.rungs).toHaveLength(1);
  });

  it("learns what a linear model cannot: the circle", async () => {
    const network = await fit({ ...quick, descent: { ...quick.descent, rounds: 10 } }, 1);
    const linear = await fit({ ...quick, method: { kind: "dense" }, network: { ...quick.network, widths: [] } }, 1);
    expect(network.history.at(-1)!.holdoutLoss!).toBeLessThan(0.75 * linear.history.at(-1)!.holdoutLoss!);
  });
});

describe("the last rounds", () => {
  const whole = { ...quick, ending: { ...quick.ending, wholeRounds: 3 } };
  const without = fit(quick, 1);

  it("learn the holdout too where it did not end the final descent early, and leave no loss of it", async () => {
    const { history, rungs, model } = await fit(whole, 1);
    const before = await without;
    const finals = before.history.slice(-quick.ending.rounds).map(({ holdoutLoss }) => holdoutLoss!);
    expect(finals.at(-1)!).toBeLessThanOrEqual(1.01 * Math.min(...finals));
    expect(history.slice(0, -3)).toEqual(before.history);
    expect(history.slice(-3).map(({ holdoutLoss }) => holdoutLoss)).toEqual([null, null, null]);
    expect(rungs.at(-1)!.chosen).toBe(true);
    expect(weightsOf(model.networks)).toBe(weightsOf(before.model.networks));
    expect(model.networks).not.toEqual(before.model.networks);
    expect(model.inverseTemperatures).toEqual(before.model.inverseTemperatures);
  });

  it("leave the holdout alone where it ended the final descent early", async () => {
    const random = Random.of(5);
    const noise = { ...data, targets: data.targets.map(() => Number(random.uniform() < 0.5)) };
    const options: OccamOptions = {
      ...whole,
      ensemble: { ...whole.ensemble, calibrate: "none" },
      network: { ...whole.network, widths: [32] },
      ending: { ...whole.ending, rounds: 12 },
    };
    const { history } = await fitEnsemble({ data: noise, parts, engine: referenceEngine, options, seed: 1 });
    const finals = history.filter(({ phase }) => phase === "final").map(({ holdoutLoss }) => holdoutLoss);
    expect(finals).toHaveLength(12);
    expect(finals).not.toContain(null);
  });

  it("are taken back when a limit interrupts them", async () => {
    const before = await without;
    const interrupted = await fit(whole, 1, ({ round }) => round <= before.history.length);
    expect(interrupted.history.length).toBe(before.history.length + 2);
    expect(interrupted.rungs.at(-1)!.accepted).toBe(false);
    expect(interrupted.model).toEqual(before.model);
  });
});

describe("the paired test", () => {
  const options = { tolerance: 1, slack: 0 };
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
      for (const keep of [0.4, 0.25]) {
        const descent = { ...quick.descent, rounds: 8 };
        const { model, startWeights } = await fit({ ...quick, descent, method: { kind, keep } }, 1);
        const share = weightsOf(model.networks) / startWeights;
        expect(share / keep).toBeGreaterThan(0.9);
        expect(share / keep).toBeLessThan(1.25);
      }
    }
  });

  it("end with what they have when a limit is reached, in whichever round", async () => {
    for (const kind of ["gradual", "once", "random"] as const) {
      const options: OccamOptions = {
        ...quick,
        descent: { ...quick.descent, rounds: 8 },
        method: { kind, keep: 0.4 },
      };
      for (let most = 1; most <= 8; most++) {
        const { history, rungs } = await fit(options, 1, ({ round }) => round + 1 < most);
        expect(history).toHaveLength(most);
        expect(rungs.map(({ chosen }) => chosen)).toEqual([true]);
      }
    }
  });

  it("dense keeps every weight", async () => {
    const { model, startWeights } = await fit({ ...quick, method: { kind: "dense" } }, 1);
    expect(weightsOf(model.networks)).toBe(startWeights);
  });

  it("the published loop leaves this trace of losses, shares and weights", async () => {
    const paper: OccamOptions = {
      ...balanced,
      method: { kind: "paper" },
      ensemble: { ...balanced.ensemble, members: 1 },
      network: { ...balanced.network, widths: [16], skip: false, inputScale: false },
      descent: { ...balanced.descent, rounds: 12, rate: 1e-3, decay: 0, beta2: 0.999, batch: 32 },
      ladder: { ...balanced.ladder, pruneFraction: 0.4 },
    };
    const { history } = await fit(paper, 7);
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

function weightsOf(networks: readonly Network[]): number {
  return networks.reduce((sum, network) => sum + weightCount(network), 0);
}
