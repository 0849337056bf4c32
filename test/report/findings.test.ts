import { describe, expect, it } from "vitest";
import { findingsBlock } from "../../src/report/sections/findings.ts";

const finding = (message: string) => ({ code: "x", severity: "note", column: null, message, action: "Kept." }) as const;

describe("the findings of a report", () => {
  it("stand there whole, also where they give the scores of several models", () => {
    const scores = Array.from({ length: 8 }, (_, i) => `Gradient boosting ${i} on the sample: log-loss 0.4${i}`);
    const message = `big.csv was read as a stream. On rows kept for a test: ${scores.join("; ")}.`;
    expect(String(findingsBlock([finding(message)]))).toContain(message);
  });

  it("are cut where a text of the table would fill the page", () => {
    expect(String(findingsBlock([finding("a".repeat(100_000))])).length).toBeLessThan(3000);
  });
});
