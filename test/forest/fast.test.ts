import { describe, expect, it } from "vitest";
import { FastSearch } from "../../src/forest/fast-search.ts";
import { defaultForestOptions } from "../../src/forest/forest.ts";
import { startForest } from "../../src/forest/grow.ts";
import type { SearchInput, SplitSearch } from "../../src/forest/search.ts";
import { PlainSearch } from "../../src/forest/plain-search.ts";
import { allRows, mixedData } from "./support.ts";

describe("the compiled split search", () => {
  it("grows the same forest as the plain one, bit for bit, and it is the compiled one that ran", () => {
    for (const kind of ["binary", "multiclass", "regression"] as const) {
      for (const change of [
        {},
        { splits: "binned" },
        { minSamplesLeaf: 7 },
        { bootstrap: false, maxLeaves: 9 },
      ] as const) {
        const data = mixedData(kind, 600, 4);
        const options = { ...defaultForestOptions(data.task, 4), ...change };
        const used: SplitSearch[] = [];
        const makeFast = (input: SearchInput) => {
          const search = new FastSearch(input);
          used.push(search);
          return search;
        };
        const makePlain = (input: SearchInput) => new PlainSearch(input);
        const fast = startForest(data, allRows(data), { ...options, seed: 1, makeSearch: makeFast });
        const plain = startForest(data, allRows(data), { ...options, seed: 1, makeSearch: makePlain });
        expect(fast.grow(0, 4)).toEqual(plain.grow(0, 4));
        expect(new Set(used.map((search) => search.name))).toEqual(new Set(["fast"]));
      }
    }
  });
});
