import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Column } from "../../src/ingest/table.ts";
import { expandDates, features } from "../../src/prepare/features.ts";

const millisecondsOfDay = 86400000;

function dates(values: readonly number[], hasTime = false): Column {
  return { kind: "date", name: "when", values: Float64Array.from(values), hasTime };
}

function part(columns: readonly Column[], name: string): number[] {
  const column = expandDates(columns).find((each) => each.name === name);
  if (column?.kind !== "numeric") throw new Error(`no number column ${name}`);
  return [...column.values];
}

describe("expandDates", () => {
  it("turns a date into days, month, days of month and year and weekday, and a time into an hour too", () => {
    const names = (hasTime: boolean) => expandDates([dates([0], hasTime)]).map((column) => column.name);
    const parts = ["when (days)", "when (month)", "when (day of month)", "when (day of year)", "when (weekday)"];
    expect(names(false)).toEqual(parts);
    expect(names(true)).toEqual([...parts, "when (hour)"]);
  });

  it("knows that 1970-01-01 was a Thursday in January and that 2000-02-29 was a Tuesday", () => {
    const columns = [dates([0, 11016])];
    expect(part(columns, "when (weekday)")).toEqual([4, 2]);
    expect(part(columns, "when (month)")).toEqual([1, 2]);
    expect(part(columns, "when (day of month)")).toEqual([1, 29]);
    expect(part(columns, "when (day of year)")).toEqual([1, 60]);
  });

  it("agrees with the calendar of the host on every day from the year 1600 to 2400", () => {
    const days = fc.integer({ min: -135140, max: 157053 });
    fc.assert(
      fc.property(days, (day) => {
        const date = new Date(day * millisecondsOfDay);
        const columns = [dates([day])];
        expect(part(columns, "when (month)")).toEqual([date.getUTCMonth() + 1]);
        expect(part(columns, "when (day of month)")).toEqual([date.getUTCDate()]);
        const inLeapYear = Date.UTC(2000, date.getUTCMonth(), date.getUTCDate());
        const dayOfYear = (inLeapYear - Date.UTC(2000, 0, 1)) / millisecondsOfDay + 1;
        expect(part(columns, "when (day of year)")).toEqual([dayOfYear]);
        expect(part(columns, "when (weekday)")).toEqual([date.getUTCDay() === 0 ? 7 : date.getUTCDay()]);
      }),
      { numRuns: 300 },
    );
  });

  it("gives the hour with its fraction, and a second before midnight stays on its day", () => {
    const columns = [dates([10.5, 10.75 + 0.25 / 24, 11 - 1 / 86400, -0.25], true)];
    expect(part(columns, "when (hour)")).toEqual([12, 18.25, 23 + 3599 / 3600, 18]);
    expect(part(columns, "when (weekday)")).toEqual([7, 7, 7, 3]);
  });

  it("gives many days the parts that each has alone, whole or not, close together or far apart", () => {
    const day = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom(Number.NaN, 0.75, -0, 9000));
    fc.assert(
      fc.property(fc.array(day, { maxLength: 40 }), (days) => {
        for (const { name } of expandDates([dates([0])])) {
          const alone = days.flatMap((one) => part([dates([one])], name));
          expect(part([dates(days)], name)).toEqual(alone);
        }
      }),
    );
  });

  it("keeps a missing date missing in every part", () => {
    const columns = [dates([Number.NaN], true)];
    for (const column of expandDates(columns)) expect(part(columns, column.name)).toEqual([Number.NaN]);
  });

  it("never makes two columns of one name, and says which column each came from", () => {
    const other: Column = { kind: "numeric", name: "when (days)", values: Float64Array.of(5) };
    const columns = [other, dates([0])];
    const names = expandDates(columns).map((column) => column.name);
    expect(names.slice(0, 3)).toEqual(["when (days)", "when (days) 2", "when (month)"]);
    expect(new Set(names).size).toBe(names.length);
    expect(features(columns).map(({ source }) => source)).toEqual(["when (days)", ...Array(5).fill("when")]);
  });
});
