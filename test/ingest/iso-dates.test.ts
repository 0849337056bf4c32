import { describe, expect, it } from "vitest";
import { cells, codesOf, readColumn } from "./read.ts";

const first = (values: readonly string[], options = {}) => {
  const { table, findings } = readColumn(values, options);
  return { kind: table.columns[0]!.kind, cells: cells(table.columns[0]!), codes: codesOf({ findings }) };
};

describe("dates of ISO 8601", () => {
  it("are said where some times name a zone and others do not, but not beside days without a time", () => {
    const at = ["2024-05-01T03:00", "2024-05-02T03:00:00", "2024-05-03 03:00"];
    for (const zoned of [
      "2024-05-04T03:00Z",
      "2024-05-04T03:00:00.5+02:00",
      "20240504T0300-05",
      "2024-05-04 03:00 EST",
    ]) {
      expect([zoned, first([...at, zoned]).codes]).toEqual([zoned, expect.arrayContaining(["mixed-zones"])]);
      expect(first([zoned, "2024-05-05"]).codes).not.toContain("mixed-zones");
    }
    expect(first([...at, "Fri May 31 12:00:00 2024"]).codes).not.toContain("mixed-zones");
  });

  it("are read in the basic form, with a time and a zone", () => {
    for (const text of [
      "20200131T120000",
      "20200131T1200",
      "20200131T12",
      "20200131T120000Z",
      "20200131T120000.000Z",
      "20200131T140000+0200",
      "20200131T14+02",
      "2020-01-31T12",
      "2020-01-31T14:00+02",
      "2020-01-31T14:00:00+02:00[Europe/Berlin]",
      "2020-01-31 12:00 UTC",
      "2020-01-31 07:00 EST",
      "Fri, 31 Jan 2020 12:00:00 GMT",
      "Fri Jan 31 12:00:00 2020",
    ]) {
      expect([text, first([text])]).toMatchObject([text, { kind: "date", cells: [18292.5] }]);
    }
  });

  it("are read with a zone alone, as weeks, days of the year and months", () => {
    expect(first(["2020-01-31Z"]).cells).toEqual([18292]);
    expect(first(["2020-W05-5", "2020-W01-1"]).cells).toEqual([18292, 18260]);
    expect(first(["2020W055"]).cells).toEqual([18292]);
    expect(first(["2020-031", "2019-365"]).cells).toEqual([18292, 18261]);
    expect(first(["2020-01", "2019-12"]).cells).toEqual([18262, 18231]);
    expect(first(["2019-366", "2020-001"]).kind).toBe("category");
    expect(first(["2010-11", "2012-13"]).kind).toBe("category");
  });

  it("are read without marks when every whole number is one", () => {
    const result = first(["20200131", "20200201", "", "20191231"]);
    expect(result).toMatchObject({ kind: "date", cells: [18292, 18293, null, 18261], codes: ["compact-dates"] });
    expect(first(["20200131", "20200201", "20201331"]).kind).toBe("numeric");
    expect(first(["20200131", "20200201", "20191231"], { types: { x: "numeric" } }).kind).toBe("numeric");
  });
});

describe("times of day", () => {
  it("are numbers of hours", () => {
    expect(first(["08:30", "23:59:59", "00:00", "T06:15"])).toMatchObject({
      kind: "numeric",
      cells: [8.5, 86399 / 3600, 0, 6.25],
      codes: ["numeric-as-text"],
    });
    expect(first(["8:30 pm", "12:00 AM", "12:15 p.m."]).cells).toEqual([20.5, 0, 12.25]);
    expect(first(["16:9", "4:3"]).kind).toBe("category");
    expect(first(["25:61", "08:30"]).kind).toBe("category");
  });
});
