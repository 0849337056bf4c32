import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { makeDecision } from "../../src/evaluate/decision.ts";
import { checkResults } from "../../src/evaluate/results/results-check.ts";
import type { Results } from "../../src/evaluate/results/results.ts";
import { renderReport } from "../../src/report/report.ts";
import { sizesOf } from "../support/evaluation.ts";
import { binaryResults } from "../support/report-fixtures.ts";

const hostile = `<b onclick="x">'yes'`;
const classes = ["no", hostile];
const rows = 600;
const random = Random.of("report", "decision");
const truth = Array.from({ length: rows }, () => (random.uniform() < 0.3 ? 1 : 0));
const held = {
  rows: Uint32Array.from({ length: rows }, (_, i) => i),
  folds: Uint32Array.from({ length: rows }, (_, i) => i % 5),
  truth,
  weights: null,
};
const models = ["occam", "forest", "linear"].map((id) => ({
  id,
  values: {
    rows,
    columns: 2,
    data: Float32Array.from(
      truth.flatMap((k) => {
        const p = Math.min(1, Math.max(0, 0.2 + 0.4 * k + 0.4 * (random.uniform() - 0.5)));
        return [1 - p, p];
      }),
    ),
  },
}));

function resultsWith(costs: readonly [missed: number, vain: number] | null, unit = ""): Results {
  const pairs = costs === null ? [] : [[0, costs[1]] as const, [costs[0], 0] as const];
  const named = pairs.flatMap((row, k) => row.map((cost, j) => ({ truth: classes[k]!, predicted: classes[j]!, cost })));
  const sizes = sizesOf(5, { train: 480, test: 120 });
  const decision = makeDecision(models, held, { classes, positive: hostile, costs: named, unit, sizes })!;
  return { ...binaryResults(), decision };
}

describe("the section of decisions", () => {
  it("says the threshold, its cost with the unit, and what it saves against nobody and 50%", () => {
    const results = resultsWith([500, 100], "€");
    const page = renderReport(checkResults(JSON.parse(JSON.stringify(results)), "r.json"));
    const [lead] = /With the Occam network:.*?<\/p>/u.exec(page)!;
    const { rule, rules } = results.decision!.models[0]!;
    expect(lead).toContain(`from a probability of ${(100 * rule!.threshold!).toFixed(1)}% on`);
    expect(lead).toContain(`€${rules[0]!.cost.mean.toFixed(1).slice(0, 2)}`);
    expect(lead).toContain("Against never calling");
    expect(lead).toContain("Against a threshold of 50%");
    expect(page).toContain('id="cost-chart"');
  });

  it("shows thresholds and the likeliest rows without costs, and draws no cost", () => {
    const page = renderReport(resultsWith(null));
    expect(page).toContain("No costs were named");
    expect(page).toContain("Calling the likeliest rows");
    expect(page).not.toContain('id="cost-chart"');
  });

  it("shows names of classes as text", () => {
    for (const page of [renderReport(resultsWith([5, 1])), renderReport(resultsWith(null))]) {
      expect(page).not.toContain("<b onclick");
      expect(page).toContain("&#60;b onclick");
    }
  });

  it("is not there for results without decisions", () => {
    expect(renderReport(binaryResults())).not.toContain('id="decision"');
  });
});
