import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { studies } from "../../src/study/index.ts";
import { emptyFolder, everything, smallTable } from "../support/cli.ts";
import { say } from "../support/world.ts";

const lines = (rows: number, cells: (row: number) => string) =>
  `a,b,y\n${Array.from({ length: rows }, (_, row) => `${cells(row)}\n`).join("")}`;
const side = (row: number) => (row % 7 > 3 ? "yes" : "no");

const mistakes: readonly (readonly [what: string, content: string, typed: readonly string[], says: RegExp])[] = [
  ["3 rows", lines(3, (row) => `${row},${row},${side(row)}`), [], /at least 25 rows with a target, and here are 3/u],
  [
    "few rows with a target",
    lines(60, (row) => `${row},${row % 5},${row < 20 ? side(row) : ""}`),
    [],
    /at least 25 rows with a target, and here are 20/u,
  ],
  ["columns without values", lines(60, (row) => `,,${side(row)}`), [], /No column is left to predict "y" from/u],
  [
    "columns that name the rows",
    lines(60, (row) => `name ${row * 37},other ${row},${side(row)}`),
    [],
    /No column is left to predict "y" from/u,
  ],
  ["a target of words taken for a number", smallTable(60), ["--task", "regression"], /"good" is text/u],
  ["no seeds", smallTable(60), ["--seeds", "0"], /--seeds is a whole number from 1/u],
  ["half a seed", smallTable(60), ["--seeds", "1.5"], /--seeds is a whole number from 1/u],
];

describe.each(studies.map(({ id }) => id))("study %s", (id) => {
  it.each(mistakes)("refuses %s in a sentence, and writes nothing", async (_what, content, typed, says) => {
    const folder = await emptyFolder();
    const data = join(folder, "data.csv");
    await writeFile(data, content);
    const { code, errors } = await say(["study", id, data, ...typed, "--out", join(folder, "out")]);
    expect(code).toBe(2);
    expect(errors).toMatch(says);
    expect(await everything(folder)).toEqual(["data.csv"]);
  });

  it("refuses a file where its folder is to be, and leaves it as it is", async () => {
    const folder = await emptyFolder();
    const [data, out] = [join(folder, "data.csv"), join(folder, "out")];
    await writeFile(data, smallTable(60));
    await writeFile(out, "mine");
    const { code, errors } = await say(["study", id, data, "--out", out, "--force"]);
    expect(code).toBe(2);
    expect(errors).toContain("out is a file, not a folder.");
    expect(await readFile(out, "utf8")).toBe("mine");
  });
});

it("a study over time refuses more megabatches than its rows can fill", async () => {
  const folder = await emptyFolder();
  const data = join(folder, "data.csv");
  await writeFile(data, smallTable(60));
  const { code, errors } = await say(["study", "anytime", data, "--ignore", "id", "--megabatches", "61"]);
  expect(code).toBe(2);
  expect(errors).toContain("60 rows are too few for 61 megabatches");
  expect(errors).toContain("--megabatches 4 or fewer");
});
