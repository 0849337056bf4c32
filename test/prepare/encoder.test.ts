import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/ingest/table.ts";
import { encode, encodeTraining, learnEncoder } from "../../src/prepare/encoder.ts";
import { inputNames, inputSources } from "../../src/prepare/names.ts";
import { defaultEncoderOptions } from "../../src/prepare/options.ts";
import type { Span } from "../../src/prepare/prepared.ts";
import { allRows, category, everyThird, numeric, randomOptions, randomTable, seventhMissing } from "./tables.ts";

const options = defaultEncoderOptions;

function encodeAll(columns: readonly Column[], rowCount: number, changed: Partial<typeof options> = {}) {
  const encoder = learnEncoder(
    columns,
    { target: everyThird(rowCount), rows: allRows(rowCount) },
    { ...options, ...changed },
  );
  return { encoder, inputs: encode(columns, allRows(rowCount), encoder) };
}

/** `cells` with other numbers or levels in the rows that are not `train`. */
function disturb(column: Column, train: ReadonlySet<number>): Column {
  if (column.kind !== "category") {
    const values = column.values.map((x, row) => (train.has(row) ? x : row * 1e6 - 7));
    return { ...column, values };
  }
  const levels = ["new level", ...column.levels];
  const codes = column.codes.map((code, row) => (train.has(row) ? (code < 0 ? -1 : code + 1) : 0));
  return { kind: "category", name: column.name, levels, codes };
}

function isPromised(span: Span, values: readonly number[]): boolean {
  if (values.every((value) => value === 0)) return true;
  if (span.kind === "one-hot") return values.filter((value) => value !== 0).join() === "1";
  const isFull = (value: number, step: number) => value === Math.fround(1 - span.means[step]!);
  const isEmpty = (value: number, step: number) => value === Math.fround(0 - span.means[step]!);
  const partial = values.findIndex((value, step) => !isFull(value, step));
  return partial < 0 || values.every((value, step) => step <= partial || isEmpty(value, step));
}

describe("an encoder on random tables", () => {
  it("stays equal when rows outside the training rows change, level codes included", () => {
    fc.assert(
      fc.property(randomTable, randomOptions, ({ columns, rowCount, target }, chosen) => {
        const train = allRows(rowCount).filter((row) => row % 3 !== 1);
        const wanted = { ...target, values: target.values.filter((_, row) => row % 3 !== 1) };
        const other = columns.map((column) => disturb(column, new Set(train)));
        const encoder = learnEncoder(columns, { target: wanted, rows: train }, chosen);
        expect(learnEncoder(other, { target: wanted, rows: train }, chosen)).toEqual(encoder);
        expect(encode(other, train, encoder)).toEqual(encode(columns, train, encoder));
      }),
    );
  });

  it("keeps the promise of its spans in every row, whatever is missing, new or extreme", () => {
    fc.assert(
      fc.property(randomTable, randomOptions, ({ columns, rowCount, target }, chosen) => {
        const rows = allRows(rowCount);
        const known = rows.filter((row) => row % 3 !== 1);
        const wanted = { ...target, values: target.values.filter((_, row) => row % 3 !== 1) };
        const encoder = learnEncoder(columns, { target: wanted, rows: known }, chosen);
        const { data, spans = [] } = encode(columns, rows, encoder);
        for (const span of spans) {
          const count = span.kind === "steps" ? span.means.length : span.count;
          for (const row of rows) {
            const at = row * encoder.inputs + span.first;
            expect(isPromised(span, [...data.subarray(at, at + count)])).toBe(true);
          }
        }
      }),
    );
  });

  it("never makes a number that is not finite or beyond 3, whatever is missing or extreme", () => {
    fc.assert(
      fc.property(randomTable, randomOptions, ({ columns, rowCount, target }, chosen) => {
        const rows = allRows(rowCount);
        const encoder = learnEncoder(columns, { target: target, rows: rows }, chosen);
        const parts = Uint8Array.from(rows, (row) => row % 4);
        const crossFitted = encodeTraining(columns, encoder, { rows, target, parts });
        for (const inputs of [encode(columns, rows, encoder), crossFitted, encode([], rows, encoder)]) {
          expect(inputs.data.length).toBe(rowCount * encoder.inputs);
          expect(inputs.data.every((x) => Math.abs(x) <= 3)).toBe(true);
        }
      }),
    );
  });

  it("encodes the same after a round trip through JSON", () => {
    fc.assert(
      fc.property(randomTable, randomOptions, ({ columns, rowCount, target }, chosen) => {
        const rows = allRows(rowCount);
        const encoder = learnEncoder(columns, { target: target, rows: rows }, chosen);
        const copy = JSON.parse(JSON.stringify(encoder));
        expect(encode(columns, rows, copy)).toEqual(encode(columns, rows, encoder));
      }),
    );
  });

  it("has at least one input, and one name and one source for each", () => {
    fc.assert(
      fc.property(randomTable, randomOptions, ({ columns, rowCount, target }, chosen) => {
        const encoder = learnEncoder(columns, { target: target, rows: allRows(rowCount) }, chosen);
        expect(inputSources(encoder).length).toBe(encoder.inputs);
        expect(inputNames(encoder).length).toBe(encoder.inputs);
        expect(encoder.inputs).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe("encode", () => {
  it("keeps the raw copy at (x − median) / quartile distance, clipped smoothly, and 0 where missing", () => {
    const { inputs } = encodeAll([numeric("x", [0, 1, 2, 3, Number.NaN, 4])], 6, {
      bins: "none",
      indicators: false,
    });
    const clipped = (x: number) => Math.fround(x / Math.sqrt(1 + (x * x) / 9));
    expect([...inputs.data]).toEqual([clipped(-1), clipped(-0.5), 0, clipped(0.5), 0, clipped(1)]);
  });

  it("writes the bins less their training means, so that a missing cell adds nothing", () => {
    const values = Array.from({ length: 120 }, (_, i) => seventhMissing(i, i));
    const { encoder, inputs } = encodeAll([numeric("x", values)], 120, { bins: "quantile", raw: false });
    expect(encoder.groups.map((group) => group.kind)).toEqual(["bins", "missing"]);
    for (let input = 0; input < encoder.inputs - 1; input++) {
      let total = 0;
      for (let row = 0; row < 120; row++) total += inputs.data[row * encoder.inputs + input]!;
      expect(total / 120).toBeCloseTo(0, 6);
    }
    expect([...inputs.data.subarray(3 * encoder.inputs, 4 * encoder.inputs)]).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it("has no bins for three different values, even when raw copies are off", () => {
    const column = numeric(
      "x",
      Array.from({ length: 90 }, (_, i) => i % 3),
    );
    expect(encodeAll([column], 90, { raw: false }).encoder.groups.map((group) => group.kind)).toEqual(["scaled"]);
  });

  it("treats a column that is not there as missing in every row", () => {
    const column = numeric(
      "x",
      Array.from({ length: 60 }, (_, i) => seventhMissing(i, i)),
    );
    const { encoder } = encodeAll([column], 60);
    const inputs = encode([], allRows(2), encoder);
    const missing = Array.from({ length: encoder.inputs }, (_, i) => (i === encoder.inputs - 1 ? 1 : 0));
    expect([...inputs.data]).toEqual([...missing, ...missing]);
  });

  it("refuses a column of another kind with a sentence that names it", () => {
    const { encoder } = encodeAll([numeric("x", [1, 2, 3])], 3);
    expect(() => encode([category("x", ["a"])], allRows(1), encoder)).toThrow('Column "x" holds numbers');
  });
});

describe("learnEncoder", () => {
  it("makes nothing of constant and of empty columns, but an input stands in when nothing else is there", () => {
    const useless = [
      numeric("c", [5, 5, 5]),
      category("k", ["a", "a", "a"]),
      numeric("m", [Number.NaN, Number.NaN, Number.NaN]),
    ];
    const both = encodeAll([...useless, numeric("x", [1, 2, 3])], 3).encoder;
    expect(both.groups).toMatchObject([{ kind: "scaled", column: "x" }]);
    expect(encodeAll(useless, 3).encoder.inputs).toBe(1);
  });

  it("learns from a single row", () => {
    const { encoder } = encodeAll([numeric("x", [1]), category("k", ["a"])], 1);
    expect(encoder.inputs).toBe(1);
  });

  it("adds an indicator only where training rows have missing cells", () => {
    const columns = [numeric("x", [1, 2, 3, 4]), numeric("y", [1, 2, Number.NaN, 4])];
    const { encoder } = encodeAll(columns, 4, { bins: "none" });
    expect(inputNames(encoder)).toEqual(["x", "y", "y missing"]);
  });

  it("stays narrow on 784 columns of pixels and on 5,000 columns of 20 rows", () => {
    const wide = (count: number, rows: number) =>
      Array.from({ length: count }, (_, c) =>
        numeric(
          `p${c}`,
          Array.from({ length: rows }, (_, i) => (i * (1 + (c % 16))) % 17),
        ),
      );
    expect(encodeAll(wide(784, 200), 200).encoder.inputs).toBe(784);
    expect(encodeAll(wide(5000, 20), 20).encoder.inputs).toBe(5000);
    expect(encodeAll(wide(100, 200), 200).encoder.inputs).toBeLessThanOrEqual(700);
  });

  it("adds a copy of heavy-tailed columns when asked to", () => {
    const values = Array.from({ length: 200 }, (_, i) => 1 / (1.001 - i / 200));
    const kinds = (heavyTails: "none" | "log" | "rank") =>
      encodeAll([numeric("x", values)], 200, { heavyTails, bins: "none" }).encoder.groups.map((group) => group.kind);
    expect([kinds("none"), kinds("log"), kinds("rank")]).toEqual([["scaled"], ["scaled", "log"], ["scaled", "rank"]]);
  });
});
