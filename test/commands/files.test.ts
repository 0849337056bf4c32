import { chmod, mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { nameOf, nameOfPattern, readFile, readJson, readText } from "../../src/commands/files/read.ts";
import { tableFiles } from "../../src/commands/files/table-files.ts";
import { claim, writeFolder, writeWhole } from "../../src/commands/files/write.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "occam files é "));
});

describe("reading", () => {
  it("reads a file whose name has spaces and accents", async () => {
    await writeFile(join(folder, "größe 1.txt"), "grün");
    expect(await readText(join(folder, "größe 1.txt"))).toBe("grün");
  });

  it("names the nearest file of the folder where one is missing", async () => {
    await writeFile(join(folder, "homes.csv"), "");
    await expect(readText(join(folder, "hoems.csv"))).rejects.toMatchObject({
      message: `${join(folder, "hoems.csv")} does not exist.`,
      hint: `Did you mean "${join(folder, "homes.csv")}"?`,
    });
  });

  it("says where it looked when no name is near", async () => {
    await expect(readText(join(folder, "zzz"))).rejects.toMatchObject({ hint: `Looked in ${folder}.` });
    await expect(readText(join(folder, "no", "where"))).rejects.toMatchObject({
      hint: `The folder ${join(folder, "no")} cannot be read either.`,
    });
  });

  it("names what it could have been given when it is given a folder", async () => {
    for (const name of ["model.json", "results.json", "folds.csv"]) await writeFile(join(folder, name), "");
    await expect(readText(folder)).rejects.toMatchObject({
      message: `${folder} is a folder, not a file.`,
      hint: `Name a file in it, such as "${join(folder, "model.json")}" or "${join(folder, "results.json")}".`,
    });
    await expect(readFile(folder)).rejects.toMatchObject({
      hint: `Name a file in it, such as "${join(folder, "folds.csv")}".`,
    });
  });

  it("takes the parts of a table that Spark wrote, and none of the notes beside them", async () => {
    for (const name of ["part-0.parquet", "part-1.parquet", "_SUCCESS", "_metadata", ".part-0.parquet.crc"]) {
      await writeFile(join(folder, name), "");
    }
    const parts = ["part-0.parquet", "part-1.parquet"].map((name) => ({ path: join(folder, name), partition: [] }));
    expect(await tableFiles(join(folder, "*"))).toEqual({ files: parts, pattern: join(folder, "*") });
    expect(await tableFiles(folder)).toEqual({ files: parts, pattern: join(folder, "**", "*.parquet") });
  });

  it("takes columns from folders that name them, and values as their writers escape them", async () => {
    for (const name of ["year=2024/city=a%2Fb", "year=2024/city=__HIVE_DEFAULT_PARTITION__", "year=2023/city=c"]) {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(join(folder, name, "part-0.csv.gz"), "");
    }
    const found = async (path: string) =>
      (await tableFiles(join(folder, path))).files.map(({ partition }) => Object.fromEntries(partition));
    const all = [
      { year: "2023", city: "c" },
      { year: "2024", city: null },
      { year: "2024", city: "a/b" },
    ];
    for (const path of [".", "**/*.csv.gz", "year=*/*/*.gz", "*"]) expect(await found(path)).toEqual(all);
    expect(await found("year=2023/*")).toEqual([{ city: "c" }]);
  });

  it("refuses a folder with other files or folders, and names the tables in it", async () => {
    for (const name of ["a.csv", "b.csv", "notes.md"]) await writeFile(join(folder, name), "");
    const hint = `such as "${join(folder, "a.csv")}" or "${join(folder, "b.csv")}". Files that make up one table`;
    await expect(tableFiles(folder)).rejects.toMatchObject({
      message: `${folder} is a folder, not a file.`,
      hint: expect.stringContaining(hint),
    });
    await mkdir(join(folder, "more", "below"), { recursive: true });
    await expect(tableFiles(join(folder, "more"))).rejects.toThrow("is a folder, not a file");
    await expect(tableFiles(join(folder, "more", "below"))).rejects.toThrow("is a folder, not a file");
    await mkdir(join(folder, "delta", "_delta_log"), { recursive: true });
    await expect(tableFiles(join(folder, "delta"))).rejects.toThrow("is a Delta table");
    await expect(tableFiles(join(folder, "*.tsv"))).rejects.toThrow('is named like "*.tsv"');
    await expect(tableFiles(join(folder, "more", "**", "*.tsv"))).rejects.toThrow("No file is named like");
  });

  it("names a run after the pattern of its files, or the folder before it", () => {
    const names = ["sales/*.csv", "a/sales/year=*/*.csv", "sales/**/*.parquet", "a/sales-*.csv.gz", "*.csv", "a/b.csv"];
    expect(names.map(nameOfPattern)).toEqual(["sales", "sales", "sales", "sales-", "table", "b"]);
  });

  it("refuses a path through a file, a name with NUL and a name that is too long", async () => {
    await writeFile(join(folder, "plain"), "");
    await expect(readText(join(folder, "plain", "x"))).rejects.toThrow("part of its path is a file");
    await expect(readText("a\0b")).rejects.toThrow(UserError);
    await expect(readText(join(folder, "n".repeat(300)))).rejects.toThrow("too long");
  });

  it("says where JSON breaks", async () => {
    await writeFile(join(folder, "a.json"), '{"folds": 5,}');
    await expect(readJson(join(folder, "a.json"))).rejects.toThrow(/a\.json is not JSON: /u);
  });
});

describe("nameOf", () => {
  it("is the file's name without folder and endings, never hidden, never empty", () => {
    expect(nameOf("data/homes.csv.gz")).toBe("homes");
    expect(nameOf("../../a b.TSV")).toBe("a b");
    expect(nameOf(".csv")).toBe("table");
    expect(nameOf("..hidden.csv")).toBe("hidden");
    expect(nameOf("v1.2.csv")).toBe("v1.2");
  });
});

describe("claim", () => {
  it("accepts a place that is free, or an empty folder for a folder", async () => {
    await claim(join(folder, "new"), false);
    await mkdir(join(folder, "empty"));
    await claim(join(folder, "empty"), false, "folder");
    expect(await readdir(folder)).toEqual(["empty"]);
  });

  it("refuses what is there without force, and what is of the other kind even with it", async () => {
    await writeFile(join(folder, "taken"), "");
    await expect(claim(join(folder, "taken"), false)).rejects.toMatchObject({
      message: `${join(folder, "taken")} already exists.`,
      hint: "Choose another place with --out, or overwrite it with --force.",
    });
    await claim(join(folder, "taken"), true);
    await expect(claim(join(folder, "taken"), true, "folder")).rejects.toThrow("is a file, not a folder");
    await expect(claim(folder, true)).rejects.toThrow("is a folder, not a file");
  });
});

describe("writing", () => {
  it("makes folders and leaves nothing beside the file", async () => {
    await writeWhole(join(folder, "a", "b", "c.txt"), "text");
    expect(await readText(join(folder, "a", "b", "c.txt"))).toBe("text");
    expect(await readdir(join(folder, "a", "b"))).toEqual(["c.txt"]);
  });

  it("leaves the old file and nothing else when it cannot write", async () => {
    await mkdir(join(folder, "taken"));
    await writeFile(join(folder, "taken", "old"), "old");
    await expect(writeWhole(join(folder, "taken"), "new")).rejects.toThrow(UserError);
    expect(await readdir(folder)).toEqual(["taken"]);
    await writeFile(join(folder, "file"), "");
    await expect(writeWhole(join(folder, "file", "x"), "new")).rejects.toThrow(/cannot be written/u);
  });

  it("writes a new folder whole, and replaces only its own files in one that is there", async () => {
    const target = join(folder, "reports", "homes");
    await writeFolder(target, new Map([["a.txt", "1"]]));
    expect(await readdir(join(folder, "reports"))).toEqual(["homes"]);
    await writeFile(join(target, "notes.txt"), "mine");
    await writeFolder(target, new Map([["a.txt", "2"]]));
    expect((await readdir(target)).sort((a, b) => a.localeCompare(b))).toEqual(["a.txt", "notes.txt"]);
    expect(await readText(join(target, "a.txt"))).toBe("2");
  });

  it.skipIf(process.getuid?.() === 0)(
    "says so when the folder may not be written (root may write anywhere)",
    async () => {
      await chmod(folder, 0o500);
      const attempt = writeFolder(join(folder, "out"), new Map([["a", "1"]]));
      await expect(attempt).rejects.toThrow("permission denied");
      await chmod(folder, 0o700);
    },
  );
});

describe("a place that cannot be made", () => {
  it("is one sentence before anything is trained, where a file stands in the way", async () => {
    await writeFile(join(folder, "file"), "");
    await expect(claim(join(folder, "file", "out"), false, "folder")).rejects.toBeInstanceOf(UserError);
  });

  it("is made once when many files are written into it at the same time", async () => {
    const paths = Array.from({ length: 20 }, (_, i) => join(folder, "new", "deep", `${i}.txt`));
    await Promise.all(paths.map((path) => writeWhole(path, "x")));
    expect(await readdir(join(folder, "new", "deep"))).toHaveLength(20);
  });

  it("ends with a sentence, not never, where no folder can be made", async () => {
    await expect(writeWhole("/proc/nowhere/report.html", "")).rejects.toThrow("cannot be written");
  });
});
