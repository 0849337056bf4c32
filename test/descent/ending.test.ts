import { describe, expect, it } from "vitest";
import { finish } from "../../src/descent/ending.ts";
import { Ensemble } from "../../src/descent/ensemble.ts";
import type { Learner } from "../../src/descent/learner.ts";
import { Training } from "../../src/descent/training.ts";

const ending = { rounds: 3, wholeRounds: 0 };

/** A learner whose holdout losses are known: one after the other, whatever it is told to learn. */
function scripted(losses: readonly number[]): Learner<number> {
  let round = 0;
  return {
    descend: async () => losses[round++]!,
    evaluate: async () => ({ rows: new Float64Array(4).fill(losses[round - 1]!), mean: losses[round - 1]! }),
    importance: async () => [],
    magnitudes: async () => [],
    keep: async () => {},
    save: async () => round,
    restore: async () => {},
    ...{ seed: 1, layers: [], weights: 10, parameters: 12, operations: 0, ampleWeights: 10, guessLoss: 10 },
  };
}

/** Whether the final descent of these holdout losses is kept after a rung of three rounds. */
async function isKept(rung: readonly number[], final: readonly number[]): Promise<boolean> {
  const training = new Training(new Ensemble([scripted([...rung, ...final])]), null, () => true);
  await training.descend(rung.length, 0.01, { phase: "prune", pruneFraction: 0.5 });
  const chosen = { ...(await training.settle()), accepted: true };
  const [last] = await finish(training, chosen, { rate: 0.01, ending });
  return last!.accepted;
}

describe("the final descent", () => {
  it("is kept where its last round is at most 5% worse than that of the chosen rung", async () => {
    expect(await isKept([1.2, 1.1, 1], [2, 1.5, 1.04])).toBe(true);
    expect(await isKept([1.2, 1.1, 1], [2, 1.5, 1.06])).toBe(false);
  });

  it("is not judged by its best round, nor the rung by its own", async () => {
    expect(await isKept([1.2, 1.1, 1], [0.5, 1.5, 1.06])).toBe(false);
    expect(await isKept([0.5, 1.1, 1], [2, 1.5, 1.04])).toBe(true);
  });
});
