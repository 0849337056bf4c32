import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { resolveCosts } from "../../src/run/costs.ts";
import { requestOf } from "../support/fit-request.ts";

const two = { kind: "classification", classes: ["bad", "good"] } as const;
const resolve = (costs: readonly string[], classes: readonly string[] = two.classes, positive: string | null = null) =>
  resolveCosts(
    { ...requestOf("x,status\n1,good\n2,bad\n", "credit.csv"), costs, positive },
    { kind: "classification", classes },
  );

describe("costs of a request", () => {
  it("are given for every pair, what is right costs nothing, and the dearer miss is called", () => {
    expect(resolve(["bad>good=5", "good>bad=1"])).toEqual({
      positive: "bad",
      unit: "",
      costs: [
        { truth: "bad", predicted: "bad", cost: 0 },
        { truth: "bad", predicted: "good", cost: 5 },
        { truth: "good", predicted: "bad", cost: 1 },
        { truth: "good", predicted: "good", cost: 0 },
      ],
    });
  });

  it.each([
    ["bad>good=500€", 500, "€"],
    ["bad > good = $12.50", 12.5, "$"],
    ["bad>good=3 EUR", 3, "EUR"],
    ["bad>good=-2e1", -20, ""],
  ])("reads %s", (entry, cost, unit) => {
    const read = resolve([entry, `*>*=1${unit}`]);
    expect(read.costs[1]!.cost).toBe(cost);
    expect(read.unit).toBe(unit);
  });

  it("take the most particular entry, and * for what is left but not for what is right", () => {
    const { costs, positive } = resolve(["a>*=2", "*>*=1", "a>c=9", "b>b=-3"], ["a", "b", "c"]);
    expect(costs.map(({ cost }) => cost)).toEqual([0, 2, 9, 1, -3, 1, 1, 1, 0]);
    expect(positive).toBeNull();
  });

  it("find classes that hold > and =", () => {
    const { costs } = resolve([">50K><=50K=4", "<=50K>>50K=1"], ["<=50K", ">50K"]);
    expect(costs.map(({ cost }) => cost)).toEqual([0, 1, 4, 0]);
  });

  it.each([
    [["bad>good"], '--cost is TRUE>PREDICTED=COST with commas between, not "bad>good".'],
    [["bad>good=x5y"], '--cost is TRUE>PREDICTED=COST with commas between, not "bad>good=x5y".'],
    [["bda>good=5"], '--cost names "bda", which is not a class of "status".'],
    [["bad>good=5"], "--cost has no cost for good predicted as bad."],
    [["bad>good=5", "bad>good=6"], '--cost names a pair twice: "bad>good=6".'],
    [["bad>good=5€", "good>bad=1"], "--cost has costs in different units: €, none."],
  ])("refuse %j", (entries, message) => {
    expect(() => resolve(entries)).toThrow(UserError);
    expect(() => resolve(entries)).toThrow(message);
  });

  it("refuse a positive class that is not there, and costs of a number", () => {
    expect(() => resolve([], two.classes, "god")).toThrow('--positive names "god", which is not a class of "status".');
    const request = { ...requestOf("x,y\n1,2\n2,3\n", "y.csv"), costs: ["a>b=1"] };
    expect(() => resolveCosts(request, { kind: "regression", mean: 0, deviation: 1, low: 0, high: 1 })).toThrow(
      '--cost is for classes, and "y" is a number.',
    );
  });
});
