import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { gauge } from "../../src/report/chart/gauge.ts";
import { confusionTable } from "../../src/report/chart/heat-table.ts";
import { tinyHistogram } from "../../src/report/chart/histogram.ts";
import { intervalPlot } from "../../src/report/chart/interval-plot.ts";
import { linePlot } from "../../src/report/chart/line-plot.ts";
import { pairPlot } from "../../src/report/chart/pair-plot.ts";
import { linear, logarithmic, padded } from "../../src/report/chart/scale.ts";
import { sizePlot } from "../../src/report/chart/size-plot.ts";
import { type Box, fit, overlap, spread, textWidth } from "../../src/report/chart/text-box.ts";
import { models } from "../../src/models/index.ts";
import { styleOf, styleOfMark, modelColors, plainStyle } from "../../src/report/palette.ts";
import { binaryResults } from "../support/report-fixtures.ts";

const [network, forest] = [
  styleOfMark({ color: "blue", shape: "circle" }),
  styleOfMark({ color: "orange", shape: "square" }),
];

describe("labels", () => {
  it("spread apart to the gap, in order, within the range, and stay where they have room", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 12 }), (positions) => {
        const moved = spread(positions, 15, { low: 0, high: 300 });
        const order = positions.map((_, index) => index).sort((a, b) => positions[a]! - positions[b]!);
        order.slice(1).forEach((index, place) => {
          expect(moved[index]! - moved[order[place]!]!).toBeGreaterThanOrEqual(15 - 1e-6);
        });
        expect(Math.min(0, ...moved)).toBeGreaterThanOrEqual(-1e-6);
        expect(Math.max(300, ...moved)).toBeLessThanOrEqual(300 + 1e-6);
      }),
    );
    expect(spread([10, 100, 200], 15, { low: 0, high: 300 })).toEqual([10, 100, 200]);
  });

  it("are cut to the width they have", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 30, max: 200 }), (text, width) => {
        expect(textWidth(fit(text, width, 12), 12)).toBeLessThanOrEqual(width + 1e-9);
      }),
    );
  });

  it("of points in the picture of sizes never touch each other", () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = Random.of(seed, "labels");
      const marks = Array.from({ length: 24 }, (_, index) => ({
        model: index % 2 === 0 ? "occam" : "forest",
        style: index % 2 === 0 ? network : forest,
        label: index < 4 ? `Model number ${index}` : `round ${index}`,
        parameters: 10 ** (1 + 5 * random.uniform()),
        value: 0.3 + 0.02 * random.uniform(),
        low: null,
        high: null,
        main: index < 4,
      }));
      for (const width of [340, 720]) {
        const drawn = sizePlot(
          { marks, axis: "Log-loss", percent: false, better: "lower", height: 330, print: String, full: [] },
          width,
        );
        const boxes = nameBoxes(drawn.content.toString());
        expect(boxes.length).toBeGreaterThanOrEqual(4);
        boxes.forEach((box, index) => {
          expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
          expect(box.right).toBeLessThanOrEqual(width);
        });
      }
    }
  });
});

function nameBoxes(drawing: string): readonly Box[] {
  return [...drawing.matchAll(/<text x="([\d.]+)" y="([\d.]+)" class="(\S+) [^"]*name[^"]*">([^<]*)<\/text>/g)].map(
    ([, x, y, kind, text]) => {
      const size = kind === "t" ? 12.5 : 11;
      return {
        left: Number(x),
        right: Number(x) + textWidth(text!, size),
        top: Number(y) - size + 1,
        bottom: Number(y) + 1,
      };
    },
  );
}

describe("scales", () => {
  it("keep every tick label apart from its neighbour on a logarithmic axis", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 8, noNaN: true }),
        fc.double({ min: 0.2, max: 9, noNaN: true }),
        (low, decades) => {
          const scale = logarithmic([10 ** low, 10 ** (low + decades)], [40, 330]);
          const ticks = scale.ticks.map((tick) => ({
            at: scale.at(tick.value),
            width: textWidth(tick.label, 11),
          }));
          ticks.slice(1).forEach((tick, index) => {
            expect(tick.at - ticks[index]!.at).toBeGreaterThan((tick.width + ticks[index]!.width) / 2);
          });
        },
      ),
    );
  });

  it("have finite places and few ticks for every range that float64 holds", () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, 5e-324, 1e-310, 1e-300, 1, 1.7e9, 1e300, Number.MAX_VALUE, -Number.MAX_VALUE),
    );
    fc.assert(
      fc.property(number, number, fc.boolean(), fc.boolean(), (one, other, exact, isLog) => {
        const ends = padded([one, other], 0.04);
        const scale = isLog ? logarithmic(ends, [40, 330]) : linear(ends, [40, 330], { exact });
        expect(scale.ticks.length).toBeLessThan(60);
        for (const place of [scale.at(one), scale.at(other), ...scale.ticks.map(({ value }) => scale.at(value))]) {
          expect(Number.isFinite(place)).toBe(true);
        }
        for (const { label } of scale.ticks) expect(label).not.toMatch(/NaN|Infinity|undefined/u);
      }),
      { numRuns: 2000 },
    );
  });

  it("have a middle for a single value", () => {
    const scale = linear([5, 5], [0, 100]);
    expect(scale.at(5)).toBeGreaterThan(10);
    expect(scale.at(5)).toBeLessThan(90);
  });
});

describe("styles of models", () => {
  it("differ in colour, and among seven in shape and dash, so that colour never speaks alone", () => {
    const styles = models.map(({ mark }) => styleOfMark(mark));
    expect(new Set(styles.map((style) => style.className)).size).toBe(models.length);
    expect(new Set(styles.slice(0, 7).map((style) => style.shape)).size).toBe(7);
    expect(new Set(styles.slice(0, 7).map((style) => style.dash)).size).toBe(7);
  });

  it("are those of the marks in the results", () => {
    const marked = { models: [{ ...binaryResults().models[0]!, id: "a", mark: { color: "teal", shape: "star" } }] };
    expect(styleOf(marked, "a")).toEqual({ className: "m-teal", shape: "star", dash: "12 4" });
  });

  it("come from the place of a model where a file has no marks, as those of older versions", () => {
    const old = binaryResults();
    expect(old.models.every(({ mark }) => mark === undefined)).toBe(true);
    expect([styleOf(old, "occam"), styleOf(old, "forest")]).toEqual([network, forest]);
  });

  it("are plain grey for unknown models and for marks that nobody knows, which never reach the page", () => {
    expect(styleOf(binaryResults(), "something new")).toEqual(plainStyle);
    expect(styleOfMark({ color: "red;background:url(x)", shape: "<svg>" })).toEqual(plainStyle);
  });

  it("stand out from the page by 4.5 to 1, in light and in dark", () => {
    for (const [light, dark] of Object.values(modelColors)) {
      expect(contrast(light, "#fdfdfb")).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dark, "#15181c")).toBeGreaterThanOrEqual(4.5);
    }
  });
});

/** Contrast of two colours by WCAG 2. */
function contrast(a: string, b: string): number {
  const luminance = (color: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

describe("drawings", () => {
  it("of a gauge show interval, zero and the zone of equality", async () => {
    const drawn = gauge({ difference: 0.012, low: -0.004, high: 0.028, margin: 0.002, style: network }, 300);
    await expect(`${drawn.content.toString()}\n`).toMatchFileSnapshot("../golden/report/gauge.svg.txt");
  });

  it("of paired folds join the two scores of a fold", async () => {
    const drawn = pairPlot(
      {
        rows: [
          { name: "fold 1", first: 0.3, second: 0.34, text: "+0.04", winner: "first" },
          { name: "fold 2", first: 0.36, second: 0.31, text: "−0.05", winner: "second" },
          { name: "fold 3", first: 0.33, second: 0.33, text: "0.00", winner: "none" },
        ],
        styles: [network, forest],
        axis: "Log-loss",
        percent: false,
      },
      340,
    );
    await expect(`${drawn.content.toString()}\n`).toMatchFileSnapshot("../golden/report/pairs.svg.txt");
  });

  it("of intervals keep zero in view where it is asked for", async () => {
    const drawn = intervalPlot(
      {
        rows: [
          { name: "age", values: [{ style: network, value: 0.02, low: 0.01, high: 0.03, text: "" }] },
          { name: "<b>", values: [{ style: forest, value: 0.05, low: 0.04, high: 0.06, text: "" }] },
        ],
        axis: "rise of log-loss",
        zero: true,
      },
      340,
    );
    await expect(`${drawn.content.toString()}\n`).toMatchFileSnapshot("../golden/report/intervals.svg.txt");
  });

  it("of lines have only finite places, whatever their points, axes and intervals", () => {
    const odd = fc.oneof(
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1, 5e-324, -1e308, 1e308),
      fc.double(),
    );
    const one = fc.record({ x: odd, y: odd });
    const ranged = fc.record({ x: odd, y: odd, low: odd, high: odd });
    const axis = fc.record({
      title: fc.constant("axis"),
      log: fc.boolean(),
      zero: fc.boolean(),
      percent: fc.boolean(),
    });
    const points = fc.array(fc.oneof(one, ranged), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(points, { maxLength: 3 }), axis, axis, fc.boolean(), (all, x, y, diagonal) => {
        const lines = all.map((list) => ({ style: network, points: list, dots: true, name: "one" }));
        const { content } = linePlot({ lines, x, y, height: 250, diagonal }, 400);
        expect(content.toString()).not.toMatch(/NaN|Infinity/);
      }),
    );
  });

  it("of small histograms say their bars in words", () => {
    const drawn = tinyHistogram(
      [
        { label: "low", rows: 3 },
        { label: "high", rows: 0 },
      ],
      "Rows by value: low: 3, high: 0",
    );
    expect(drawn.toString()).toContain("<title>Rows by value: low: 3, high: 0</title>");
  });

  it("of a confusion table print every count", async () => {
    const drawn = confusionTable(
      [
        [8, 2],
        [0, 5],
      ],
      ["no", "yes"],
      { style: forest, label: "Random forest" },
    );
    await expect(`${drawn.toString()}\n`).toMatchFileSnapshot("../golden/report/confusion.html.txt");
  });
});
