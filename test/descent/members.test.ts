import fc from "fast-check";
import { expect, it } from "vitest";
import { membersOf } from "../../src/descent/fit-ensemble.ts";

it("every member has rows to learn and rows to hold out, also where large groups leave parts empty", () => {
  const parts = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 1, max: 6 }), (dealt, count) => {
      fc.pre(new Set(dealt).size > 1);
      const members = membersOf(Uint8Array.from(dealt), count);
      expect(members).toHaveLength(count);
      for (const [member, { fit, holdout }] of members.entries()) {
        expect([fit.length > 0, holdout.length > 0]).toEqual([true, true]);
        expect([...fit, ...holdout].sort((a, b) => a - b)).toEqual(dealt.map((_, row) => row));
        expect(new Set([...holdout].map((row) => dealt[row])).size).toBe(1);
        expect(dealt[holdout[0]!] === member).toBe(dealt.includes(member));
      }
    }),
  );
});
