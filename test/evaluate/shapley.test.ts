import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { backgroundRows } from "../../src/evaluate/background.ts";
import { type Mixture, shapleyPlan, type ShapleyPlan, shapleyValues } from "../../src/evaluate/shapley.ts";

type Row = readonly number[];

/** The row that is explained and those of the background, mixed for a function of their numbers. */
function mixtureOf(of: (row: Row) => number, own: Row, background: readonly Row[]): Mixture {
  let from: Row = [];
  let row: number[] = [];
  return {
    players: own.length,
    backgrounds: background.length,
    begin(place) {
      from = background[place]!;
      row = [...from];
    },
    flip(player) {
      row[player] = row[player] === own[player] ? from[player]! : own[player]!;
    },
    value: () => of(row),
    valueOfBackground: (place) => of(background[place]!),
    whole: of(own),
  };
}

/** The mean over all orders of the columns and all rows of the background, as the definition says. */
function byDefinition(of: (row: Row) => number, own: Row, background: readonly Row[]): readonly number[] {
  const effects = own.map(() => 0);
  const orders = ordersOf(own.map((_, player) => player));
  for (const from of background) {
    for (const order of orders) {
      const row = [...from];
      for (const player of order) {
        const before = of(row);
        row[player] = own[player]!;
        effects[player]! += (of(row) - before) / (orders.length * background.length);
      }
    }
  }
  return effects;
}

function ordersOf(players: readonly number[]): readonly (readonly number[])[] {
  if (players.length === 0) return [[]];
  return players.flatMap((first) =>
    ordersOf(players.filter((player) => player !== first)).map((rest) => [first, ...rest]),
  );
}

/** A function with effects of two and three columns at once. */
const curved = (row: Row): number =>
  row.reduce((sum, x, i) => sum + x * row[(i + 1) % row.length]! * (1 + row[(i + 2) % row.length]! ** 2), 0);

/** Rows of distinct numbers, so that the mixture knows whose cell it holds. */
function drawn(seed: number, players: number, rows: number): { own: Row; background: readonly Row[] } {
  const random = Random.of(seed, "shapley");
  const row = () => Array.from({ length: players }, () => random.normal());
  return { own: row(), background: Array.from({ length: rows }, row) };
}

const sampled = (players: number, rows: number, predictions: number): ShapleyPlan => {
  const plan = shapleyPlan(players, rows, predictions);
  expect(plan.kind).toBe("sampled");
  return plan;
};

const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

describe("what each column adds to a prediction", () => {
  it("is the mean over all orders of the columns where it is exact", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), (seed, players, rows) => {
        const { own, background } = drawn(seed, players, rows);
        const { effects, standardErrors } = shapleyValues(mixtureOf(curved, own, background), { kind: "exact" });
        byDefinition(curved, own, background).forEach((effect, i) => expect(effects[i]).toBeCloseTo(effect, 8));
        expect([...standardErrors]).toEqual(own.map(() => 0));
      }),
    );
  });

  it("sums to the prediction with the baseline, exact or sampled", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 3, max: 20 }),
        fc.integer({ min: 8, max: 3000 }),
        (seed, players, predictions) => {
          const { own, background } = drawn(seed, players, 32);
          const plan = shapleyPlan(players, 32, predictions);
          const { baseline, effects } = shapleyValues(mixtureOf(curved, own, background), plan);
          expect(baseline + total(effects)).toBeCloseTo(curved(own), 8);
        },
      ),
    );
  });

  it("has no sampling error where columns act one by one", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const { own, background } = drawn(seed, 15, 32);
        const linear = (row: Row) => row.reduce((sum, x, i) => sum + i * x, 0);
        const plan = sampled(15, 32, 32 * 28);
        const { effects, standardErrors } = shapleyValues(mixtureOf(linear, own, background), plan);
        own.forEach((x, i) => {
          expect(effects[i]).toBeCloseTo(i * (x - total(background.map((row) => row[i]!)) / 32), 9);
          expect(standardErrors[i]).toBeCloseTo(0, 9);
        });
        expect(effects[0]).toBe(0); // nothing reads it
      }),
    );
  });

  it("is sampled with the error that it states", () => {
    let squares = 0;
    let count = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { own, background } = drawn(seed, 6, 8);
      const mixture = mixtureOf(curved, own, background);
      const exact = shapleyValues(mixture, { kind: "exact" });
      const { effects, standardErrors } = shapleyValues(mixture, sampled(6, 8, 400));
      for (let player = 0; player < 6; player++) {
        if (standardErrors[player] === 0) continue;
        squares += ((effects[player]! - exact.effects[player]!) / standardErrors[player]!) ** 2;
        count++;
      }
    }
    const typical = Math.sqrt(squares / count); // errors in stated standard errors
    expect(typical).toBeLessThan(1.1);
    expect(typical).toBeGreaterThan(0.1);
  });

  it("costs no more predictions than are paid for, beyond the fewest that say anything", () => {
    for (const players of [3, 8, 30, 300]) {
      for (const paid of [500, 5000, 50_000]) {
        const plan = shapleyPlan(players, 32, paid);
        const made = plan.kind === "exact" ? 32 * 2 ** players : plan.orders.length * 2 * (players - 1);
        expect(made).toBeLessThanOrEqual(Math.max(paid, 8 * 2 * (players - 1)));
      }
    }
  });
});

describe("the background of a column", () => {
  const values = Float64Array.from({ length: 400 }, (_, i) => (i < 100 ? Number.NaN : i));
  const column = { kind: "numeric", name: "x", values } as const;
  const rows = Uint32Array.from(values, (_, i) => i);

  it("is spread like the column, in halves and quarters too, with missing cells at their share", () => {
    const drawnRows = backgroundRows(column, rows, { size: 32, seed: 1 });
    for (const part of [32, 16, 8]) {
      const cells = Array.from(drawnRows.subarray(0, part), (row) => values[row]!);
      const missing = cells.filter(Number.isNaN).length;
      expect(missing).toBe(part / 4);
      expect(total(cells.filter((x) => x === x)) / (part - missing)).toBeCloseTo(250, -1.7);
    }
  });

  it("has an order of its own for each column and seed, and the same on every call", () => {
    const other = { ...column, name: "y" };
    const first = [...backgroundRows(column, rows, { size: 32, seed: 1 })];
    expect([...backgroundRows(column, rows, { size: 32, seed: 1 })]).toEqual(first);
    expect([...backgroundRows(other, rows, { size: 32, seed: 1 })]).not.toEqual(first);
    expect([...backgroundRows(column, rows, { size: 32, seed: 2 })]).not.toEqual(first);
  });
});
