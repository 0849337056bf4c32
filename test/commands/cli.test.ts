import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { cli, emptyFolder, everything, occamTab, smallTable } from "../support/cli.ts";

const table = smallTable(80);
const quick = ["--repeats", "1", "--trees", "20", "--folds", "2", "--preset", "tiny"];

async function folderWith(content: string | Uint8Array, name = "data.csv"): Promise<string> {
  const folder = await emptyFolder();
  await writeFile(join(folder, name), content);
  return folder;
}

describe("a fit", () => {
  let folder = "";
  let ended = { code: null as number | null, output: "", errors: "" };
  beforeAll(async () => {
    folder = await folderWith(table);
    ended = await occamTab(["fit", "data.csv", "--id", "id", ...quick], { folder });
  });

  it("ends with exit code 0, the verdict on standard output and progress on standard error", () => {
    expect(ended.code).toBe(0);
    expect(ended.output).toContain("Occam network");
    expect(ended.output).toContain("Random forest");
    expect(ended.output).toContain("reports/data/report.html");
    expect(ended.errors).toContain('Predicting "good", the last column; --target names another.');
    expect(ended.errors).toContain("Two classes are predicted, because the target is text.");
    expect(ended.output.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("writes no colour and no cursor movement where there is no terminal", () => {
    expect(ended.output + ended.errors).not.toContain("\u001b");
    expect(ended.errors).not.toContain("\r");
  });

  it("tells the end of every model on every fold once", () => {
    const lines = ended.errors.split("\n").filter((line) => line.includes(" done: "));
    const ends = lines.map((line) => line.replace(/^.* done: /u, ""));
    const models = ["occam", "forest", "boosting", "linear", "dummy"];
    const wanted = [1, 2].flatMap((fold) => models.map((model) => `${model}, fold ${fold}`));
    expect(ends.toSorted((a, b) => a.localeCompare(b))).toEqual(
      [...wanted, "occam, all rows"].toSorted((a, b) => a.localeCompare(b)),
    );
    expect(lines.at(-1)).toMatch(/^100%/u);
  });

  it("writes five files and nothing else", async () => {
    expect(await everything(folder)).toEqual([
      "data.csv",
      "reports",
      "reports/data",
      "reports/data/folds.csv",
      "reports/data/model.json",
      "reports/data/predictions.csv",
      "reports/data/report.html",
      "reports/data/results.json",
    ]);
  });

  it("predicts every row out of fold, with its id", async () => {
    const lines = (await readFile(join(folder, "reports/data/predictions.csv"), "utf8")).trim().split("\n");
    expect(lines[0]).toMatch(/^id,row,fold,good,occam,occam:no,occam:yes,forest,/u);
    expect(lines).toHaveLength(81);
    const cells = lines.slice(1).map((line) => line.split(","));
    expect(new Set(cells.map(([id]) => id)).size).toBe(80);
    for (const [id, row, fold, , , no, yes] of cells) {
      expect(id).toBe(`r${row}`);
      expect(["0", "1"]).toContain(fold);
      expect(Number(no) + Number(yes)).toBeCloseTo(1, 5);
    }
  });

  it("records the command that gives the same result again", async () => {
    const results: unknown = JSON.parse(await readFile(join(folder, "reports/data/results.json"), "utf8"));
    expect(results).toMatchObject({
      schema: "occam-tab/results@1",
      command: "occam-tab fit data.csv --id id --folds 2 --repeats 1 --preset tiny --trees 20",
    });
  });

  it("does not overwrite its folder without --force, and says so before it trains", async () => {
    const again = await occamTab(["fit", "data.csv", ...quick], { folder });
    expect([again.code, again.output]).toEqual([2, ""]);
    expect(again.errors).toBe(
      "occam-tab: reports/data already exists.\n  Choose another place with --out, or overwrite it with --force.\n",
    );
  });

  it("makes its report again from results.json alone, byte for byte", async () => {
    const { code } = await occamTab(["report", "reports/data/results.json", "--out", "again.html"], {
      folder,
    });
    expect(code).toBe(0);
    const page = await readFile(join(folder, "again.html"));
    expect(page.equals(await readFile(join(folder, "reports/data/report.html")))).toBe(true);
  });

  it("gives the same results with one and two workers, with --json on standard output", async () => {
    const run = async (jobs: string): Promise<readonly string[]> => {
      const out = `out-${jobs}`;
      const { output } = await occamTab(
        ["fit", "data.csv", "--jobs", jobs, "--out", out, "--json", "--quiet", ...quick],
        { folder },
      );
      const text = await readFile(join(folder, out, "results.json"), "utf8");
      expect(output).toBe(text);
      const timeless = text.replace(
        /"(time|seconds|\w+Seconds|\w+MicrosecondsPerRow|secondsRatio|jobs)": [^,\n]+/gu,
        "",
      );
      return [timeless, await readFile(join(folder, out, "model.json"), "utf8")];
    };
    expect(await run("2")).toEqual(await run("1"));
  });

  it("takes its own folds.csv and scores the same rows", async () => {
    const given = [
      "fit",
      "data.csv",
      "--folds",
      "reports/data/folds.csv",
      "--out",
      "given",
      "--quiet",
      "--trees",
      "20",
    ];
    expect((await occamTab([...given, "--preset", "tiny"], { folder })).code).toBe(0);
    const folds = await readFile(join(folder, "given/folds.csv"), "utf8");
    expect(folds).toBe(await readFile(join(folder, "reports/data/folds.csv"), "utf8"));
  });

  it("leaves a model that predicts and can be inspected", async () => {
    const rows = "colour,age,extra,id\nred,30,x,a\nviolet,69,y,=1+1\n,,,\n";
    const { code, output, errors } = await occamTab(["predict", "reports/data/model.json", "-", "--id", "id"], {
      folder,
      input: rows,
    });
    expect(code).toBe(0);
    const lines = output.trim().split("\n");
    expect(lines[0]).toBe("id,prediction,probability:no,probability:yes");
    expect(lines.slice(1).map((line) => line.split(",").slice(0, 2))).toEqual([
      ["a", "no"],
      ["=1+1", "yes"],
      ["", expect.stringMatching(/yes|no/u)],
    ]);
    expect(errors).toContain('has no column "dice"');
    expect(errors).toContain('"violet"');
    const inspected = await occamTab(["inspect", "reports/data/model.json"], { folder });
    expect(inspected.code).toBe(0);
    expect(inspected.output).toMatch(/^Predicts good: 2 classes\./u);
  });
});

describe("inspect", () => {
  it("shows columns, target, split and findings, in a terminal, as JSON and as a page", async () => {
    const folder = await folderWith(table);
    const text = await occamTab(["inspect", "data.csv", "--out", "page.html"], { folder });
    expect(text.code).toBe(0);
    expect(text.output).toContain("Target good: binary, ");
    expect(text.output).toContain("colour  category  input");
    expect(text.output).toContain("category because its cells are text: id, colour, good");
    expect(text.output).toContain('Note: Column "id" names its rows');
    expect(await readFile(join(folder, "page.html"), "utf8")).toMatch(/^<!doctype html>/iu);
    const json = await occamTab(["inspect", "data.csv", "--json"], { folder });
    expect(JSON.parse(json.output)).toMatchObject({ data: { rows: 80, target: "good", task: "binary" } });
  });
});

describe("inspect of a model that reads dates", () => {
  it("writes the edges between their days as dates", async () => {
    const rows = Array.from({ length: 120 }, (_, day) => {
      const date = new Date(Date.UTC(2024, 0, 1 + 7 * day)).toISOString().slice(0, 10);
      return `${date},${day < 50 ? "early" : "late"}`;
    });
    const folder = await folderWith(`sold,period\n${rows.join("\n")}\n`);
    expect((await occamTab(["fit", "data.csv", "--trees", "5", "--folds", "2"], { folder })).code).toBe(0);
    const { output } = await occamTab(["inspect", "reports/data/model.json", "--json"], { folder });
    const { parts } = JSON.parse(output) as { parts: { columns: { name: string; inputs: string[] }[] }[] };
    const days = parts[0]!.columns[0]!.inputs.filter((input) => /^sold \(days\) ./u.test(input));
    expect(days.length).toBeGreaterThan(0);
    for (const input of days)
      expect(input).toMatch(/^sold \(days\) ([≤>] )?202[456]-\d\d-\d\d( … 202[456]-\d\d-\d\d)?$/u);
  });
});

describe("inspect of a table that cannot be fitted", () => {
  it("shows what was read on standard output and why it cannot be fitted on standard error", async () => {
    const folder = await folderWith("a,b\n1,2\n3,2\n");
    const { code, output, errors } = await occamTab(["inspect", "data.csv"], { folder });
    expect(code).toBe(2);
    expect(output).toMatch(/^a {7}numeric/mu);
    expect(errors).toContain("2 rows with a target are too few for 5 folds.");
  });
});

describe("the table on standard input", () => {
  it("may be gzip, and the run is named stdin", async () => {
    const folder = await emptyFolder();
    const { code } = await occamTab(["fit", "-", ...quick], { folder, input: gzipSync(table) });
    expect(code).toBe(0);
    expect(await everything(folder)).toContain("reports/stdin/report.html");
  });
});

describe("names and surroundings", () => {
  it("takes a file name with spaces, quotes and accents", async () => {
    const folder = await folderWith(table, "größe 1 'neu'.csv");
    const { code, output } = await occamTab(["fit", "größe 1 'neu'.csv", ...quick], { folder });
    expect([code, output.includes("reports/größe 1 'neu'/report.html")]).toEqual([0, true]);
  });

  it("gives the same words under LANG=C, NO_COLOR and a small environment", async () => {
    const folder = await folderWith(table);
    const plain = await occamTab(["inspect", "data.csv"], { folder });
    const bare = await occamTab(["inspect", "data.csv"], {
      folder,
      environment: { LANG: "C", LC_ALL: "C", NO_COLOR: "1", TERM: "dumb" },
    });
    expect(bare).toEqual(plain);
  });
});

describe("a configuration file", () => {
  it("gives flags that the command line overrules, and the recorded command needs no file", async () => {
    const folder = await folderWith(table);
    const config = {
      trees: 20,
      repeats: 1,
      folds: 3,
      preset: "tiny",
      ignore: ["id", "dice"],
      delimiter: ",",
    };
    await writeFile(join(folder, "occam.config.json"), JSON.stringify(config));
    const typed = ["fit", "data.csv", "--config", "occam.config.json", "--folds", "2", "--json", "--quiet"];
    const { code, output } = await occamTab(typed, { folder });
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      command: "occam-tab fit data.csv --ignore id,dice --folds 2 --delimiter , --repeats 1 --preset tiny --trees 20",
      split: { folds: [{ fold: 0 }, { fold: 1 }] },
    });
  });
});

describe("a signal", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s ends a running fit within seconds with exit code %i and no file", async (signal, code) => {
    const folder = await folderWith(smallTable(3000));
    let sent = 0;
    const ended = await occamTab(["fit", "data.csv", "--trees", "5000"], {
      folder,
      whileRunning: (end, heard) => {
        if (sent > 0 || !heard.includes("Training")) return;
        sent = performance.now();
        end(signal);
      },
    });
    expect(ended.code).toBe(code);
    expect(performance.now() - sent).toBeLessThan(5000);
    expect(ended.output).toBe("");
    expect(ended.errors).toContain("Interrupted; nothing was written.");
    expect(await everything(folder)).toEqual(["data.csv"]);
  });
});

describe("a system that opens few files", () => {
  it.each([40, 96])("of %i at once ends the program in one sentence", async (files) => {
    const folder = await folderWith(table);
    const command = `ulimit -n ${files}; exec "${process.execPath}" "${cli}" fit data.csv`;
    const errors = await new Promise<string>((resolve) => {
      const shell = spawn("bash", ["-c", command], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
      let text = "";
      shell.stderr.setEncoding("utf8").on("data", (part: string) => (text += part));
      shell.on("close", (code) => resolve(`${text}exit ${code}`));
    });
    expect(errors).toMatch(/^occam-tab: The system does not let this process open enough files[.]\n.*\nexit 2$/u);
  });
});

describe("a reader that goes away", () => {
  it("of standard output does not hurt: no stack, exit code 0", async () => {
    const folder = await folderWith(table);
    await occamTab(["fit", "data.csv", "--out", "out", ...quick], { folder });
    await writeFile(join(folder, "long.csv"), smallTable(30_000));
    const command = `"${process.execPath}" "${cli}" predict out/model.json long.csv --quiet | head -n 1; exit "\${PIPESTATUS[0]}"`;
    const ended = await new Promise<{ code: number | null; errors: string }>((resolve) => {
      const shell = spawn("bash", ["-c", command], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
      let errors = "";
      shell.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
      shell.on("close", (code) => resolve({ code, errors }));
    });
    expect(ended).toEqual({ code: 0, errors: "" });
  });
});
