import { describe, expect, it } from "vitest";
import { limitFindings, type InterruptedModel, type Spending } from "../../src/run/limit-findings.ts";
import { fit } from "../../src/run/fit.ts";
import { requestFor } from "../support/fit-request.ts";

/** A run without interruptions that learnt from all rows, with networks of these sizes. */
const spending = (folds: readonly number[], saved: number): Spending => ({
  parameters: { folds, saved },
  rows: { learnt: 150, used: 150 },
  interrupted: [],
});

describe("the findings about limits", () => {
  it("are none where no limit was given", () => {
    const none = { timeLimitSeconds: null, maxParameters: null };
    expect(limitFindings(none, spending([900], 900))).toEqual([]);
  });

  it("are none where every network is within --max-parameters", () => {
    const request = { timeLimitSeconds: null, maxParameters: 50 };
    expect(limitFindings(request, spending([50, 49], 50))).toEqual([]);
  });

  it("count the folds that ended above --max-parameters, and name the saved model where it did", () => {
    const request = { timeLimitSeconds: null, maxParameters: 50 };
    const message = (folds: readonly number[], saved: number) =>
      limitFindings(request, spending(folds, saved)).map((finding) => finding.message);
    expect(message([51, 50, 1200], 50)).toEqual([
      "The network has more than the 50 parameters of --max-parameters in 2 of 3 folds (up to 1,200).",
    ]);
    expect(message([50, 50], 51)).toEqual([
      "The network has more than the 50 parameters of --max-parameters in the saved model (51).",
    ]);
    expect(message([51], 52)[0]).toContain("in 1 of 1 folds (up to 51) and in the saved model (52).");
  });

  it("warn of a limit that no network of the run can keep, and not of one that is kept", async () => {
    const run = async (maxParameters: number) => {
      const { results } = await fit(requestFor("iris.csv", { folds: 2, trees: 10, maxParameters }));
      const missed = results.findings.filter(({ code }) => code === "max-parameters-missed");
      return { missed, largest: Math.max(...results.models[0]!.folds.map((fold) => fold.parameters)) };
    };
    const small = await run(5);
    expect(small.largest).toBeGreaterThan(5);
    expect(small.missed).toHaveLength(1);
    const large = await run(1000);
    expect(large.largest).toBeLessThanOrEqual(1000);
    expect(large.missed).toEqual([]);
  });

  it("say of each model that a time limit ended how far it came, and nothing of the others", () => {
    const request = { timeLimitSeconds: 5, maxParameters: null };
    const rounds = (...done: readonly number[]) => done.map((one) => ({ done: one, asked: null }));
    const trees = (...done: readonly number[]) => done.map((one) => ({ done: one, asked: 500 }));
    const message = (...interrupted: readonly InterruptedModel[]) =>
      limitFindings(request, { ...spending([50], 50), interrupted }).flatMap((finding) =>
        finding.code === "time-limit-reached" ? [finding.message] : [],
      );
    expect(message()).toEqual([]);
    expect(
      message(
        { id: "occam", folds: 5, interruptions: rounds(14, 9) },
        { id: "forest", folds: 5, interruptions: trees(40, 30, 31) },
      ),
    ).toEqual([
      "A limit of 5 seconds ended the training early: Occam network in 2 of 5 folds (after 9 to 14 rounds), Random forest in 3 of 5 folds (after 30 to 40 of 500 trees).",
    ]);
    expect(message({ id: "linear", folds: 5, interruptions: rounds(1) })[0]).toContain("(after 1 round).");
    expect(message({ id: "forest", folds: 5, interruptions: trees(1) })[0]).toContain("(after 1 of 500 trees).");
  });

  it("warn where a time limit left time for a part of the rows only", () => {
    const request = { timeLimitSeconds: 5, maxParameters: null };
    const findings = (learnt: number) =>
      limitFindings(request, { ...spending([50], 50), rows: { learnt, used: 54_000 } }).slice(1);
    expect(findings(54_000)).toEqual([]);
    expect(findings(20_000).map(({ severity, message }) => [severity, message])).toEqual([
      [
        "warning",
        "A limit of 5 seconds is short for 54,000 rows: every model learnt from at most 20,000 of them, drawn at random.",
      ],
    ]);
  });

  it("warn so in a run whose limit is too short for its table, which is tested as a whole all the same", async () => {
    const request = requestFor("credit-status.csv", { folds: 5, trees: 5, timeLimitSeconds: 1, jobs: 1 });
    const { results, folds, predictions } = await fit(request);
    const { usedRows } = results.data;
    expect(results.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["time-limit-sample", "time-limit-reached"]),
    );
    expect(Math.max(...results.split.folds.map(({ train }) => train))).toBeLessThan(2000);
    expect(predictions.rows).toHaveLength(usedRows);
    expect(folds.map(({ train, test }) => train.length + test.length)).toEqual(folds.map(() => usedRows));
  });
});
