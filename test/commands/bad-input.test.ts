import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyFolder, everything, occamTab, smallTable } from "../support/cli.ts";

const table = smallTable(60);
const nul = `a,b\n${"\0\0,1\n".repeat(30)}`;
const huge = `a,b\n1,${"x".repeat(10_000_000)}\n`;
const oneClass = `a,b\n${Array.from({ length: 30 }, (_, i) => `${i},yes\n`).join("")}`;

interface Mistake {
  readonly what: string;
  readonly content?: string | Uint8Array;
  readonly typed?: readonly string[];
  readonly says: RegExp;
  readonly hint?: RegExp;
}

const mistakes: readonly Mistake[] = [
  {
    what: "a wrong path",
    typed: ["fit", "dta.csv"],
    says: /dta\.csv does not exist/u,
    hint: /Did you mean "data\.csv"/u,
  },
  { what: "a folder", typed: ["fit", "folder"], says: /folder is a folder, not a file/u },
  { what: "an empty file", content: "", says: /data\.csv is empty/u },
  { what: "a header without rows", content: "a,b\n", says: /header but no rows/u },
  {
    what: "a ragged row",
    content: "a,b\n1,2\n1,2,3\n",
    says: /Line 3 of data\.csv has 3 fields, expected 2/u,
  },
  { what: "two columns of one name", content: "a,a\n1,2\n", says: /both named "a"/u },
  {
    what: "a target that is not there",
    typed: ["fit", "data.csv", "--target", "god"],
    says: /"god"/u,
    hint: /"good"/u,
  },
  {
    what: "an ignored column that is not there",
    typed: ["fit", "data.csv", "--ignore", "aeg"],
    says: /"aeg"/u,
    hint: /"age"/u,
  },
  { what: "a target with one class", content: oneClass, says: /"b"/u },
  { what: "fewer rows than folds", typed: ["fit", "data.csv", "--folds", "70"], says: /70/u },
  {
    what: "folds that are no number and no file",
    typed: ["fit", "data.csv", "--folds", "five"],
    says: /five/u,
  },
  { what: "one fold", typed: ["fit", "data.csv", "--folds", "1"], says: /--folds/u },
  { what: "a column of NUL bytes", content: nul, says: /NUL/u },
  { what: "a field of 10 MB", content: huge, says: /10000000 characters/u },
  { what: "a broken gzip", content: Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2), says: /data\.csv/u },
  { what: "an unknown delimiter", typed: ["fit", "data.csv", "--delimiter", "ab"], says: /delimiter/u },
  {
    what: "a type that is none",
    typed: ["fit", "data.csv", "--types", "types.json"],
    says: /"numbr"/u,
    hint: /numeric/u,
  },
  { what: "a model that is none", typed: ["predict", "data.csv", "data.csv"], says: /data\.csv/u },
  { what: "results that are none", typed: ["report", "types.json"], says: /not a results file/u },
  {
    what: "a time limit for a model that none can end",
    typed: ["fit", "data.csv", "--time-limit", "5", "--models", "dummy,forest-mljs"],
    says: /"forest-mljs" cannot be ended by a time limit/u,
    hint: /--models/u,
  },
  { what: "nothing on standard input", typed: ["fit", "-"], says: /standard input is empty/u },
];

describe("bad input", () => {
  it.each(mistakes)("$what ends in one sentence, exit code 2 and no file", async (mistake) => {
    const folder = await emptyFolder();
    await writeFile(join(folder, "data.csv"), mistake.content ?? table);
    await writeFile(join(folder, "types.json"), '{"age": "numbr"}');
    await mkdir(join(folder, "folder"));
    const before = await everything(folder);
    const { code, output, errors } = await occamTab(mistake.typed ?? ["fit", "data.csv"], { folder });
    const said = errors.slice(errors.indexOf("occam-tab: ")).trimEnd().split("\n");
    expect(said[0]).toMatch(mistake.says);
    expect(said[0]).toMatch(/[.]$/u);
    expect(said.length).toBeLessThanOrEqual(2);
    expect(said[1] ?? "").toMatch(mistake.hint ?? /^/u);
    expect(errors).not.toMatch(/^ +at /mu);
    expect([code, output]).toEqual([2, ""]);
    expect(await everything(folder)).toEqual(before);
  });
});
