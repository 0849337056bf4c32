import { describe, expect, it } from "vitest";
import { renderReport } from "../../src/report/report.ts";
import { fit } from "../../src/run/fit.ts";
import { requestOf } from "../support/fit-request.ts";

describe("for whom the models are wrong", () => {
  it("is said of the chosen model first, with dates as dates and years without separators", async () => {
    const lines = Array.from({ length: 90 }, (_, i) => {
      const day = new Date(Date.UTC(2021, 0, 1 + i)).toISOString().slice(0, 10);
      const seen = new Date(Date.UTC(2020, 0, 1 + ((i * 31) % 90))).toISOString().slice(0, 10);
      const year = 1950 + ((i * 37) % 70);
      return `${day},${seen},${year},${2 * (year - 1950) + 1900 + ((i * 7) % 5)}`;
    });
    const request = requestOf(`day,seen,year,next\n${lines.join("\n")}\n`, "years.csv", {
      id: "day",
      models: ["occam", "forest", "linear", "dummy"],
      preset: "tiny",
      trees: 20,
    });
    const { results } = await fit(request);
    const { rows, segments } = results.weaknesses!;
    expect(rows.map(({ id }) => id)).toEqual(rows.map(() => expect.stringMatching(/^2021-0[1-3]-\d\d$/u)));
    expect(segments[0]!.errors[0]!.model).toBe(results.choice!.model);
    expect([...new Set(results.importance.map(({ model }) => model))]).toContain(results.choice!.model);
    expect(results.partialDependence[0]!.curves[0]!.model).toBe(results.choice!.model);
    const dates = segments.filter(({ column }) => column === "seen").map(({ label }) => label);
    expect(dates.every((label) => label === "missing" || /2020-0[1-3]-\d\d$/u.test(label))).toBe(true);
    // Of all years of the table; counts of more are grouped.
    const text = renderReport(results).replace(/href="data:[^"]*"/gu, "");
    expect(text.match(/[>\s](?:1,9\d\d|2,0[0-4]\d)(?:\.\d+)?[<\s]/gu) ?? []).toEqual([]);
  });
});
