import { describe, expect, it } from "vitest";
import type { BoostingCore, CoreInput } from "../../src/boosting/core.ts";
import { FastCore } from "../../src/boosting/fast-core.ts";
import { boostingTrainer } from "../../src/boosting/fit.ts";
import { boostingOptions } from "../../src/boosting/options.ts";
import { PlainCore } from "../../src/boosting/plain-core.ts";
import { mixedData } from "./support.ts";

describe("the compiled core of boosting", () => {
  it("grows the same trees as the plain one, and both say the same of the held-out rows", () => {
    for (const kind of ["binary", "multiclass", "regression"] as const) {
      for (const weighted of [false, true]) {
        for (const change of [{}, { rowShare: 1, columnShare: 1, leastRows: 1, leastHessian: 0, l2: 0 }]) {
          const data = mixedData(kind, 240, 5);
          const weights = weighted ? Float64Array.from(data.targets, (_, row) => 0.25 + (row % 7) / 3) : null;
          const options = { ...boostingOptions(data.task), rounds: 4, leaves: 9, ...change };
          const used: BoostingCore[] = [];
          const train = (makeCore: (input: CoreInput) => BoostingCore) => {
            const trainer = boostingTrainer(
              { ...data, weights },
              {
                options,
                seed: 3,
                makeCore: (input) => {
                  used.push(makeCore(input));
                  return used.at(-1)!;
                },
              },
            );
            return trainer.train(1, () => true);
          };
          const fast = train((input) => new FastCore(input));
          const plain = train((input) => new PlainCore(input));
          expect(fast.trees).toEqual(plain.trees);
          expect(fast.rounds).toBeGreaterThan(0);
          fast.losses.forEach((loss, round) => expect(loss).toBeCloseTo(plain.losses[round]!, 12));
          fast.heldScores.forEach((score, i) => expect(score).toBeCloseTo(plain.heldScores[i]!, 12));
          expect(used.map(({ name }) => name)).toEqual(["fast", "plain"]);
        }
      }
    }
  });

  it("trains a member to the same bytes after others, before them, or on a thread of its own", () => {
    const data = mixedData("multiclass", 300, 8);
    const options = { ...boostingOptions(data.task), rounds: 12 };
    const train = (...parts: readonly number[]) => {
      const trainer = boostingTrainer(data, { options, seed: 4 });
      return new Map(parts.map((part) => [part, trainer.train(part, () => true)]));
    };
    const [forth, back, alone] = [train(0, 1, 2), train(2, 1, 0), train(1)];
    expect(back.get(1)).toEqual(forth.get(1));
    expect(alone.get(1)).toEqual(forth.get(1));
    expect(back.get(0)).toEqual(forth.get(0));
  });
});
