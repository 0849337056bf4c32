import { describe, expect, it } from "vitest";
import { formatEnsemble } from "../../src/trees/json.ts";
import { exampleTrees } from "../model/models.ts";

describe("trees that are written", () => {
  it.each(["shares", "grid", "single"] as const)("stay as they are, with leaves of %s between steps too", (kind) => {
    const { ensemble, task } = exampleTrees(kind);
    const values = ensemble.values.map((value) => (value === 1 || value === 0 ? value : 0.9 * value));
    const before = values.slice();
    formatEnsemble({ ...ensemble, values }, task);
    expect(values).toEqual(before);
  });
});
