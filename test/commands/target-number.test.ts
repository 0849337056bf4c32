import { describe, expect, it } from "vitest";
import { targetRounding } from "../../src/commands/files/target-number.ts";
import { metricFormat } from "../../src/report/metric-format.ts";
import { amountAmong } from "../../src/report/number.ts";

describe("a number in target units", () => {
  it("is rounded to ten digits of the spread, however far from 0 it is", () => {
    expect(targetRounding(100)(12.3456789)).toBe(12.3456789);
    expect(targetRounding(100)(Number("1700000012.3456789"))).toBe(Number("1700000012.3456788"));
    expect(targetRounding(1e-100)(1.23456789e-100)).toBe(1.23456789e-100);
    expect(targetRounding(0)(1.23456789)).toBe(1.23456789);
  });

  it("is shown by what distinguishes it from the others", () => {
    expect(amountAmong([1_700_000_000, 1_700_000_600])(1_700_000_123.4)).toBe("1,700,000,123");
    expect(amountAmong([10, 20])(12.345)).toBe("12.3");
  });

  it("is a power of ten where decimals would all be 0, or digits without end", () => {
    const around = (mean: number) => ({ mean, deviation: 0, low: 0.9 * mean, high: 1.1 * mean });
    const shown = (mean: number) => metricFormat("rmse", [around(mean)]).value(mean);
    expect(shown(3.14159)).toBe("3.14");
    expect(shown(3.14159e-13)).toBe("3.14e-13");
    expect(shown(3.14159e37)).toBe("3.14e+37");
  });
});
