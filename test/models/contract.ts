import { describe, expect, it } from "vitest";
import type { NumberMatrix } from "../../src/base/matrix.ts";
import { chooseEngine } from "../../src/engine/choose.ts";
import type { Engine, Trainer } from "../../src/engine/engine.ts";
import type { Column } from "../../src/ingest/table.ts";
import { formatModel } from "../../src/model/artifact.ts";
import { readModel } from "../../src/model/read.ts";
import type { Model } from "../../src/models/model.ts";
import { allRows } from "../../src/models/run-data.ts";
import type { TrainedModel } from "../../src/models/trained-model.ts";
import { predict } from "../../src/predict/table.ts";
import { treeSize } from "../../src/trees/size.ts";
import { foldOf, mixedCsv, shuffled, type TestFold, trainOn } from "./folds.ts";

/** A test that a model cannot pass, and why. */
export interface Skip {
  readonly test: string;
  readonly reason: string;
}

/** What is known of the size and cost of a trained model from elsewhere. */
export interface Counted {
  readonly parameters: number;
  readonly operations: number; // of training
  readonly operationsPerRow: number;
}

/** Counts anew what a model says of itself, without what it counted with. */
export type Count = (fold: TestFold, trained: TrainedModel) => Promise<Counted>;

const two = foldOf(mixedCsv((x, level) => (x + level > 1 ? "yes" : "no")));
const three = foldOf(mixedCsv((x, level) => (x > 0.5 ? "high" : level === 0 ? "red" : "low")));
const numbers = foldOf(mixedCsv((x, level) => (3 * x + 5 * level).toFixed(3)));

/** Two classes by turns, of which the first weighs nine times as much, or the same. */
const turns = Array.from({ length: 120 }, (_, i) => `${(i * 37) % 101},${i % 2 === 0 ? "9,a" : "1,b"}`);
const turnsCsv = `x,w,y\n${turns.join("\n")}\n`;
const plain = foldOf(turnsCsv, { ignore: ["w"] });
const weighed = foldOf(turnsCsv, { weight: "w" });

const constants = [
  [foldOf(mixedCsv(() => "yes", 60)), 1],
  [foldOf(mixedCsv(() => "7.5", 60)), 7.5],
] as const;

/** What every model must do; `skips` says what one cannot, with the reason. */
export function modelContract(model: Model, count: Count, skips: readonly Skip[] = []): void {
  const test = (title: string, body: () => Promise<void>): void => {
    const reason = skips.find((one) => one.test === title)?.reason;
    it.skipIf(reason !== undefined)(`${title}${reason === undefined ? "" : `: skipped, ${reason}`}`, async () => {
      expect.hasAssertions();
      await body();
    });
  };
  const known = new Map<TestFold, Promise<TrainedModel>>();
  const trained = (fold: TestFold): Promise<TrainedModel> => {
    if (!known.has(fold)) known.set(fold, trainOn(model, fold));
    return known.get(fold)!;
  };
  describe("predicts", () => {
    describePredictions(test, trained);
  });
  describe("learns", () => {
    describeTraining(test, model, trained);
  });
  describe("says of itself", () => {
    describeAccount(test, model, { trained, count });
  });
}

type Test = (title: string, body: () => Promise<void>) => void;
type Trained = (fold: TestFold) => Promise<TrainedModel>;

function describePredictions(test: Test, trained: Trained): void {
  test("a probability for each class, finite and 1 in all, in every row asked for", async () => {
    for (const [fold, classes] of [
      [two, 2],
      [three, 3],
    ] as const) {
      const { values } = await (await trained(fold)).predict(fold.data.columns, fold.test);
      expect([values.rows, values.columns]).toEqual([fold.test.length, classes]);
      expectProbabilities(values);
    }
  });

  test("a number for each row, finite and no farther out than the target goes", async () => {
    const { values } = await (await trained(numbers)).predict(numbers.data.columns, numbers.test);
    expect([values.rows, values.columns]).toEqual([numbers.test.length, 1]);
    const known = numbers.data.target.kind === "category" ? [] : [...numbers.data.target.values];
    expect(Math.min(...values.data)).toBeGreaterThanOrEqual(Math.min(...known) - 1e-3);
    expect(Math.max(...values.data)).toBeLessThanOrEqual(Math.max(...known) + 1e-3);
  });

  test("each row the same, whatever rows are asked for with it and in what order", async () => {
    for (const fold of [two, three, numbers]) {
      const { predict: ask } = await trained(fold);
      const all = (await ask(fold.data.columns, fold.test)).values;
      const some = fold.test.filter((_, i) => i % 3 === 0).reverse();
      const few = (await ask(fold.data.columns, some)).values;
      some.forEach((row, i) => {
        const at = fold.test.indexOf(row);
        for (let k = 0; k < all.columns; k++) {
          expect(few.data[i * all.columns + k]).toBeCloseTo(all.data[at * all.columns + k]!, 5);
        }
      });
      expect((await ask(fold.data.columns, new Uint32Array(0))).values.rows).toBe(0);
    }
  });

  test("rows whose cells are all missing, and levels that training did not have", async () => {
    for (const fold of [two, three, numbers]) {
      const { predict: ask } = await trained(fold);
      for (const columns of [fold.data.columns.map(empty), fold.data.columns.map(unseen)]) {
        const { values } = await ask(columns, fold.test);
        expect(values.rows).toBe(fold.test.length);
        if (fold === numbers) expect(values.data.every(Number.isFinite)).toBe(true);
        else expectProbabilities(values);
      }
    }
  });

  test("the same when it was saved and read again", async () => {
    for (const fold of [two, three, numbers]) {
      const model = await trained(fold);
      const rows = allRows(fold.data.columns);
      const { values } = await model.predict(fold.data.columns, rows);
      const read = readModel(formatModel(model.save()!));
      const again = predict(read, { table: fold.table, name: "table.csv" });
      expect(again.values.data.length).toBe(values.data.length);
      // Training computes in single precision, a saved model in double.
      again.values.data.forEach((value, i) => expect(Math.fround(value)).toBeCloseTo(values.data[i]!, 4));
      expect(again.findings).toEqual([]);
      if (read.kind === "trees") expect(treeSize(read.ensemble, read.task).parameters).toBe(model.size.parameters);
    }
  });
}

function describeTraining(test: Test, model: Model, trained: Trained): void {
  test("more than guessing", async () => {
    for (const fold of [two, three]) {
      const { values } = await (await trained(fold)).predict(fold.data.columns, fold.test);
      expect(accuracy(fold, values)).toBeGreaterThan(commonest(fold) + 0.1);
    }
  });

  test("the same by the same seed, to the last bit", async () => {
    for (const fold of [two, numbers]) {
      const [once, again] = [await trained(fold), await trainOn(model, fold)];
      const rows = allRows(fold.data.columns);
      expect((await again.predict(fold.data.columns, rows)).values).toEqual(
        (await once.predict(fold.data.columns, rows)).values,
      );
      expect([again.cost.operations, again.size]).toEqual([once.cost.operations, once.size]);
      expect(again.save()).toEqual(once.save());
    }
  });

  test("nothing from rows outside its fold", async () => {
    const [target] = shuffled([two.data.target], two.test);
    const data = { ...two.data, columns: shuffled(two.data.columns, two.test), target: target! };
    const other = await trainOn(model, { data, train: two.train });
    expect((await other.predict(two.data.columns, two.test)).values).toEqual(
      (await (await trained(two)).predict(two.data.columns, two.test)).values,
    );
  });

  test("more from rows that weigh more", async () => {
    const share = async (fold: TestFold) => {
      const { values } = await (await trained(fold)).predict(fold.data.columns, fold.test);
      return [...values.data].reduce((sum, p, i) => sum + (i % 2 === 0 ? p : 0), 0) / values.rows;
    };
    expect(await share(weighed)).toBeGreaterThan((await share(plain)) + 0.2);
  });

  test("a target with one value as that value", async () => {
    for (const [fold, value] of constants) {
      const { values } = await (await trained(fold)).predict(fold.data.columns, fold.test);
      expect(values.data.every((one) => one === value)).toBe(true);
    }
  });

  test("less when its time is up, and says so", async () => {
    const reports: number[] = [];
    const watch = {
      seconds: 1,
      report: ({ share }: { readonly share: number }) => {
        reports.push(share);
        return false;
      },
    };
    const cut = await trainOn(model, two, { watch });
    expect(reports).toHaveLength(1);
    expect(reports[0]).toBeLessThan(1);
    expect(cut.interruption).toMatchObject({ done: 1 });
    expectProbabilities((await cut.predict(two.data.columns, two.test)).values);
  });
}

function describeAccount(
  test: Test,
  model: Model,
  { trained, count }: { readonly trained: Trained; readonly count: Count },
): void {
  test("one sentence", async () => {
    const words = model.describe({ preset: "balanced", trees: 500, maxParameters: null, maxOperations: null });
    expect(words).toMatch(/^[A-Z\d].*[^.]\.$/u);
  });

  test("as many parameters and operations as are counted elsewhere", async () => {
    for (const fold of [two, three, numbers]) {
      const one = await trained(fold);
      const { operations } = await one.predict(fold.data.columns, fold.test);
      const expected = await count(fold, one);
      expect(one.size.parameters).toBe(expected.parameters);
      expect(one.cost.operations).toBe(expected.operations);
      expect(operations / fold.test.length).toBeCloseTo(expected.operationsPerRow, 9);
    }
  });

  test("as many bytes as it is saved with", async () => {
    for (const fold of [two, three, numbers]) {
      const one = await trained(fold);
      expect(one.size.bytes).toBe(new TextEncoder().encode(formatModel(one.save()!)).length);
    }
  });

  test("which columns it reads: no other changes a prediction", async () => {
    for (const fold of [two, numbers]) {
      const { inputs, predict: ask } = await trained(fold);
      if (inputs === undefined) continue;
      const unread = fold.data.columns.map((column) => (inputs.has(column.name) ? column : empty(column)));
      expect((await ask(unread, fold.test)).values).toEqual((await ask(fold.data.columns, fold.test)).values);
    }
    expect(true).toBe(true);
  });
}

/** An engine that remembers what it trained. */
export function countingEngine(): { readonly engine: Engine; readonly operations: () => number } {
  const trainers: Trainer[] = [];
  const real = chooseEngine("auto");
  const engine: Engine = {
    ...real,
    load: async (...network) => {
      const trainer = await real.load(...network);
      trainers.push(trainer);
      return trainer;
    },
  };
  return { engine, operations: () => trainers.reduce((sum, trainer) => sum + trainer.operations, 0) };
}

function expectProbabilities({ rows, columns, data }: NumberMatrix): void {
  expect(data.every((p) => p >= 0 && p <= 1)).toBe(true);
  for (let row = 0; row < rows; row++) {
    const sum = [...data.subarray(row * columns, (row + 1) * columns)].reduce((a, b) => a + b, 0);
    expect(Math.abs(sum - 1)).toBeLessThan(1e-5);
  }
}

function classNames({ data, test }: TestFold): readonly string[] {
  const { target } = data;
  return target.kind === "category" ? Array.from(test, (row) => target.levels[target.codes[row]!]!) : [];
}

function accuracy(fold: TestFold, { columns, data }: NumberMatrix): number {
  const names = [...new Set(fold.data.target.kind === "category" ? fold.data.target.levels : [])].sort();
  const right = classNames(fold).filter((name, i) => {
    const row = data.subarray(i * columns, (i + 1) * columns);
    return names[row.indexOf(Math.max(...row))] === name;
  });
  return right.length / fold.test.length;
}

function commonest(fold: TestFold): number {
  const counts = new Map<string, number>();
  for (const name of classNames(fold)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Math.max(...counts.values()) / fold.test.length;
}

function empty(column: Column): Column {
  return column.kind === "category"
    ? { ...column, codes: column.codes.map(() => -1) }
    : { ...column, values: column.values.map(() => Number.NaN) };
}

/** The last level of every category is one that training did not have. */
function unseen(column: Column): Column {
  if (column.kind !== "category") return column;
  return { ...column, levels: [...column.levels, "never seen"], codes: column.codes.map(() => column.levels.length) };
}
