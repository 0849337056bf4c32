import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { summarise } from "../../src/commands/terminal/summary.ts";
import { checkResults } from "../../src/evaluate/results/results-check.ts";
import { formatModel } from "../../src/model/artifact.ts";
import { idsIncluded, idsNamed, type ModelId } from "../../src/models/names.ts";
import { renderReport } from "../../src/report/report.ts";
import { type FitOutcome, fit } from "../../src/run/fit.ts";
import type { FitRequest, Progress } from "../../src/run/request.ts";
import { requestFor, requestOf } from "../support/fit-request.ts";

describe("a fit of three classes", () => {
  const heard: Progress[] = [];
  let outcome: FitOutcome;
  beforeAll(async () => {
    outcome = await fit(requestFor("iris.csv"), { observe: (progress) => heard.push(progress) });
  });

  it("scores every model on every fold", () => {
    expect(outcome.results.models.map((model) => model.id)).toEqual(["occam", "forest", "linear", "dummy"]);
    for (const model of outcome.results.models) expect(model.folds.map((fold) => fold.fold)).toEqual([0, 1, 2]);
  });

  it("learns: network and forest are far better than guessing", () => {
    const loss = (id: string) => outcome.results.models.find((model) => model.id === id)!.summary.logLoss!.mean;
    expect(loss("occam")).toBeLessThan(0.3 * loss("dummy"));
    expect(loss("forest")).toBeLessThan(0.3 * loss("dummy"));
    expect(loss("linear")).toBeLessThan(0.3 * loss("dummy"));
  });

  it("predicts every row exactly once, by models that did not train on it", () => {
    const rows = [...outcome.predictions.rows].sort((a, b) => a - b);
    expect(rows).toEqual(Array.from({ length: 150 }, (_, row) => row));
  });

  it("shows the network after every rung, the dense one first, whatever rivals there are", () => {
    const labels = outcome.results.sizes.filter(({ model }) => model === "occam").map(({ label }) => label);
    expect(labels[0]).toBe("rung 0");
    expect(new Set(outcome.results.sizes.map(({ model }) => model))).toEqual(new Set(["occam", "forest"]));
  });

  it("has no number in its results that is not finite, but for absent metrics", () => {
    expect(allFinite(outcome.results)).toBe(true);
  });

  it("tells its progress as a share that never falls, and every model of every fold once", () => {
    const shares = heard.flatMap((progress) => ("share" in progress ? [progress.share] : []));
    for (let i = 1; i < shares.length; i++) expect(shares[i]!).toBeGreaterThanOrEqual(shares[i - 1]! - 1e-12);
    expect(heard.filter((progress) => progress.kind === "done")).toHaveLength(3 * 4 + 1);
  });

  it("writes the path of every fold, with one chosen state", () => {
    for (const fold of [0, 1, 2]) {
      const path = outcome.results.path.filter((point) => point.fold === fold);
      expect(path.filter((point) => point.phase === "chosen")).toHaveLength(1);
    }
  });

  it("gives the same bytes with one worker as with two, seconds apart", async () => {
    const alone = await fit(requestFor("iris.csv", { jobs: 1 }));
    expect(formatModel(alone.model!)).toBe(formatModel(outcome.model!));
    expect(timeless(alone.results)).toBe(timeless(outcome.results));
  });
});

describe("a fit without network or forest", () => {
  it.each([[["forest"]], [["linear", "boosting"]], [["occam", "dummy"]], [["dummy"]]] as const)(
    "of %j alone chooses among these, has no verdict on the two, and a report all the same",
    async (ids) => {
      const models = idsNamed(ids);
      const { results, predictions } = await fit(requestFor("vehicle.csv", { models, folds: 2, trees: 10 }));
      expect(results.models.map(({ id }) => id)).toEqual(models);
      expect(predictions.models.map(({ id }) => id)).toEqual(models);
      expect(results.verdict).toBeUndefined();
      expect(models).toContain(results.choice?.model);
      const stored: unknown = JSON.parse(JSON.stringify(results));
      const page = renderReport(checkResults(stored, "results.json"));
      expect(page).not.toContain("Random forest or small network?");
      for (const { label } of results.models) expect(page).toContain(label);
      const said = summarise(results, 80).map((line) => (typeof line === "string" ? line : line.text));
      expect(said.join("\n")).not.toContain("Network against forest");
    },
  );
});

describe("other runs", () => {
  it("a regression keeps its predictions within the training range", async () => {
    const { predictions, results } = await fit(requestFor("concrete.csv", { trees: 20 }));
    const low = Math.min(...predictions.truth);
    const high = Math.max(...predictions.truth);
    const { data } = predictions.models[0]!.values;
    expect(Math.min(...data)).toBeGreaterThanOrEqual(Math.fround(low) - 1e-3);
    expect(Math.max(...data)).toBeLessThanOrEqual(Math.fround(high) + 1e-3);
    expect(results.models[0]!.summary.r2!.mean).toBeGreaterThan(0.8);
  });

  it("all rivals run, and those of the found size have it", async () => {
    const models: readonly ModelId[] = idsIncluded("by default", "in all").filter((id) => id !== "dummy");
    const { results } = await fit(requestFor("iris.csv", { models, folds: 2 }));
    expect(results.models.map((model) => model.id)).toEqual(models);
    const weights = (id: string) => results.models.find((model) => model.id === id)!.parameters;
    expect(weights("dense")).toBeGreaterThan(weights("occam"));
    for (const id of ["pruned", "gradual", "random", "small"]) {
      expect(Math.abs(Math.log(weights(id) / weights("occam")))).toBeLessThan(0.25);
    }
  });

  it("a chosen model that the folds did not explain is explained later, as if they had", async () => {
    const all = await fit(onLine());
    expect(all.results.choice?.model).toBe("linear");
    const alone = await fit(onLine({ models: ["linear"] }));
    const dropsOf = ({ results }: typeof all) => results.importance.filter(({ model }) => model === "linear");
    expect(dropsOf(all)).toHaveLength(3);
    expect(dropsOf(all)).toEqual(dropsOf(alone));
    expect(all.results.examples).toEqual(alone.results.examples);
    const drawn = all.results.partialDependence.map(({ curves }) => curves.map(({ model }) => model));
    expect(drawn).toEqual(drawn.map(() => ["linear", "forest"]));
    expect(drawn.length).toBeGreaterThan(0);
  });

  it("a model that is explained and trained later is the same on 1 thread as on 3", async () => {
    const [one, three] = [await fit(onLine({ jobs: 1 })), await fit(onLine({ jobs: 3 }))];
    expect(one.modelId).toBe("linear");
    expect(timeless(three.results)).toBe(timeless(one.results));
    expect(formatModel(three.model!)).toBe(formatModel(one.model!));
  });

  it("an abort while the chosen model is explained ends the run with its reason", async () => {
    const stop = new AbortController();
    const heard: string[] = [];
    const observe = (progress: Progress): void => {
      if (progress.kind !== "stage") return;
      heard.push(progress.message);
      if (/on the folds again/u.test(progress.message)) stop.abort(new Error("enough"));
    };
    await expect(fit(onLine(), { observe, signal: stop.signal })).rejects.toThrow("enough");
    expect(heard.at(-1)).toMatch(/on the folds again/u);
  });

  it("rows without a target take no part and are counted", async () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${i % 7},${i * 0.37},${i % 5 === 0 ? "" : i % 2 === 0 ? "a" : "b"}`,
    );
    const { results, predictions } = await fit(requestOf(`x,z,y\n${rows.join("\n")}\n`, "gaps.csv"));
    expect(results.data.usedRows).toBe(48);
    expect(predictions.rows).toHaveLength(48);
    expect(results.data.findings.map((finding) => finding.code)).toContain("missing-target");
  });

  it("rows that are all alike teach every model the shares of the classes, and a finding says so", async () => {
    const rows = Array.from({ length: 90 }, (_, row) => `7,x,${row % 3 === 0 ? "rare" : "often"}`);
    const { results, predictions } = await fit(requestOf(`a,b,y\n${rows.join("\n")}\n`, "alike.csv"));
    expect(results.data.findings.map(({ code }) => code)).toContain("alike-rows");
    const lossOfShares = -(Math.log(1 / 3) / 3 + (2 * Math.log(2 / 3)) / 3);
    for (const { folds } of results.models)
      for (const { metrics } of folds) expect(metrics.logLoss).toBeCloseTo(lossOfShares, 1);
    for (const { values } of Object.values(predictions.models)) expect(values.data.every(Number.isFinite)).toBe(true);
  });

  it("a target of one value teaches every model that value, and a finding says so", async () => {
    for (const value of ["yes", "7.5"]) {
      const rows = Array.from({ length: 60 }, (_, row) => `${(row * 7) % 17},${value}`);
      const { results, predictions } = await fit(requestOf(`x,y\n${rows.join("\n")}\n`, "constant.csv"));
      expect(results.data.findings.map(({ code }) => code)).toContain("constant-target");
      const main = results.verdict!.headline;
      for (const { folds } of results.models) for (const { metrics } of folds) expect(metrics[main]).toBe(0);
      const certain = value === "yes" ? 1 : 7.5;
      for (const { values } of predictions.models) expect(values.data.every((one) => one === certain)).toBe(true);
      expect(allFinite(results)).toBe(true);
      expect(results.verdict!.sentence).toMatch(/^Use neither/u);
    }
  });

  it("an unknown target is one sentence with the nearest name", async () => {
    await expect(fit(requestFor("iris.csv", { target: "speces" }))).rejects.toMatchObject({
      name: "UserError",
      hint: 'Did you mean "species"?',
    });
  });

  it("an abort ends the run with its reason", async () => {
    const stop = new AbortController();
    const run = fit(requestFor("credit-status.csv"), {
      observe: () => stop.abort(new Error("enough")),
      signal: stop.signal,
    });
    await expect(run).rejects.toThrow("enough");
  });
});

/** A run on a table of a straight line, whose choice is the linear model. */
function onLine(changes: Partial<FitRequest> = {}): FitRequest {
  const random = Random.of(1, "line");
  const lines = Array.from({ length: 150 }, () => {
    const [a, b, noise] = [random.normal(), random.normal(), random.normal()];
    return [a, b, random.normal(), 2 * a - b + 0.5 * noise].map((cell) => cell.toFixed(4)).join(",");
  });
  const models = ["forest", "boosting", "linear"] as const;
  return requestOf(`a,b,c,y\n${lines.join("\n")}\n`, "line.csv", { trees: 20, folds: 3, models, ...changes });
}

/** Whether every number anywhere in it is finite. */
function allFinite(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(allFinite);
}

function timeless(results: FitOutcome["results"]): string {
  return JSON.stringify(results, (key, value: unknown) =>
    /seconds|microseconds|^time$|^machine$/i.test(key) ? null : value,
  );
}
