import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zeros } from "../../src/base/matrix.ts";
import { startKernel } from "../../src/engine/sparse/kernel.ts";
import { copyRows } from "../../src/engine/sparse/table-rows.ts";

describe("rows of a table in a kernel's memory", () => {
  it("are the asked columns of the asked rows, few or most, neighbours or not, in a memory that holds nothing yet", () => {
    const cases = fc.record({
      rows: fc.integer({ min: 1, max: 300 }),
      width: fc.integer({ min: 1, max: 200 }),
      left: fc.constantFrom(0, 1, 3, 40), // one column in so many is left out, none for 0
      named: fc.array(fc.nat({ max: 299 }), { maxLength: 400, size: "max" }),
      inOrder: fc.boolean(),
      address: fc.integer({ min: 0, max: 300_000 }).map((at) => 70_000 + 16 * at),
    });
    let most = 0;
    fc.assert(
      fc.property(cases, ({ rows, width, left, named, inOrder, address }) => {
        const inputs = zeros(rows, width);
        for (const at of inputs.data.keys()) inputs.data[at] = at;
        const asked = Uint32Array.from(named, (row) => row % rows);
        if (inOrder) asked.sort();
        const columns = Uint32Array.from(Array(width).keys()).filter((c) => left === 0 || c % left !== 0);
        const memory = new WebAssembly.Memory({ initial: 1 });
        copyRows(memory, startKernel(memory), inputs, asked, columns, address);
        const copied = new Float32Array(memory.buffer, address, asked.length * columns.length);
        const expected = [...asked].flatMap((row) => [...columns].map((column) => row * width + column));
        expect([...copied]).toEqual(expected);
        if (columns.length >= 64 && 2 * columns.length > width && asked.length > 0) most++;
      }),
      { seed: 3, numRuns: 150 },
    );
    expect(most).toBeGreaterThan(20); // whole rows, which the kernel narrows
  });
});
