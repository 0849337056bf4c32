import { describe, expect, it } from "vitest";
import { codeRows } from "../../src/forest/code.ts";
import { fastWalker } from "../../src/forest/fast-walk.ts";
import type { ForestData } from "../../src/forest/forest.ts";
import { defaultForestOptions } from "../../src/forest/forest.ts";
import { growTrees } from "../../src/forest/grow.ts";
import { plainWalker } from "../../src/forest/walk.ts";
import type { Kind } from "./support.ts";
import { allRows, mixedData } from "./support.ts";

const kinds: readonly Kind[] = ["binary", "multiclass", "regression"];

/** Walks a forest of five trees both ways: same leaves, same visits, same sums; returns how the compiled walk packed. */
function walkBoth(data: ForestData, change: object, asked = data): string {
  const forest = growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 5), ...change, seed: 1 });
  const rows = allRows(asked).subarray(0, asked.targets.length - 3); // no whole groups of eight
  const codes = codeRows(forest.columns, asked.columns, { rows });
  const fast = fastWalker(forest, codes, rows.length);
  const plain = plainWalker(forest, codes, rows.length);
  expect(plain.name).toBe("plain");
  for (const tree of [0, 1, 2, 3, 4]) expect(fast.addTree(tree)).toBe(plain.addTree(tree));
  expect(fast.sums).toEqual(plain.sums);
  for (const tree of [4, 1]) expect(fast.walk(tree)).toEqual(plain.walk(tree));
  return fast.name;
}

describe("the compiled walk", () => {
  it("ends in the same leaves as the plain one, over codes of one byte and of two, with values missing or none", () => {
    for (const kind of kinds) {
      const data = mixedData(kind, 600, 4);
      const whole = {
        ...data,
        columns: data.columns.filter(({ name }) => name === "first" || name === "noise"),
      };
      expect(walkBoth(data, { splits: "exact" })).toBe("wide");
      expect(walkBoth(data, { splits: "binned" })).toBe("narrow");
      expect(walkBoth(whole, { splits: "exact" })).toBe("wide");
      expect(walkBoth(whole, { splits: "binned" })).toBe("narrow");
    }
  });

  it("asks whether a value is missing where none is, or where the fit saw none", () => {
    for (const kind of kinds) {
      const gaps = mixedData(kind, 400, 4);
      const whole: ForestData = {
        ...gaps,
        columns: gaps.columns.map((column) =>
          column.kind === "category"
            ? { ...column, codes: column.codes.map((code) => Math.max(0, code)) }
            : { ...column, values: column.values.map((value) => (Number.isNaN(value) ? 0.5 : value)) },
        ),
      };
      for (const splits of ["exact", "binned"]) {
        const how = splits === "exact" ? "wide" : "narrow";
        expect(walkBoth(gaps, { splits }, whole)).toBe(how);
        expect(walkBoth(whole, { splits }, gaps)).toBe(how);
      }
    }
  });

  it("walks trees of one leaf, of few leaves and of chains of hundreds of splits", () => {
    const values = Float64Array.from({ length: 3000 }, (_, row) => row);
    const data: ForestData = {
      columns: [{ kind: "numeric", name: "x", values }],
      task: { kind: "regression", mean: 0, deviation: 1, low: 0, high: 1 },
      targets: values.map((row) => 2 ** (row / 3)),
      weights: null,
    };
    for (const change of [{ maxLeaves: 1 }, { maxLeaves: 3 }, { splits: "exact" }]) {
      expect(walkBoth(data, change)).toBe("wide");
    }
  });
});
