import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { exitCode } from "../../src/base/errors.ts";
import type { SuiteScores } from "../../src/bench/scores.ts";
import { timeless } from "../support/bench.ts";
import { cli, emptyFolder, everything, smallTable } from "../support/cli.ts";
import { say } from "../support/world.ts";

const small = ["--models", "forest,dummy", "--trees", "5", "--jobs", "2"];
const attack = "</script><img onerror=alert(1)>";

let folder = "";
let manifest = "";
const within = (name: string) => join(folder, name);
const bench = (...flags: string[]) => say(["bench", manifest, "--out", within("out"), ...small, ...flags]);

async function scoresIn(place: string): Promise<SuiteScores> {
  return JSON.parse(await readFile(join(place, "scores.json"), "utf8"));
}

async function changed(file: string, change: (scores: SuiteScores) => unknown, to: string): Promise<string> {
  const scores: SuiteScores = JSON.parse(await readFile(file, "utf8"));
  await writeFile(to, JSON.stringify(change(scores)));
  return to;
}

beforeAll(async () => {
  folder = await emptyFolder();
  manifest = within("datasets.json");
  await writeFile(within("a.csv"), smallTable(90));
  await writeFile(within("b.csv"), smallTable(120).replaceAll("dice", attack));
  const rows = Array.from({ length: 90 }, (_, row) => `${row},${row % 3}`);
  await mkdir(within("folds"));
  await writeFile(within("folds/a.csv"), `row,fold\n${rows.join("\n")}\n`);
  const datasets = [
    { name: "a", file: "a.csv", target: "good", ignore: ["id"] },
    { name: attack, file: "b.csv", target: "age" },
  ];
  await writeFile(manifest, JSON.stringify({ about: "for tests", datasets }));
});

describe("occam-tab bench", () => {
  it("scores a suite and writes scores.csv, scores.json and suite.html", async () => {
    const { code, output } = await bench();
    expect(code).toBe(exitCode.fine);
    expect(output).toMatch(/^a +log-loss/mu);
    expect((await everything(within("out"))).filter((name) => !name.startsWith("finished"))).toEqual([
      "scores.csv",
      "scores.json",
      "suite.html",
    ]);
    const scores = await scoresIn(within("out"));
    expect(scores.sets.map((set) => [set.name, set.task, set.folds.length])).toEqual([
      ["a", "binary", 3],
      [attack, "regression", 5],
    ]);
    expect(scores.sets[0]!.inputs).toBe(3);
    const csv = await readFile(join(within("out"), "scores.csv"), "utf8");
    expect(csv.trimEnd().split("\n")).toHaveLength(1 + 2 * (3 + 5));
  });

  it("sums up what can be recomputed by hand from scores.json", async () => {
    const { sets, summary } = await scoresIn(within("out"));
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const ratios = sets.map((set) => {
      const [forest, dummy] = set.models.map((model) =>
        mean(model.folds.map((fold) => (set.task === "regression" ? fold.metrics.rmse! : fold.metrics.logLoss!))),
      );
      return dummy! / forest!;
    });
    const [dummy] = summary.standings;
    expect(dummy!.scoreRatio).toBeCloseTo(Math.exp(mean(ratios.map(Math.log))), 10);
    expect(dummy!.wins).toBe(ratios.filter((ratio) => ratio < 0.995).length);
    expect(dummy!.losses).toBe(ratios.filter((ratio) => ratio > 1.005).length);
  });

  it("shows names from data as text, and asks for nothing from elsewhere", async () => {
    const page = await readFile(join(within("out"), "suite.html"), "utf8");
    expect(page).not.toContain(attack);
    expect(page).toContain("&#60;/script&#62;&#60;img");
    expect(page).toContain("default-src &#39;none&#39;");
    expect(page).not.toMatch(/(src|href)="(?!#)/u);
  });

  it("computes nothing twice, and prints scores.json with --json", async () => {
    const before = await everything(join(within("out"), "finished"));
    const { code, output } = await bench("--json");
    expect(code).toBe(exitCode.fine);
    expect(await everything(join(within("out"), "finished"))).toEqual(before);
    expect(before).toHaveLength(2 * (3 + 5));
    expect(JSON.parse(output)).toEqual(await scoresIn(within("out")));
  });

  it("lays scores from elsewhere beside ours", async () => {
    const lines = [
      "dataset,model,fold,log_loss_clip3,accuracy",
      "a,other,0,0.3,0.9",
      "a,other,1,0.3,0.9",
      "a,other,2,0.3,0.9",
      "z,other,0,1,1",
    ];
    await writeFile(within("others.csv"), `${lines.join("\n")}\n`);
    const { code, errors } = await bench("--reference", within("others.csv"));
    expect(code).toBe(exitCode.fine);
    expect(errors).toContain("The scores of other tools cover 1 more data sets, such as z");
    const [a] = (await scoresIn(within("out"))).sets;
    expect(a!.models.map((model) => [model.id, model.source])).toEqual([
      ["forest", "run"],
      ["dummy", "run"],
      ["other", "reference"],
    ]);
  });

  it("killed at any moment and started again, it ends with the result of an undisturbed run", async () => {
    const whole = timeless(
      (await scoresIn(within("out"))).sets.map((set) => ({ ...set, models: set.models.slice(0, 2) })),
    );
    for (const [round, files] of [1, 4, 9, 13].entries()) {
      const place = within(`killed${round}`);
      const child = spawn(process.execPath, [cli, "bench", manifest, "--out", place, ...small], {
        stdio: "ignore",
      });
      const ended = new Promise<unknown>((resolve) => child.on("close", resolve));
      let running = true;
      void ended.then(() => (running = false));
      while (running && (await countFiles(join(place, "finished"))) < files) await setTimeout(2);
      child.kill("SIGKILL");
      await ended;
      const { code } = await say(["bench", manifest, "--out", place, ...small]);
      expect(code).toBe(exitCode.fine);
      expect(timeless((await scoresIn(place)).sets)).toEqual(whole);
      expect((await everything(place)).filter((name) => /(^|\/)\./u.test(name))).toEqual([]);
    }
  });
});

async function countFiles(place: string): Promise<number> {
  try {
    return (await readdir(place)).filter((name) => !name.startsWith(".")).length;
  } catch {
    return 0;
  }
}

describe("occam-tab bench with a baseline", () => {
  it("writes the baseline with --update, and passes when nothing changed", async () => {
    const update = await bench("--baseline", within("base.json"), "--update");
    expect(update.code).toBe(exitCode.fine);
    expect((await scoresIn(within("out"))).repeats).toBe(4);
    expect((await scoresIn(within("out"))).sets[0]!.folds).toHaveLength(4 * 3);
    const summary = within("summary.md");
    const check = await say(["bench", manifest, "--out", within("out"), ...small, "--baseline", within("base.json")], {
      environment: { GITHUB_STEP_SUMMARY: summary },
    });
    expect(check.code).toBe(exitCode.fine);
    expect(check.output).toContain("No score regressed");
    const markdown = await readFile(join(within("out"), "comparison.md"), "utf8");
    expect(await readFile(summary, "utf8")).toBe(markdown);
    expect(markdown).toContain("No score regressed");
    expect(markdown).not.toContain("<img");
  });

  it("ends with 1 and says what regressed, in the terminal, JUnit and Markdown, when stored scores were better", async () => {
    const better = await changed(
      within("base.json"),
      (scores) => ({
        ...scores,
        sets: scores.sets.map((set) => ({
          ...set,
          models: set.models.map((model) => ({
            ...model,
            folds: model.folds.map((fold) => ({
              ...fold,
              metrics: {
                ...fold.metrics,
                ...(fold.metrics.accuracy === undefined ? {} : { accuracy: Math.min(1, fold.metrics.accuracy + 0.1) }),
              },
            })),
          })),
        })),
      }),
      within("better.json"),
    );
    const { code, output } = await bench("--baseline", better);
    expect(code).toBe(exitCode.regressed);
    expect(output).toContain("REGRESSED  Accuracy of dummy on a is worse by 10 points");
    const junit = await readFile(join(within("out"), "junit.xml"), "utf8");
    expect(junit).toMatch(/tests="\d+" failures="2" errors="0" skipped="0"/u);
    expect(junit).not.toContain("<img");
    expect(junit.match(/<testcase/gu)).toHaveLength(Number(/tests="(\d+)"/u.exec(junit)![1]));
    expect(await readFile(join(within("out"), "comparison.md"), "utf8")).toContain("**regressed**");
  });

  it("fails on a set that is missing, and says and skips one whose data changed", async () => {
    const more = await changed(
      within("base.json"),
      (scores) => ({ ...scores, sets: [...scores.sets, { ...scores.sets[0]!, name: "gone" }] }),
      within("more.json"),
    );
    const missing = await bench("--baseline", more);
    expect(missing.code).toBe(exitCode.regressed);
    expect(missing.output).toContain("MISSING    gone is in the baseline and missing from this run.");
    const old = await changed(
      within("base.json"),
      (scores) => ({
        ...scores,
        sets: scores.sets.map((set, i) => (i === 0 ? { ...set, sha256: "old" } : set)),
      }),
      within("old.json"),
    );
    const skipped = await bench("--baseline", old);
    expect(skipped.code).toBe(exitCode.fine);
    expect(skipped.output).toContain("CHANGED    The data of a changed: not compared.");
    expect((await bench("--baseline", old, "--strict")).code).toBe(exitCode.regressed);
    expect(await readFile(join(within("out"), "junit.xml"), "utf8")).toContain("<skipped");
  });

  it("refuses, before training, a baseline of another schema, seed, rounds or folds", async () => {
    const refused = async (change: (scores: SuiteScores) => unknown, ...flags: string[]) => {
      const file = await changed(within("base.json"), change, within("odd.json"));
      const { code, errors } = await say([
        "bench",
        manifest,
        "--out",
        within("never"),
        ...small,
        "--baseline",
        file,
        ...flags,
      ]);
      expect(code).toBe(exitCode.input);
      return errors;
    };
    expect(await refused((scores) => ({ ...scores, schema: "occam-tab/scores@9" }))).toContain(
      "has the schema occam-tab/scores@9",
    );
    expect(await refused((scores) => ({ ...scores, seed: 5 }))).toContain("was made with seed 5, this run has seed 1");
    expect(await refused((scores) => scores, "--repeats", "2")).toContain("was made with 4 repeats, this run has 2");
    expect(
      await refused((scores) => ({
        ...scores,
        sets: scores.sets.map((set) => ({ ...set, foldsSha256: "x" })),
      })),
    ).toContain('was made with other folds of "a"');
    expect(await refused(() => ["not a baseline"])).toContain("is not a baseline of occam-tab");
    expect(await everything(folder)).not.toContain("never");
  });

  it("says when the baseline was made with another number of trees, or pruned by another criterion", async () => {
    const given = ["--trees", "6", "--prune-by", "magnitude"];
    const { code, errors } = await bench("--baseline", within("base.json"), ...given);
    expect(code).toBeLessThanOrEqual(exitCode.regressed);
    expect(errors).toContain("The baseline was made with --trees 5, this run has 6");
    expect(errors).toContain("The baseline was made with --prune-by gradient, this run has magnitude");
  });

  it("takes another seed with --any-seed", async () => {
    const file = await changed(within("base.json"), (scores) => ({ ...scores, seed: 5 }), within("seed5.json"));
    expect((await bench("--baseline", file, "--any-seed")).code).toBe(exitCode.fine);
  });
});

describe("occam-tab bench on bad input", () => {
  const refuse = async (content: unknown): Promise<string> => {
    await writeFile(within("bad.json"), JSON.stringify(content));
    const { code, errors } = await say(["bench", within("bad.json"), "--out", within("never"), ...small]);
    expect(code).toBe(exitCode.input);
    expect(await everything(folder)).not.toContain("never");
    return errors;
  };

  it("says in one sentence what is wrong with a manifest, its files or its folds, before training", async () => {
    expect(await refuse([{ name: "a", taget: "good" }])).toContain('Unknown key "taget"');
    expect(await refuse([{ name: "a", file: "c.csv" }])).toContain("c.csv does not exist");
    expect(await refuse([{ name: "a" }, { name: "a" }])).toContain('two data sets "a"');
    expect(await refuse([{ name: "a", file: "b.csv", target: "age", folds: "folds/a.csv" }])).toContain(
      "does not name 30 of the 120 rows",
    );
    expect(await refuse([{ name: "a", target: "godo" }])).toMatch(/Data set "a": .*godo/u);
  });

  it("says what to do with a single table", async () => {
    const { code, errors } = await say(["bench", within("a.csv")]);
    expect([code, errors]).toEqual([exitCode.input, expect.stringContaining("bench takes a folder of tables")]);
  });

  it("refuses flags that contradict each other, and unknown metrics", async () => {
    const wrong = async (...flags: string[]) => {
      const { code, errors } = await say(["bench", manifest, "--out", within("never"), ...flags]);
      expect(code).toBe(exitCode.input);
      return errors;
    };
    expect(await wrong("--update")).toContain("--update needs --baseline FILE");
    expect(await wrong("--any-seed")).toContain("--any-seed needs --baseline FILE");
    expect(await wrong("--tolerance", "accuracy=0.1")).toContain("--tolerance needs --baseline FILE");
    expect(await wrong("--baseline", "b.json", "--tolerance", "acuracy=0.1")).toContain('Did you mean "accuracy"?');
    expect(await wrong("--baseline", "b.json", "--tolerance", "accuracy=-1")).toContain(
      "is not a metric and a number of 0 or more",
    );
    expect(await wrong("--baseline", "b.json", "--update", "--any-seed")).toContain("checks nothing");
  });

  it("does not write into a folder that holds something else, unless forced", async () => {
    await mkdir(within("taken"));
    await writeFile(within("taken/notes.md"), "mine");
    const { code, errors } = await say(["bench", manifest, "--out", within("taken"), ...small]);
    expect(code).toBe(exitCode.input);
    expect(errors).toContain("already exists");
    expect(await everything(within("taken"))).toEqual(["notes.md"]);
  });
});
