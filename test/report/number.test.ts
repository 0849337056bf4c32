import { describe, expect, it } from "vitest";
import { metrics } from "../../src/evaluate/metrics.ts";
import { metricFormat } from "../../src/report/metric-format.ts";
import { metricsOf, metricWords } from "../../src/report/metric-words.ts";
import {
  amount,
  bytes,
  count,
  duration,
  fixed,
  percent,
  plainAmount,
  plural,
  probability,
  short,
  times,
} from "../../src/report/number.ts";

describe("numbers in the report", () => {
  it.each([
    [count(1234567.4), "1,234,567"],
    [amount(0), "0"],
    [amount(0.012345), "0.0123"],
    [amount(1234.5), "1,235"],
    [plainAmount(2019), "2019"],
    [plainAmount(-9999.6), "−10,000"],
    [plainAmount(12_345), "12,345"],
    [plainAmount(0.5), "0.5"],
    [amount(4.08e9), "4.08 billion"],
    [amount(999_960), "1 million"],
    [amount(-2.5e12), "−2.5 trillion"],
    [short(2010), "2010"],
    [short(15_000), "15k"],
    [short(2e9), "2B"],
    [bytes(999), "999 B"],
    [bytes(1234), "1.23 kB"],
    [bytes(16e9), "16 GB"],
    [duration(0.0123), "12.3 ms"],
    [duration(90), "90 s"],
    [duration(600), "10 min"],
    [times(3.04), "3.0×"],
    [times(229.6), "230×"],
    [times(0.51), "0.51×"],
    [percent(0.8231), "82.3%"],
    [probability(0.0004), "< 0.001"],
    [probability(0.0341), "0.034"],
    [fixed(-0.0001, 2), "0.00"],
    [plural(0, "row"), "no rows"],
    [plural(1, "row"), "1 row"],
    [plural(2000, "row"), "2,000 rows"],
  ])("are printed as a person writes them: %s", (printed, expected) => {
    expect(printed).toBe(expected);
  });
});

describe("words for metrics", () => {
  it("say the same direction as the metrics that are computed", () => {
    for (const task of ["binary", "regression"] as const) {
      for (const id of metricsOf(task)) {
        expect([id, metricWords(id).better]).toEqual([id, metrics[id].higherIsBetter ? "higher" : "lower"]);
        expect([id, metricWords(id).share]).toEqual([id, metrics[id].unit === "share"]);
      }
    }
  });

  it("give values the decimals of two significant digits of their intervals", () => {
    const format = metricFormat("logLoss", [{ mean: 0.3932, deviation: 0, low: 0.3563, high: 0.4301 }]);
    expect(format.value(0.39321)).toBe("0.393");
  });

  it("print shares as per cent and their differences as points", () => {
    const format = metricFormat("accuracy", [{ mean: 0.823, deviation: 0, low: 0.8, high: 0.846 }]);
    expect(format.value(0.8231)).toBe("82.3%");
    expect(format.size(-0.0042)).toBe("0.4 points");
  });

  it("print a score that is 0 everywhere with three decimals, not eight", () => {
    const format = metricFormat("rmse", [{ mean: 0, deviation: 0, low: 0, high: 0 }]);
    expect(format.value(0)).toBe("0.000");
  });

  it("print large values of a target without decimals that nobody can trust", () => {
    const format = metricFormat("rmse", [{ mean: 184_210, deviation: 0, low: 181_000, high: 187_420 }]);
    expect(format.value(184_210.7)).toBe("184,211");
  });
});
