import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { planRun } from "../../src/run/plan.ts";
import type { FitRequest } from "../../src/run/request.ts";
import { requestOf } from "../support/fit-request.ts";

const random = Random.of(1, "leaks");
const people = 120;
const rows = 500;
const person = Array.from({ length: rows }, () => random.below(people));
const effects = Array.from({ length: people }, () => random.normal());
const noise = Array.from({ length: rows }, () => random.normal());
const value = person.map((who, i) => effects[who]! + noise[i]!);
const label = value.map((one) => Number(one > 0.3));

/** Rows of one person: mean, or mean of the others. */
const meanOf = (values: readonly number[], i: number, withOwn: boolean): number | string => {
  const own = values.filter((_, other) => person[other] === person[i] && (withOwn || other !== i));
  return own.length === 0 ? "" : Number((own.reduce((sum, one) => sum + one, 0) / own.length).toFixed(4));
};

/** Columns that are said to give the target away. */
function leaks(
  head: string,
  row: (i: number) => readonly (number | string)[],
  changes: Partial<FitRequest> = {},
): readonly (string | null)[] {
  const text = [head, ...Array.from({ length: rows }, (_, i) => row(i).join(","))].join("\n");
  const { check } = planRun(requestOf(text, "t.csv", changes));
  return check.findings.filter(({ code }) => code === "target-leak").map(({ column }) => column);
}

describe("a leak", () => {
  it("is a copy of the classes with a few errors", () => {
    const copy = label.map((one, i) => (i % 25 === 0 ? 1 - one : one));
    expect(leaks("a,flag,y", (i) => [noise[i]!, ["no", "yes"][copy[i]!]!, label[i]!])).toEqual(["flag"]);
  });

  it("is a mean of the target by person, own row or not, with or without the person in the table", () => {
    for (const withOwn of [true, false]) {
      const mean = (i: number) => meanOf(value, i, withOwn);
      expect(leaks("who,x,m,y", (i) => [`P${100 + person[i]!}`, i % 17, mean(i), value[i]!])).toEqual(["m"]);
    }
    expect(leaks("x,m,y", (i) => [i % 17, meanOf(value, i, true), value[i]!])).toEqual(["m"]);
    expect(leaks("who,x,m,y", (i) => [`P${100 + person[i]!}`, i % 17, meanOf(label, i, true), label[i]!])).toEqual([
      "m",
    ]);
  });

  it("is a sum of the target by person, where the person is in the table", () => {
    const sum = (i: number) => value.reduce((all, one, other) => all + (person[other] === person[i] ? one : 0), 0);
    expect(leaks("who,x,s,y", (i) => [`P${100 + person[i]!}`, i % 17, sum(i).toFixed(4), value[i]!])).toEqual(["s"]);
  });

  it("is a mean of the target over days to come, whatever the order of the rows, where the time is named", () => {
    const day = (place: number) => new Date(1e12 + place * 864e5).toISOString().slice(0, 10);
    const week = (place: number) =>
      value
        .slice(place + 1, place + 8)
        .reduce((sum, one) => sum + one, 0)
        .toFixed(4);
    const head = "day,x,next,y";
    const row = (place: number) => [day(place), place % 17, week(place), value[place]!];
    expect(leaks(head, row)).toEqual(["next"]);
    expect(leaks(head, (i) => row((i * 7) % rows), { time: "day" })).toEqual(["next"]);
    const before = (place: number) => week(Math.max(0, place - 8));
    expect(leaks("day,x,last,y", (i) => [day(i), i % 17, before(i), value[i]!], { time: "day" })).toEqual([]);
  });

  it("is a column that alone leaves far less unexplained than all others together", () => {
    expect(leaks("a,b,c,y", (i) => [i % 13, noise[i]!, value[i]! + 0.1 * effects[i % people]!, value[i]!])).toEqual([
      "c",
    ]);
  });

  it("is no honest strong column beside others that say as much", () => {
    const strong = (i: number, by: number) => value[i]! + 0.3 * effects[(i * by) % people]!;
    expect(leaks("a,b,c,y", (i) => [strong(i, 3), strong(i, 7), i % 13, value[i]!])).toEqual([]);
    expect(leaks("who,a,y", (i) => [`P${100 + person[i]!}`, effects[person[i]!]!, value[i]!])).toEqual([]);
  });
});

describe("one honest column among others that say nothing", () => {
  it("is no leak, unless it is nearly a copy of the target", () => {
    const idle = Array.from({ length: rows }, () => random.normal());
    const table = (blur: number) =>
      leaks("a,b,x,y", (i) => [i % 13, idle[i]!, value[i]! + blur * idle[(i * 7) % rows]!, value[i]!]);
    expect(table(0.5)).toEqual([]);
    expect(table(0.05)).toEqual(["x"]);
  });
});

describe("what repeats and what is sorted", () => {
  const codes = (head: string, row: (i: number) => readonly (number | string)[]) => {
    const text = [head, ...Array.from({ length: rows }, (_, i) => row(i).join(","))].join("\n");
    return planRun(requestOf(text, "t.csv")).check.findings.map(
      ({ code, column, severity }) => `${code} ${column} ${severity}`,
    );
  };

  it("is said with the flags that deal with it", () => {
    const found = codes("patient,listing,day,x,y", (i) => [
      person[i]! + 1,
      600_000_001 + person[i]! * 7919,
      new Date(1e12 + i * 864e5).toISOString().slice(0, 10),
      noise[i]!,
      value[i]!,
    ]);
    expect(found).toContain("repeated-identifier patient warning");
    expect(found).toContain("repeated-identifier listing warning");
    expect(found).toContain("sorted-by-date day note");
  });

  it("is a note where a column names its rows, and is left out as it should be", () => {
    expect(codes("id,x,y", (i) => [i + 1, noise[i]!, value[i]!])).toContain("identifier-column id note");
  });
});
