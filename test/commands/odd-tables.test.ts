import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { emptyFolder, occamTab, smallTable } from "../support/cli.ts";

const rows = 60;
const quick = ["--trees", "20", "--folds", "2", "--preset", "tiny", "--quiet", "--jobs", "1"];

/** Lines of a table with a target that follows the first column. */
function lines(cells: (row: number) => readonly string[], header: readonly string[], count = rows): string {
  const body = Array.from({ length: count }, (_, row) => cells(row).join(","));
  return `${[header.join(","), ...body].join("\n")}\n`;
}

const side = (row: number): string => (row % 7 > 3 ? "yes" : "no");
const number = (row: number): string => String((row * 37) % 23);

const tables: readonly {
  readonly what: string;
  readonly content: string | Uint8Array;
  readonly typed?: readonly string[];
}[] = [
  {
    what: "infinities among numbers",
    content: lines((row) => [row % 9 === 0 ? "Infinity" : String(row % 7), number(row), side(row)], ["a", "b", "y"]),
  },
  {
    what: "a numeric column of huge numbers",
    content: lines((row) => [`${row % 7}e300`, number(row), side(row)], ["a", "b", "y"]),
  },
  {
    what: "a delimiter at the end of every line",
    content: lines((row) => [String(row % 7), number(row), side(row), ""], ["a", "b", "y", ""]),
  },
  {
    what: "every cell of a column missing",
    content: lines((row) => [String(row % 7), "", side(row)], ["a", "b", "y"]),
  },
  {
    what: "missing cells everywhere",
    content: lines(
      (row) => [row % 3 === 0 ? "NA" : String(row % 7), row % 4 === 0 ? "?" : number(row), side(row)],
      ["a", "b", "y"],
    ),
  },
  {
    what: "rows without a target",
    content: lines((row) => [String(row % 7), number(row), row % 10 === 0 ? "" : side(row)], ["a", "b", "y"]),
  },
  {
    what: "an empty column name",
    content: lines((row) => [String(row % 7), number(row), side(row)], ["a", "", "y"]),
  },
  {
    what: "a class with one row",
    content: lines((row) => [String(row % 7), number(row), row === 5 ? "rare" : side(row)], ["a", "b", "y"]),
  },
  {
    what: "5,000 columns on 20 rows",
    typed: ["--max-operations", "20000000"],
    content: lines(
      (row) => [...Array.from({ length: 4999 }, (_, j) => String((row * (j + 3)) % 11)), side(row)],
      [...Array.from({ length: 4999 }, (_, j) => `c${j}`), "y"],
      20,
    ),
  },
  { what: "UTF-16 with a byte order mark", content: Buffer.from(`\ufeff${smallTable(rows)}`, "utf16le") },
  { what: "gzip under the name of a plain file", content: gzipSync(smallTable(rows)) },
  {
    what: "semicolons, decimal commas and CRLF",
    content: smallTable(rows).replaceAll(",", ";").replaceAll("\n", "\r\n"),
  },
  { what: "no header", content: smallTable(rows).split("\n").slice(1).join("\n"), typed: ["--no-header"] },
  {
    what: "a number to predict",
    content: lines((row) => [String(row % 7), number(row), String((row % 7) * 1.5 + row / 100)], ["a", "b", "y"]),
  },
  {
    what: "columns named like parts of an object",
    content: lines((row) => [String(row % 7), number(row), side(row)], ["__proto__", "constructor", "toString"]),
  },
  {
    what: "classes named like parts of an object",
    content: lines((row) => [String(row % 7), number(row), row % 7 > 3 ? "__proto__" : "constructor"], ["a", "b", "y"]),
  },
];

/** Every number of a JSON text is a number: NaN and infinities would have become null. */
function nullsAmongNumbers(value: unknown, place: string): readonly string[] {
  if (Array.isArray(value)) {
    const mixed = value.some((item) => typeof item === "number") && value.includes(null);
    return [...(mixed ? [place] : []), ...value.flatMap((item, i) => nullsAmongNumbers(item, `${place}[${i}]`))];
  }
  if (typeof value !== "object" || value === null) return [];
  const numeric = /(mean|deviation|low|high|loss|seconds|operations|parameters|ratio|difference|standardError)$/iu;
  const last = "phase" in value && /^(final|chosen)$/u.test(String(value.phase)); // the holdout may be learnt then
  const allowed = last ? /holdoutLoss/u : /max(Parameters|Operations)|timeLimitSeconds/u;
  return Object.entries(value).flatMap(([key, item]) =>
    item === null && numeric.test(key) && !allowed.test(key)
      ? [`${place}.${key}`]
      : nullsAmongNumbers(item, `${place}.${key}`),
  );
}

describe("an odd table", () => {
  it.each(tables)("with $what gives a result without a stack or a NaN", async ({ content, typed = [] }) => {
    const folder = await emptyFolder();
    await writeFile(join(folder, "data.csv"), content);
    const { code, errors } = await occamTab(["fit", "data.csv", ...quick, ...typed], { folder });
    expect([code, errors]).toEqual([0, ""]);
    const results: unknown = JSON.parse(await readFile(join(folder, "reports/data/results.json"), "utf8"));
    expect(nullsAmongNumbers(results, "results")).toEqual([]);
    const predictions = await readFile(join(folder, "reports/data/predictions.csv"), "utf8");
    expect(predictions).not.toMatch(/NaN|Infinity|undefined/u);
  });

  it("with as many rows as folds is dealt once, since every repeat would be the same", async () => {
    const folder = await emptyFolder();
    const content = lines((row) => [number(row), side(row)], ["a", "y"], 5);
    await writeFile(join(folder, "data.csv"), content);
    const { code, errors } = await occamTab(["fit", "data.csv", "--models", "dummy"], { folder });
    expect(code).toBe(0);
    expect(errors).toContain("5 folds with even shares");
    const { models } = JSON.parse(await readFile(join(folder, "reports/data/results.json"), "utf8"));
    expect(models[0].folds).toHaveLength(5);
  });

  it("whose names and cells are attacks shows them as text and keeps them whole in CSV", async () => {
    const attacks = [
      "<script>alert(1)</script>",
      '"><img src=x onerror=alert(1)>',
      '=HYPERLINK("http://x")',
      "\u202egnp.exe",
    ];
    const quoted = attacks.map((text) => `"${text.replaceAll('"', '""')}"`);
    const content = lines(
      (row) => [quoted[row % 4]!, number(row), row % 4 > 1 ? quoted[0]! : quoted[2]!],
      [quoted[0]!, quoted[1]!, quoted[3]!],
    );
    const folder = await emptyFolder();
    await writeFile(join(folder, "data.csv"), content);
    const { code, output, errors } = await occamTab(["fit", "data.csv", "--trees", "20", "--folds", "2"], {
      folder,
    });
    expect(code).toBe(0);
    expect(output + errors).not.toContain("\u202e");
    const page = await readFile(join(folder, "reports/data/report.html"), "utf8");
    expect(page).not.toContain("<script>alert");
    expect(page).not.toContain("<img src=x");
    const predictions = await readFile(join(folder, "reports/data/predictions.csv"), "utf8");
    expect(predictions).toContain('"=HYPERLINK(""http://x"")"');
  });
});
