import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { boostingFromBytes, boostingToBytes } from "../../src/boosting/bytes.ts";
import type { BoostingData } from "../../src/boosting/data.ts";
import { predictBoosting } from "../../src/boosting/predict.ts";
import { smallBoosting } from "./support.ts";

const kinds = ["binary", "multiclass", "regression"] as const;

describe("the saved form of boosting", () => {
  it("gives the same ensemble back, bit by bit", () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.nat(50), (kind, seed) => {
        const { boosting } = smallBoosting(kind, seed);
        expect(boostingFromBytes(boostingToBytes(boosting))).toEqual(boosting);
      }),
      { numRuns: 15 },
    );
  });

  it("takes about 5 bytes a node beside the columns", () => {
    const { boosting } = smallBoosting("regression", 1);
    const nodes = boosting.members.reduce((sum, { child }) => sum + child.length, 0);
    const sets = boosting.members.reduce((sum, { sets }) => sum + sets.length, 0);
    const columns = boostingToBytes({ ...boosting, members: [] }).length;
    expect(boostingToBytes(boosting).length - columns - sets).toBeLessThan(6 * nodes);
  });

  it("is refused in one sentence when it is cut, longer or of another version", () => {
    const bytes = boostingToBytes(smallBoosting("binary", 2).boosting);
    for (let length = 0; length < bytes.length; length += 37) {
      expect(() => boostingFromBytes(bytes.slice(0, length))).toThrow(UserError);
    }
    expect(() => boostingFromBytes(Uint8Array.of(...bytes, 0))).toThrow("1 bytes too many");
    const newer = bytes.slice();
    newer[22] = 2;
    expect(() => boostingFromBytes(newer)).toThrow("the version must be 1, but is 2");
  });

  it("is refused or can be predicted with when any byte is changed", () => {
    const saved = kinds.map((kind) => {
      const { data, boosting } = smallBoosting(kind, 3);
      return { bytes: boostingToBytes(boosting), data };
    });
    const outcome = (bytes: Uint8Array, data: BoostingData): string => {
      try {
        const read = boostingFromBytes(bytes);
        // Another number of columns than the data have is for the caller to see.
        if (read.columns.length === data.columns.length) predictBoosting(read, data.codes, data.targets.length);
        return "read";
      } catch (error) {
        return error instanceof UserError ? "refused" : String(error);
      }
    };
    fc.assert(
      fc.property(fc.constantFrom(...saved), fc.nat(), fc.nat(255), ({ bytes, data }, at, value) => {
        const changed = bytes.slice();
        changed[at % bytes.length] = value;
        expect(outcome(changed, data)).toMatch(/^(?:read|refused)$/u);
      }),
      { numRuns: 400 },
    );
  });
});
