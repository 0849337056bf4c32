import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/ingest/table.ts";
import { fit } from "../../src/run/fit.ts";
import { foldFindings, withBoundedTargets } from "../../src/run/fold-findings.ts";
import { requestFor } from "../support/fit-request.ts";

const classes = (...codes: readonly number[]): Column => ({
  kind: "category",
  name: "y",
  levels: ["p", "q", "r"],
  codes: Int32Array.from(codes),
});
const numbers = (...values: readonly number[]): Column => ({
  kind: "numeric",
  name: "y",
  values: Float64Array.from(values),
});
const fold = (id: number, train: readonly number[], test: readonly number[]) => ({
  id,
  train: Uint32Array.from(train),
  test: Uint32Array.from(test),
});

/** All but the one that says how few rows there are. */
const onTargets = (...given: Parameters<typeof foldFindings>) =>
  foldFindings(...given).filter(({ code }) => code !== "few-rows");

describe("a target far from all others", () => {
  const target = numbers(...Array.from({ length: 60 }, (_, i) => i % 17), 1e7);
  const rows = Uint32Array.from({ length: 61 }, (_, row) => row);

  it("is reported once, with what models make of it", () => {
    expect(withBoundedTargets([], target, { rows }).map(({ code }) => code)).toEqual(["bounded-targets"]);
    const known = { code: "extreme-target", severity: "warning", column: "y", message: "m", action: "a" } as const;
    const [found, ...others] = withBoundedTargets([known], target, { rows });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: "extreme-target", message: "m" });
    expect(found!.action).toMatch(/^Models learn such a target as the nearest other one/u);
  });
});

describe("the findings about folds", () => {
  it("are none where every tested class is taught, and where targets differ", () => {
    const folds = [fold(0, [0, 1], [2, 3]), fold(1, [2, 3], [0, 1])];
    expect(onTargets(classes(0, 1, 1, 0), folds, 2)).toEqual([]);
    expect(onTargets(numbers(1, 2, 3, 4), folds, 2)).toEqual([]);
  });

  it("warn below 30 training rows, and no more from there on", () => {
    const folds = (least: number) => [least + 5, least].map((count, id) => fold(id, [...Array(count).keys()], [count]));
    const target = numbers(...Array(40).keys());
    expect(foldFindings(target, folds(30), 2)).toEqual([]);
    expect(foldFindings(target, folds(29), 2).map(({ message }) => message)).toEqual([
      "Some folds train on only 29 rows, too few to find the best size of a network.",
    ]);
  });

  it("warn of folds that differ much in size, not of a row or two", () => {
    const target = numbers(...Array(200).keys());
    const train = [...Array(40).keys()];
    const sized = (...sizes: readonly number[]) =>
      foldFindings(
        target,
        sizes.map((size, id) => fold(id, train, [...Array(size).keys()])),
        2,
      ).map(({ code, message }) => `${code}: ${message}`);
    expect(sized(10, 20, 15)).toEqual([]);
    expect(sized(1, 3)).toEqual([]);
    expect(sized(10, 21)).toEqual([
      "uneven-folds: Folds differ a lot in size: the smallest tests 10 rows, the largest 21.",
    ]);
  });

  it("name each class that a fold tests and does not teach, the fold and its rows", () => {
    const folds = [fold(0, [0, 1, 2], [3, 4]), fold(1, [3, 4], [0, 1, 2])];
    const [finding, ...others] = onTargets(classes(0, 0, 1, 2, 2), folds, 2);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: "missing-class", severity: "warning", column: "y" });
    expect(finding!.message).toBe(
      'Training rows lack a class that is tested: "r" in fold 1 (2 rows), "p" in fold 2 (2 rows).',
    );
  });

  it("leave classes of fewer rows than there are folds to the finding about rare classes", () => {
    const folds = [fold(0, [0, 1, 2], [3]), fold(1, [1, 2, 3], [0])];
    expect(onTargets(classes(2, 0, 1, 0), folds, 2)).toEqual([]);
  });

  it("say where the target is the same in all training rows", () => {
    const folds = [fold(0, [0, 1], [2, 3]), fold(1, [2, 3], [0, 1])];
    const [finding] = onTargets(numbers(7, 7, 7, 9), folds, 2);
    expect(finding!.message).toBe("All training rows have the same target: 7 in fold 1.");
  });

  it("say so of every fold where each teaches one value and tests another", () => {
    const folds = [fold(0, [0, 1], [2, 3]), fold(1, [2, 3], [0, 1])];
    expect(onTargets(numbers(7, 7, 9, 9), folds, 2)[0]!.message).toBe(
      "All training rows have the same target: 7 in fold 1, 9 in fold 2.",
    );
    expect(onTargets(numbers(7, 7, 9, 9), [fold(0, [0], [1]), fold(1, [0, 1], [2, 3])], 2)).toHaveLength(1);
  });

  it("leave a target that is the same in every row to the finding about the table", () => {
    const folds = [fold(0, [0, 1], [2, 3]), fold(1, [2, 3], [0, 1])];
    expect(onTargets(numbers(7, 7, 7, 7), folds, 2)).toEqual([]);
  });

  it("count at most three folds by name, however many lack a class", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 30 }), (count) => {
        const folds = Array.from({ length: count }, (_, id) => fold(id, [0], [1]));
        const [finding] = onTargets(classes(0, 1), folds, 1);
        expect(finding!.message.match(/in fold/g)).toHaveLength(3);
        expect(finding!.message).toContain(", ….");
      }),
    );
  });

  it("stand in the report of a run whose given folds hide a class, and no score is lost", async () => {
    const request = requestFor("iris.csv", { trees: 5 });
    const species = request.table.columns.at(-1)!;
    if (species.kind !== "category") throw new Error("The species of iris are classes.");
    const rowsOf = (wanted: (code: number) => boolean) =>
      Uint32Array.from(species.codes.keys()).filter((row) => wanted(species.codes[row]!));
    const folds = [0, 1].map((id) => ({
      id,
      train: rowsOf((code) => code !== id),
      test: rowsOf((code) => code === id),
    }));
    const { results } = await fit({ ...request, folds });
    expect(results.data.findings.map(({ code }) => code)).toContain("missing-class");
    const losses = results.models.flatMap((model) => model.folds.map((one) => one.metrics.logLoss));
    expect(losses).toHaveLength(2 * results.models.length);
    expect(losses.every((loss) => loss !== undefined && Number.isFinite(loss))).toBe(true);
  });
});
