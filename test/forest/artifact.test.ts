import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { readForest, writeForest } from "../../src/forest/artifact.ts";
import { defaultForestOptions, type Forest, type ForestData } from "../../src/forest/forest.ts";
import { growTrees } from "../../src/forest/grow.ts";
import { predictForest } from "../../src/forest/predict.ts";
import { allRows, type Kind, mixedData } from "./support.ts";

const someForests = fc.record({
  kind: fc.constantFrom<Kind[]>("binary", "multiclass", "regression"),
  rows: fc.integer({ min: 1, max: 90 }),
  trees: fc.integer({ min: 1, max: 4 }),
  minSamplesLeaf: fc.constantFrom(1, 3),
  maxLeaves: fc.constantFrom(null, 6),
  splits: fc.constantFrom<("exact" | "binned")[]>("exact", "binned"),
  seed: fc.nat(),
});

function grown({ kind, rows, seed, ...change }: typeof someForests extends fc.Arbitrary<infer T> ? T : never): {
  readonly data: ForestData;
  readonly forest: Forest;
} {
  const data = mixedData(kind, rows, seed);
  const options = { ...defaultForestOptions(data.task), ...change, seed };
  return { data, forest: growTrees(data, allRows(data), options) };
}

describe("the file of a forest", () => {
  it("gives a forest that predicts the same, bit for bit, for rows that were never seen as well", () => {
    fc.assert(
      fc.property(someForests, (shape) => {
        const { data, forest } = grown(shape);
        const read = readForest(writeForest(forest));
        const other = mixedData(shape.kind, 200, shape.seed + 1);
        for (const { columns, targets } of [data, other]) {
          const rows = Uint32Array.from(targets.keys());
          expect(predictForest(read, columns, rows)).toEqual(predictForest(forest, columns, rows));
        }
        expect(writeForest(read)).toEqual(writeForest(forest));
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it("is refused in one sentence when a byte of it was changed or is missing", () => {
    const { forest } = grown({
      kind: "multiclass",
      rows: 60,
      trees: 2,
      minSamplesLeaf: 1,
      maxLeaves: null,
      splits: "exact",
      seed: 1,
    });
    const bytes = writeForest(forest);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = bytes.slice();
        changed[at]! ^= change;
        expect(() => readForest(changed)).toThrow(UserError);
        expect(() => readForest(bytes.subarray(0, at))).toThrow(UserError);
      }),
    );
  });

  it("never ends in anything but a forest or one sentence when its bytes were changed on purpose", () => {
    const { data, forest } = grown({
      kind: "binary",
      rows: 50,
      trees: 2,
      minSamplesLeaf: 3,
      maxLeaves: null,
      splits: "exact",
      seed: 2,
    });
    const bytes = writeForest(forest);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 12, max: bytes.length - 1 }), fc.nat(255)), { minLength: 1 }),
        (changes) => {
          const changed = bytes.slice();
          for (const [at, byte] of changes) changed[at] = byte;
          let sum = 0x811c9dc5;
          for (const byte of changed.subarray(12)) sum = Math.imul(sum ^ byte, 0x01000193);
          new DataView(changed.buffer).setUint32(8, sum >>> 0, true);
          let read: Forest | null = null;
          let error: unknown = null;
          try {
            read = readForest(changed);
          } catch (caught) {
            error = caught;
          }
          expect(read !== null || error instanceof UserError).toBe(true);
          if (read !== null) predictForest(read, data.columns, allRows(data));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is within 3 MB for 500 trees on 4000 rows", () => {
    const data = mixedData("multiclass", 4000, 1);
    const forest = growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 500), seed: 1 });
    expect(writeForest(forest).length).toBeLessThan(3e6);
  });
});
