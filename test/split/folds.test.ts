import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { type FoldRequest, makeFolds } from "../../src/split/folds.ts";
import { formatFolds, parseFolds, restrictFolds } from "../../src/split/given-folds.ts";
import { innerParts } from "../../src/split/inner-parts.ts";

const rowsTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);

const request = (count: number, changes: Partial<FoldRequest> = {}): FoldRequest => ({
  rows: rowsTo(count),
  classes: null,
  numericTarget: null,
  groups: null,
  duplicates: null,
  time: null,
  folds: 5,
  repeats: 1,
  random: Random.of(7),
  ...changes,
});

const codes = (most: number) => fc.array(fc.nat({ max: most }), { minLength: 12, maxLength: 200 });

describe("folds", () => {
  it("test every used row once a repeat and train on all other used rows", () => {
    fc.assert(
      fc.property(
        codes(3),
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 3 }),
        (classes, folds, repeats) => {
          const rows = rowsTo(classes.length).filter((row) => row % 4 !== 1);
          const plan = makeFolds(request(0, { rows, classes: Int32Array.from(classes), folds, repeats }));
          expect(plan.folds.map((fold) => fold.id)).toEqual(Array.from({ length: folds * repeats }, (_, id) => id));
          for (let repeat = 0; repeat < repeats; repeat++) {
            const made = plan.folds.slice(repeat * folds, (repeat + 1) * folds);
            expect(made.flatMap((fold) => [...fold.test]).sort((a, b) => a - b)).toEqual([...rows]);
            for (const { train, test } of made) {
              expect([...train, ...test].sort((a, b) => a - b)).toEqual([...rows]);
              expect([...train]).toEqual([...train].sort((a, b) => a - b));
            }
          }
        },
      ),
    );
  });

  it("hold each class within one row of its even share when stratified", () => {
    fc.assert(
      fc.property(codes(4), fc.integer({ min: 2, max: 6 }), fc.nat(), (classes, count, seed) => {
        const changes = { classes: Int32Array.from(classes), folds: count, random: Random.of(seed) };
        const { folds } = makeFolds(request(classes.length, changes));
        for (const label of new Set(classes)) {
          const share = classes.filter((one) => one === label).length / count;
          for (const fold of folds) {
            const held = [...fold.test].filter((row) => classes[row] === label).length;
            expect(Math.abs(held - share)).toBeLessThan(1);
          }
        }
        const sizes = folds.map((fold) => fold.test.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("differ in size by at most one row when shuffled", () => {
    const sizes = makeFolds(request(23)).folds.map((fold) => fold.test.length);
    expect(sizes.toSorted((a, b) => a - b)).toEqual([4, 4, 5, 5, 5]);
  });

  it("never part a group, nor equal rows where no groups are given", () => {
    fc.assert(
      fc.property(codes(40), fc.boolean(), fc.nat(), (list, given, seed) => {
        const together = Int32Array.from(list, (code) => code - 20);
        fc.pre(new Set(together.filter((code) => code >= 0)).size >= 3);
        const asked = given ? { groups: together } : { duplicates: together };
        const plan = makeFolds(request(list.length, { ...asked, folds: 3, random: Random.of(seed) }));
        expect(plan.method).toBe(given ? "grouped" : "shuffled");
        for (const { train, test } of plan.folds) {
          const tested = new Set([...test].map((row) => together[row]!).filter((code) => code >= 0));
          for (const row of train) expect(tested.has(together[row]!)).toBe(false);
        }
      }),
    );
  });

  it("let given groups rule, whatever rows are equal", () => {
    const groups = Int32Array.from({ length: 60 }, (_, row) => row);
    const duplicates = new Int32Array(60);
    const { folds } = makeFolds(request(60, { groups, duplicates }));
    expect(folds.map(({ test }) => test.length)).toEqual([12, 12, 12, 12, 12]);
  });

  it("keep class shares nearly even where groups are small", () => {
    const classes = Int32Array.from({ length: 300 }, (_, row) => (row % 5 === 0 ? 1 : 0));
    const groups = Int32Array.from({ length: 300 }, (_, row) => Math.floor(row / 3));
    const { folds } = makeFolds(request(300, { groups, classes, random: Random.of(3) }));
    expect(folds).toHaveLength(5);
    for (const { test } of folds) {
      expect(test.length).toBeGreaterThanOrEqual(57);
      expect(test.length).toBeLessThanOrEqual(63);
      expect([...test].filter((row) => classes[row] === 1).length).toBeGreaterThanOrEqual(10);
    }
  });

  it("give each fold one of every block of neighbours of a numeric target", () => {
    const numericTarget = Float64Array.from({ length: 50 }, (_, row) => (row * 37) % 50);
    const { folds } = makeFolds(request(50, { numericTarget }));
    expect(folds).toHaveLength(5);
    for (const { test } of folds) {
      const blocks = [...test].map((row) => Math.floor(numericTarget[row]! / 5)).sort((a, b) => a - b);
      expect(blocks).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
  });

  it("train only on rows earlier than every test row when time-ordered", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 50 }), { minLength: 60, maxLength: 200 }),
        fc.integer({ min: 2, max: 4 }),
        (times, folds) => {
          fc.pre(new Set(times).size >= 30);
          const time = Float64Array.from(times);
          const plan = makeFolds(request(times.length, { time, folds }));
          expect(plan.folds).toHaveLength(folds);
          for (const { train, test } of plan.folds) {
            expect(train.length).toBeGreaterThan(0);
            expect(Math.max(...[...train].map((row) => time[row]!))).toBeLessThan(
              Math.min(...[...test].map((row) => time[row]!)),
            );
          }
        },
      ),
    );
  });

  it("are the same for the same seed and others for another", () => {
    const folds = (seed: number) => formatFolds(makeFolds(request(40, { random: Random.of(seed) })).folds, 40);
    expect(folds(1)).toBe(folds(1));
    expect(folds(1)).not.toBe(folds(2));
  });

  it("say how often they were dealt between commas", () => {
    const classes = Int32Array.from({ length: 20 }, (_, row) => row % 2);
    const reason = (repeats: number) => makeFolds(request(20, { classes, folds: 2, repeats })).reason;
    expect(reason(3)).toContain("into 2 folds, 3 times, with even shares");
    expect(reason(1)).toContain("into 2 folds with even shares");
  });

  it("refuse too few rows, groups or times, and what cannot be combined", () => {
    const make = (count: number, changes: Partial<FoldRequest>) => () => makeFolds(request(count, changes));
    const groups = Int32Array.from({ length: 20 }, (_, row) => row % 3);
    const time = Float64Array.from({ length: 20 }, (_, row) => row % 3);
    expect(make(4, {})).toThrow("4 usable rows are too few for 5 folds.");
    expect(make(20, { groups })).toThrow("The group column makes only 3 separate groups, too few for 5 folds.");
    expect(make(20, { duplicates: groups })).toThrow("Only 3 rows are different, too few for 5 folds.");
    expect(make(20, { time })).toThrow("too few different values for 5 time-ordered folds");
    expect(make(20, { time, groups })).toThrow("not both");
    expect(make(20, { time, repeats: 2 })).toThrow("cannot be repeated");
    expect(make(20, { folds: 1 })).toThrow("at least 2 folds");
  });
});

describe("a folds file", () => {
  it("brings back the folds that were written, repeated and time-ordered ones too", () => {
    const time = Float64Array.from({ length: 30 }, (_, row) => (row * 7) % 30);
    for (const changes of [{}, { repeats: 2 }, { time, folds: 3 }, { rows: rowsTo(30).filter((row) => row !== 4) }]) {
      const { folds } = makeFolds(request(30, changes));
      expect(parseFolds(formatFolds(folds, 30), 30, "folds.csv")).toEqual(folds);
    }
  });

  it("may have more columns, other line ends, quotes and rows that are not used", () => {
    const text = '"row";"fold";"fold_full"\r\n2;1;1\r\n0;0;0\r\n1;-1;1\r\n3;0;1\r\n';
    expect(parseFolds(text, 4, "f.csv")).toEqual([
      { id: 0, train: Uint32Array.of(2), test: Uint32Array.of(0, 3) },
      { id: 1, train: Uint32Array.of(0, 3), test: Uint32Array.of(2) },
    ]);
  });

  it("is refused with its line when it does not fit the table", () => {
    const parse =
      (text: string, count = 3) =>
      () =>
        parseFolds(text, count, "f.csv");
    expect(parse("a,b\n0,1\n")).toThrow("The first line of f.csv does not name the columns row and fold.");
    expect(parse("row,fold\n0,0\n1,1\n")).toThrow("f.csv does not name 1 of the 3 rows, the first is row 2.");
    expect(parse("row,fold\n0,0\n1,1\n7,1\n")).toThrow(
      "Line 4 of f.csv names row 7, but the last row of the table is 2.",
    );
    expect(parse("row,fold\n0,0\n1,x\n2,1\n")).toThrow('Line 3 of f.csv has "x" for fold');
    expect(parse("row,fold\n0,0\n1\n2,1\n")).toThrow('Line 3 of f.csv has "" for fold');
    expect(parse("row,fold\n0,0\n1,0\n2,0\n")).toThrow("f.csv holds 1 fold; at least 2 are needed.");
    expect(parse("row,fold\n0,0\n0,0\n1,1\n2,1\n")).toThrow("f.csv names row 0 twice in fold 0.");
  });

  it("has at most as many folds as the flag", () => {
    const text = (count: number) =>
      `row,fold\n${Array.from({ length: count }, (_, row) => `${row},${row}`).join("\n")}\n`;
    expect(parseFolds(text(1000), 1000, "f.csv")).toHaveLength(1000);
    expect(() => parseFolds(text(1001), 1001, "f.csv")).toThrow("f.csv holds 1001 folds; at most 1000 can be run.");
  });

  it("can be restricted to the rows in use, unless a fold is left empty", () => {
    const folds = parseFolds("row,fold\n0,0\n1,0\n2,1\n", 3, "f.csv");
    expect(restrictFolds(folds, Uint32Array.of(1, 2))[0]).toEqual({
      id: 0,
      train: Uint32Array.of(2),
      test: Uint32Array.of(1),
    });
    expect(() => restrictFolds(folds, Uint32Array.of(0, 1))).toThrow("Fold 0 has no usable row to train on.");
  });
});

describe("inner parts", () => {
  it("hold each class within one row of its even share and keep groups whole", () => {
    const classes = Int32Array.from({ length: 97 }, (_, i) => Number(i % 7 === 0));
    const parts = innerParts({ classes, numericTarget: null, groups: null, parts: 4, random: Random.of(2) });
    for (let part = 0; part < 4; part++) {
      const rare = classes.filter((label, i) => label === 1 && parts[i] === part).length;
      expect([3, 4]).toContain(rare);
    }
    const groups = Int32Array.from({ length: 97 }, (_, i) => (i < 60 ? i % 10 : -1));
    const grouped = innerParts({ classes, numericTarget: null, groups, parts: 4, random: Random.of(2) });
    for (let i = 10; i < 60; i++) expect(grouped[i]).toBe(grouped[i % 10]);
  });

  it("part the rows of a single group, which would leave a member without any", () => {
    const parts = innerParts({
      classes: Int32Array.from({ length: 12 }, (_, i) => i % 2),
      numericTarget: null,
      groups: new Int32Array(12).fill(3),
      parts: 4,
      random: Random.of(1),
    });
    expect(new Set(parts).size).toBe(4);
  });

  it("spread a numeric target over all parts", () => {
    const numericTarget = Float64Array.from({ length: 40 }, (_, i) => i);
    const parts = innerParts({ classes: null, numericTarget, groups: null, parts: 4, random: Random.of(5) });
    for (let i = 0; i < 40; i += 4) expect(parts.slice(i, i + 4).toSorted()).toEqual(Uint8Array.of(0, 1, 2, 3));
  });
});
