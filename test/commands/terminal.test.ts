import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cells, clip, textTable, wrap } from "../../src/commands/terminal/terminal.ts";

describe("cells", () => {
  it("counts wide characters twice and combining marks not at all", () => {
    expect(cells("añ")).toBe(2);
    expect(cells("n\u0303")).toBe(1);
    expect(cells("東京")).toBe(4);
    expect(cells("🌲")).toBe(2);
  });
});

describe("clip", () => {
  it("never gives more cells than it may and keeps what fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 30 }), (text, width) => {
        const clipped = clip(text, width);
        expect(cells(clipped)).toBeLessThanOrEqual(width);
        expect(clipped === text).toBe(cells(text) <= width);
        expect(clipped.endsWith("…") || clipped === text).toBe(true);
      }),
    );
  });
});

describe("wrap", () => {
  it("keeps every word in order and every line within the width where words allow it", () => {
    const word = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 10 });
    const words = fc.array(
      word.filter((each) => !/\s/u.test(each)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(words, (list) => {
        const lines = wrap(list.join(" "), 24, 3);
        expect(lines.flatMap((line) => line.trim().split(" "))).toEqual(list);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(24);
        for (const line of lines.slice(1)) expect(line.startsWith("   ")).toBe(true);
      }),
    );
  });
});

describe("textTable", () => {
  const columns = [
    { title: "name", align: "left" },
    { title: "value", align: "right" },
  ] as const;

  it("aligns text left and numbers right", () => {
    expect(
      textTable(
        columns,
        [
          ["a", "1"],
          ["bcdef", "10000"],
        ],
        80,
      ),
    ).toEqual(["name   value", "a          1", "bcdef  10000"]);
  });

  it("clips names, never numbers, to fit the width", () => {
    const lines = textTable(columns, [["x".repeat(100), "123456"]], 20);
    expect(lines[1]).toBe(`${"x".repeat(11)}…  123456`);
  });

  it("leaves out spare columns before it clips a name", () => {
    const spare = [
      { ...columns[0], whole: true },
      columns[1],
      { title: "time", align: "right", spare: 1 },
      { title: "size", align: "right", spare: 2 },
    ] as const;
    const rows = [["a name of 19 letters", "12", "345", "6789"]];
    expect(textTable(spare, rows, 40)[0]!.split(/ {2,}/u)).toEqual(["name", "value", "time", "size"]);
    expect(textTable(spare, rows, 34)[0]!.split(/ {2,}/u)).toEqual(["name", "value", "time"]);
    expect(textTable(spare, rows, 30)).toEqual(["name                  value", "a name of 19 letters     12"]);
  });

  it("shows control characters of a name instead of obeying them", () => {
    const [, line = ""] = textTable(columns, [["\u001b[2Jred\u202e", "1"]], 80);
    expect(line).not.toContain("\u001b");
    expect(line).not.toContain("\u202e");
  });
});
