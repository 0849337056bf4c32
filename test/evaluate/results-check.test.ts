import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { Random } from "../../src/base/random.ts";
import { checkResults } from "../../src/evaluate/results/results-check.ts";
import { renderReport } from "../../src/report/report.ts";
import { mutantText } from "../fuzz/mutate.mjs";
import { attackResults, binaryResults, multiclassResults, regressionResults } from "../support/report-fixtures.ts";

const written = [binaryResults(), multiclassResults(), regressionResults(), attackResults()].map((results) =>
  JSON.stringify(results),
);

describe("the check of a results file", () => {
  it("takes what a run wrote and gives it back as it is", () => {
    for (const text of written) expect(JSON.stringify(checkResults(JSON.parse(text), "r.json"))).toBe(text);
  });

  it.each([
    ["/models/0/bytes", "1e999", "models[0].bytes must be a finite number, but is Infinity."],
    ["/models/0/folds/0/metrics/accuracy", "1.5", "models[0].folds[0].metrics.accuracy is out of range (1.5)."],
    ["/models/0/folds/0/metrics/speed", "1", 'models[0].folds[0].metrics.speed must be "logLoss" or'],
    ["/path/0/phase", '"lost"', 'path[0].phase must be "dense" or'],
    ["/verdict/outcome", "null", 'verdict.outcome must be "better" or'],
    ["/split/folds", "[]", "split.folds must have at least 1 entries, but has 0."],
    ["/data/rows", "-1", "data.rows is out of range (-1)."],
  ])("refuses %s with %s", (place, value, message) => {
    const content = JSON.parse(written[0]!);
    const steps = place.split("/").slice(1);
    const holder = steps.slice(0, -1).reduce((node, step) => node[step], content);
    holder[steps.at(-1)!] = JSON.parse(value);
    expect(() => checkResults(content, "r.json")).toThrow(UserError);
    expect(() => checkResults(content, "r.json")).toThrow(`r.json is not valid: ${message}`);
  });

  it("lets nothing pass that hangs a report or writes NaN into it", () => {
    let passed = 0;
    fc.assert(
      fc.property(fc.nat(), fc.nat(written.length - 1), (seed, which) => {
        const text = mutantText(JSON.parse(written[which]!), Random.of(seed, "mutant"));
        try {
          const page = renderReport(checkResults(JSON.parse(text), "r.json"));
          passed++;
          expect(/.{0,60}\b(?:NaN|Infinity|undefined)\b.{0,30}/u.exec(page)?.[0]).toBe(undefined);
        } catch (error) {
          if (!(error instanceof UserError || error instanceof SyntaxError)) throw error;
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
    expect(passed).toBeGreaterThan(0);
  });
});
