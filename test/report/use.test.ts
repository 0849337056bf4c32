import { describe, expect, it } from "vitest";
import type { Results } from "../../src/evaluate/results/results.ts";
import { exportRequest } from "../../src/predict/export-request.ts";
import { exportTargets } from "../../src/export/targets.ts";
import { renderReport } from "../../src/report/report.ts";
import { fit } from "../../src/run/fit.ts";
import { requestFor, requestOf } from "../support/fit-request.ts";
import { binaryResults, regressionResults } from "../support/report-fixtures.ts";

/** The model file of the block, once for each command that has it. */
function filesNamed(page: string): readonly string[] {
  const block = /<section class="part" id="use".*?<\/section>/s.exec(page)?.[0] ?? "";
  return [...block.matchAll(/(?:model|recommended)\.json/gu)].map(([name]) => name);
}

describe("the block that says how to use the model", () => {
  it("names a file that the fit writes, with the network and without it", async () => {
    // Steps that only trees see.
    const steps = Array.from({ length: 240 }, (_, i) => {
      const [x, noise] = [(i * 37) % 101, (i * 61) % 17];
      return `${x},${noise},${1000 + 100 * (Math.floor(x / 10) % 2) + noise / 100}`;
    });
    const table = `x,noise,y\n${steps.join("\n")}\n`;
    const quick = { folds: 2, trees: 20, preset: "tiny" } as const;
    const requests = [
      requestFor("iris.csv", { ...quick, models: ["linear", "forest"] }),
      requestFor("iris.csv", { ...quick, models: ["occam", "linear", "dummy"], save: ["linear"] }),
      requestOf(table, "steps.csv", { ...quick, models: ["forest", "dummy"], folds: 3 }),
      requestOf(table, "steps.csv", { ...quick, models: ["occam", "forest", "dummy"], folds: 3 }),
    ];
    const seen = new Set<string>();
    for (const request of requests) {
      const { results, model, modelId, recommended } = await fit(request);
      const named = filesNamed(renderReport(results));
      const chosen = results.choice!.model;
      const file = chosen === modelId ? "model.json" : "recommended.json";
      const wanted = chosen === "dummy" ? [] : [file]; // nothing to use where guessing is as good
      expect([...new Set(named)]).toEqual(wanted);
      expect(wanted.every((one) => (one === "model.json" ? model : recommended) !== null)).toBe(true);
      for (const one of wanted) seen.add(one);
    }
    expect([...seen].toSorted()).toEqual(["model.json", "recommended.json"]);
  });
});

describe("the commands that take the model along", () => {
  const quick = { folds: 2, trees: 10, preset: "tiny" } as const;

  it.each(["occam", "linear", "forest", "forest-default", "boosting", "portfolio"] as const)(
    "are those that can hold it, and no others: %s",
    async (id) => {
      const { results, model } = await fit(requestFor("iris.csv", { ...quick, models: [id] }));
      const section = /<section class="part" id="use".*?<\/section>/s.exec(renderReport(results))![0];
      const [, first = "", others = ""] = /--to (\w+) --out.*Also to ([^:]*):/s.exec(section)!;
      const named = [first, ...others.split(/, | and /u)];
      const holds = exportTargets.filter((target) => {
        try {
          return target.export(exportRequest(model!, { dialect: "duckdb", table: "data", id: null })).length > 0;
        } catch {
          return false;
        }
      });
      expect(named.toSorted()).toEqual(holds.map((target) => target.id).toSorted());
    },
  );
});

it("a page names models as a sentence does, and says where a time limit left a sample to learn from", () => {
  const results = binaryResults();
  const choice = { ...results.choice!, model: "boosting" };
  const boosting = { ...results.models[0]!, id: "boosting", label: "Gradient boosting" };
  const finding = { code: "time-limit-sample", severity: "warning", column: null, message: "m", action: "a" } as const;
  const sampled = { ...results, choice, models: [...results.models, boosting], findings: [finding] };
  const text = renderReport(sampled)
    .replace(/<[^>]*>/gu, "")
    .replace(/\s+/gu, " ");
  expect(text).toContain("holds gradient boosting, trained on a sample of the rows.");
  expect(text).not.toMatch(/the gradient boosting/iu);
  expect(renderReport({ ...sampled, findings: [] })).toContain("trained on all rows.");
});

describe("the section of example rows", () => {
  const effects = [
    { column: "<b>day</b>", cell: "<i>7</i>", effect: 0.25 },
    { column: "calls", cell: "3", effect: -0.125 },
  ];
  const row = { row: 12, prediction: "leaves", value: 0.7, baseline: 0.5, effects, others: 0.075, error: 0.01 };

  it("says prediction, average, reasons and the rest, which sum to the prediction", () => {
    const results: Results = { ...binaryResults(), examples: { model: "forest", rows: [row] } };
    const section = /<section class="part" id="examples".*?<\/section>/s.exec(renderReport(results))![0];
    const text = section.replace(/<[^>]*>/gu, " ").replace(/\s+/gu, " ");
    expect(text).toContain("by the random forest, trained without them. With --explain 3 ,");
    expect(text).toMatch(/12 leaves 70\.0% 50\.0% .*day.* \+25\.0 .*7.* calls −12\.5 3 \+7\.5/u);
    expect(text).toContain("standard error of 1.0% at most");
    expect(section).not.toMatch(/<b>|<i>/u);
  });

  it("leaves years of a predicted number as they are", () => {
    const year = { ...row, prediction: 2019, value: 2019, baseline: 1987.6, error: 0 };
    const results: Results = { ...regressionResults(), examples: { model: "occam", rows: [year] } };
    const page = renderReport(results);
    expect(page).toContain(">2019<");
    expect(page).toContain(">1988<");
    expect(page).toContain("They are exact.");
  });
});
