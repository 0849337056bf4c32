import { describe, expect, it } from "vitest";
import { summarise } from "../../src/commands/terminal/summary.ts";
import { fit } from "../../src/run/fit.ts";
import { requestFor } from "../support/fit-request.ts";
import { binaryResults } from "../support/report-fixtures.ts";

describe("what a fit says in a terminal", () => {
  it("counts the warnings and names each code once, and is silent about notes", async () => {
    const { results } = await fit(requestFor("iris.csv", { folds: 2, trees: 10 }));
    const finding = { column: null, message: "It is so.", action: "Nothing." };
    const warning = { ...finding, code: "time-limit-reached", severity: "warning" } as const;
    const note = { ...finding, code: "time-limit", severity: "note" } as const;
    const clean = { ...results, data: { ...results.data, findings: [] } };
    const say = (findings: typeof results.findings) =>
      summarise({ ...clean, findings }, 80)
        .map((line) => (typeof line === "string" ? line : line.text))
        .join("\n");
    expect(say([note])).not.toContain("Before you decide");
    expect(say([warning])).toContain("Before you decide: 1 warning in the report (time-limit-reached).");
    expect(say([warning, note, warning])).toContain("2 warnings in the report (time-limit-reached).");
  });

  it.each([120, 80, 60, 40])("explains the columns of its table at %i cells, and no others", (width) => {
    const lines = summarise(binaryResults(), width).map((line) => (typeof line === "string" ? line : line.text));
    const head = lines.find((line) => /\btraining$|\bparameters$|\blog-loss$/u.test(line))!;
    const below = lines.slice(lines.indexOf(head) + 1).join(" ");
    expect(below.includes("Operations are")).toBe(head.includes("operations"));
    expect(below.includes("accuracy:")).toBe(head.includes("accuracy"));
    expect(head.includes("operations")).toBe(width >= 80);
  });

  it("gives one advice where choice and verdict have the same, and no empty lines for a verdict that is not there", () => {
    const { verdict, choice, ...others } = binaryResults();
    const advice = "Give more rows.";
    const both = { ...others, choice: { ...choice!, advice }, verdict: { ...verdict!, advice } };
    const text = (results: Parameters<typeof summarise>[0]) =>
      summarise(results, 80)
        .map((line) => (typeof line === "string" ? line : line.text))
        .join("\n");
    expect(text(both).split(advice)).toHaveLength(2);
    expect(text({ ...others, choice: both.choice })).not.toContain("\n\n\n");
  });
});
