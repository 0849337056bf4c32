import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { codeRows, learnThresholds, midpoint } from "../../src/forest/code.ts";
import { FastSearch } from "../../src/forest/fast-search.ts";
import type { ForestData, ForestOptions } from "../../src/forest/forest.ts";
import { defaultForestOptions } from "../../src/forest/forest.ts";
import { startForest } from "../../src/forest/grow.ts";
import { predictForest } from "../../src/forest/predict.ts";
import type { SearchInput } from "../../src/forest/search.ts";
import { PlainSearch } from "../../src/forest/plain-search.ts";
import { wholeTargets } from "../../src/forest/whole-targets.ts";
import { fastWalker } from "../../src/forest/fast-walk.ts";
import { plainWalker } from "../../src/forest/walk.ts";
import type { Column } from "../../src/ingest/table.ts";
import { allRows } from "./support.ts";

/** Tables of whole numbers with gaps and levels, any kind of target, weights or none. */
const integerTables = fc
  .record({
    rows: fc.integer({ min: 1, max: 60 }),
    columns: fc.integer({ min: 1, max: 4 }),
    spread: fc.constantFrom(1, 3, 250),
    classes: fc.constantFrom(0, 2, 3, 5), // 0: regression
    levels: fc.integer({ min: 0, max: 6 }),
    gaps: fc.boolean(),
    weighted: fc.boolean(),
    seed: fc.integer(),
  })
  .chain((shape) => {
    const cells = (low: number, high: number) =>
      fc.array(fc.integer({ min: low, max: high }), { minLength: shape.rows, maxLength: shape.rows });
    return fc.record({
      shape: fc.constant(shape),
      numbers: fc.array(cells(shape.gaps ? -1 : 0, shape.spread), {
        minLength: shape.columns,
        maxLength: shape.columns,
      }),
      codes: cells(-1, shape.levels - 1),
      targets: shape.classes === 0 ? cells(-50, 50) : cells(0, shape.classes - 1),
      weights: cells(1, 3),
    });
  })
  .map(({ shape, numbers, codes, targets, weights }) => {
    const columns: Column[] = numbers.map((cells, i) => ({
      kind: "numeric",
      name: `number ${i}`,
      values: Float64Array.from(cells, (cell) => (cell < 0 ? NaN : cell)),
    }));
    const levels = Array.from({ length: shape.levels }, (_, level) => `level ${level}`);
    columns.push({ kind: "category", name: "category", codes: Int32Array.from(codes), levels });
    const data: ForestData = {
      columns,
      task:
        shape.classes === 0
          ? { kind: "regression", mean: 0, deviation: 1, low: -50, high: 50 }
          : {
              kind: "classification",
              classes: Array.from({ length: shape.classes }, (_, c) => `class ${c}`),
            },
      targets: Float64Array.from(targets),
      weights: shape.weighted ? Float64Array.from(weights) : null,
    };
    return { data, seed: shape.seed };
  });

const someOptions = fc.record({
  featuresPerSplit: fc.constantFrom<ForestOptions["featuresPerSplit"][]>("sqrt", "third", "all", 2),
  minSamplesLeaf: fc.constantFrom(1, 3),
  maxLeaves: fc.constantFrom(null, 4),
  maxDepth: fc.constantFrom(null, 2),
  bootstrap: fc.boolean(),
});

describe("splits", () => {
  it("are the same from quantile bins as from exact values when the values are whole numbers below 255", () => {
    fc.assert(
      fc.property(integerTables, someOptions, ({ data, seed }, change) => {
        const grow = (splits: ForestOptions["splits"]) => {
          const options = { ...defaultForestOptions(data.task), ...change, splits };
          return startForest(data, allRows(data), { ...options, seed }).grow(0, 3);
        };
        expect(grow("binned")).toEqual(grow("exact"));
      }),
      { seed: 4, numRuns: 150 },
    );
  });

  it("are the same from the compiled search as from the plain one, and rows end in the same leaves", () => {
    fc.assert(
      fc.property(integerTables, someOptions, ({ data, seed }, change) => {
        const options = { ...defaultForestOptions(data.task), ...change };
        const rows = allRows(data);
        const makeFast = (input: SearchInput) => new FastSearch(input);
        const makePlain = (input: SearchInput) => new PlainSearch(input);
        const fast = startForest(data, rows, { ...options, seed, makeSearch: makeFast }).grow(0, 3);
        const plain = startForest(data, rows, { ...options, seed, makeSearch: makePlain }).grow(0, 3);
        expect(fast).toEqual(plain);
        const codes = codeRows(fast.columns, data.columns, { rows });
        const walkers = [fastWalker(fast, codes, rows.length), plainWalker(fast, codes, rows.length)] as const;
        expect(walkers.map(({ name }) => name)).toEqual(["narrow", "plain"]);
        for (const tree of [0, 1, 2]) {
          expect(walkers[0].walk(tree)).toEqual(walkers[1].walk(tree));
          expect(walkers[0].addTree(tree)).toBe(walkers[1].addTree(tree));
          expect(walkers[0].sums).toEqual(walkers[1].sums);
        }
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it("of a forest without bootstrap, one tree and all columns fit distinct rows exactly", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.double({ noNaN: true }), { minLength: 1, maxLength: 40 }), (cells) => {
        const distinct = [...new Set(cells.map((cell) => cell + 0))];
        const data: ForestData = {
          columns: [{ kind: "numeric", name: "x", values: Float64Array.from(distinct) }],
          task: { kind: "regression", mean: 0, deviation: 1, low: 0, high: 40 },
          targets: Float64Array.from(distinct, (_, row) => row),
          weights: null,
        };
        const options = { ...defaultForestOptions(data.task), bootstrap: false };
        const forest = startForest(data, allRows(data), { ...options, seed: 1 }).grow(0, 1);
        expect([...predictForest(forest, data.columns, allRows(data)).values.data]).toEqual([...data.targets]);
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});

describe("midpoint(lower, upper)", () => {
  it("never reaches the upper value, whatever the rounding", () => {
    expect(midpoint(1, 3)).toBe(2);
    expect(midpoint(1, 1 + Number.EPSILON)).toBe(1);
    expect(midpoint(-Infinity, 3)).toBe(-Infinity);
    expect(midpoint(-Infinity, Infinity)).toBe(-Infinity);
    expect(midpoint(Number.MAX_VALUE, Infinity)).toBe(Number.MAX_VALUE);
    expect(midpoint(-Number.MAX_VALUE, Number.MAX_VALUE)).toBe(0);
    expect(midpoint(0, Number.MIN_VALUE)).toBe(0);
  });
});

describe("learnThresholds(values, rows, { limit })", () => {
  it("makes 255 bins of nearly equal size, and a value of half the rows takes one bin only", () => {
    const values = Float64Array.from({ length: 20_000 }, (_, i) => (i < 10_000 ? 0 : i));
    const thresholds = learnThresholds(values, Uint32Array.from(values.keys()), { limit: 255 });
    expect(thresholds.length).toBe(254);
    const counts = new Float64Array(255);
    for (const value of values) counts[thresholds.filter((threshold) => threshold < value).length]!++;
    expect(counts[0]).toBe(10_000);
    expect(Math.max(...counts.slice(1))).toBeLessThanOrEqual(45);
    expect(Math.min(...counts.slice(1))).toBeGreaterThanOrEqual(35);
  });
});

describe("wholeTargets", () => {
  it("keeps sums below 2⁵³ and the steps finer than 2⁻³⁰ of the range, from tiny to huge targets", () => {
    for (const size of [1e-250, 1e-5, 1, 1e20, 1e300]) {
      const targets = Float64Array.from({ length: 1000 }, (_, i) => (size * i) / 1000);
      const whole = wholeTargets(targets, 1, 1000);
      expect(whole.every(Number.isInteger)).toBe(true);
      expect(Math.max(...whole.map(Math.abs)) * 1000).toBeLessThan(2 ** 53);
      expect(new Set(whole).size).toBe(1000);
    }
  });
});

describe("orders of levels", () => {
  it("follow what a level adds to the numbers, not its raw mean: good small diamonds before bad large ones", () => {
    const random = Random.of(3);
    const levels = ["best", "middle", "worst"];
    const codes = Int32Array.from({ length: 600 }, () => random.below(3));
    // The better the level the smaller the stone, and the size decides most of the price.
    const size = Float64Array.from(codes, (code) => code + 3 * random.uniform());
    const targets = Float64Array.from(codes, (code, row) => 10 * size[row]! - 3 * code);
    const data: ForestData = {
      columns: [
        { kind: "numeric", name: "size", values: size },
        { kind: "category", name: "quality", codes, levels },
      ],
      task: { kind: "regression", mean: 0, deviation: 1, low: 0, high: 50 },
      targets,
      weights: null,
    };
    const orderOf = (columns: readonly Column[]) => {
      const forest = startForest({ ...data, columns }, allRows(data), {
        ...defaultForestOptions(data.task),
        seed: 1,
      }).grow(0, 1);
      return forest.columns.flatMap((column) => (column.kind === "category" ? [column.levels] : []));
    };
    expect(orderOf(data.columns)).toEqual([["worst", "middle", "best"]]);
    expect(orderOf(data.columns.slice(1))).toEqual([["best", "middle", "worst"]]);
  });
});

describe("codeRows", () => {
  it("counts the thresholds below a value, for any number of thresholds and any value", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -20, max: 20 }), { maxLength: 20 }),
        fc.array(fc.oneof(fc.integer({ min: -25, max: 25 }), fc.constantFrom(Infinity, -Infinity, 0.5, NaN)), {
          maxLength: 20,
        }),
        (edges, cells) => {
          const thresholds = Float64Array.from(edges).sort();
          const column: Column = { kind: "numeric", name: "x", values: Float64Array.from(cells) };
          const rows = Uint32Array.from(cells.keys());
          const [codes] = codeRows([{ kind: "numeric", name: "x", thresholds }], [column], { rows });
          const below = (cell: number) => thresholds.filter((threshold) => threshold < cell).length;
          expect([...codes!]).toEqual(cells.map((cell) => (Number.isNaN(cell) ? 65_535 : below(cell))));
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it("codes many rows in their order, with as many thresholds as a column may have", () => {
    const thresholds = Float64Array.from({ length: 65_534 }, (_, i) => i);
    const values = Float64Array.from({ length: 9001 }, (_, row) => (row * 7919) % 65_535);
    const rows = Uint32Array.from(values.keys()).reverse();
    const column: Column = { kind: "numeric", name: "x", values };
    const [codes] = codeRows([{ kind: "numeric", name: "x", thresholds }], [column], { rows });
    expect([...codes!]).toEqual([...values].reverse());
  });
});
