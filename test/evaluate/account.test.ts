import { describe, expect, it } from "vitest";
import { countingRules, forestParameters } from "../../src/evaluate/account.ts";

describe("accounting", () => {
  it("counts 2 for an inner node and one less than the classes for a leaf, one in regression", () => {
    expect(forestParameters(10, 11, 3)).toBe(42);
    expect(forestParameters(10, 11, 2)).toBe(31);
    expect(forestParameters(10, 11, null)).toBe(31);
  });

  it("says each rule in words", () => {
    for (const rule of Object.values(countingRules)) expect(rule).toMatch(/\.$/);
  });
});
