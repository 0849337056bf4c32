import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zeros } from "../../src/base/matrix.ts";
import { copyRows } from "../../src/engine/sparse/table-rows.ts";

describe("rows of a table in a kernel's memory", () => {
  it("are the rows that were named, in that order, neighbours or not", () => {
    const cases = fc.record({
      rows: fc.integer({ min: 1, max: 50 }),
      width: fc.integer({ min: 1, max: 20 }),
      named: fc.array(fc.nat({ max: 49 })),
      inOrder: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ rows, width, named, inOrder }) => {
        const inputs = zeros(rows, width);
        for (const at of inputs.data.keys()) inputs.data[at] = at;
        const asked = Uint32Array.from(named, (row) => row % rows);
        if (inOrder) asked.sort();
        const memory = new WebAssembly.Memory({ initial: 1 });
        copyRows({ inputs, named: asked }, { memory, address: 128 });
        const copied = new Float32Array(memory.buffer, 128, asked.length * width);
        expect([...copied]).toEqual(
          [...asked].flatMap((row) => [...inputs.data.subarray(row * width, (row + 1) * width)]),
        );
      }),
    );
  });
});
