import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binsOf, leakReason, leaveOneOutErrors } from "../../src/ingest/leak.ts";
import type { Column } from "../../src/ingest/table.ts";

describe("a column that gives a class away", () => {
  it("is told by all its rows, though most other columns are cleared by a part of them", () => {
    const rowCount = 4500;
    const rows = Uint32Array.from({ length: rowCount }, (_, row) => row);
    const shape = fc.record({
      wrong: fc.integer({ min: 1, max: 400 }), // every so many rows the class is another
      distinct: fc.constantFrom(3, 30, 60, 70, rowCount),
      missing: fc.constantFrom(0, 7),
      blocks: fc.integer({ min: 2, max: 80 }), // the class changes as often along the column
    });
    fc.assert(
      fc.property(shape, ({ wrong, distinct, missing, blocks }) => {
        const place = (row: number) => (row * 1601) % rowCount;
        const cells = Float64Array.from(rows, (row) => Math.floor((place(row) / rowCount) * distinct));
        const codes = Int32Array.from(rows, (row) => {
          const right = Math.floor((cells[row]! / distinct) * blocks) % 3;
          return row % wrong === 0 ? (right + 1) % 3 : right;
        });
        if (missing > 0) for (let row = 0; row < rowCount; row += 50 * missing) cells[row] = Number.NaN;
        const column: Column = { kind: "numeric", name: "x", values: cells };
        const target: Column = { kind: "category", name: "y", codes, levels: ["a", "b", "c"] };
        const sizes = [0, 1, 2].map((code) => codes.filter((one) => one === code).length);
        if (sizes.filter((size) => size > 0).length < 3) return;
        const few = 0.01 * (rowCount - Math.max(...sizes));
        const isLeak = leaveOneOutErrors(binsOf(cells), codes, 3) <= few;
        expect(leakReason(column, target, rows) !== null).toBe(isLeak);
      }),
    );
  });
});
