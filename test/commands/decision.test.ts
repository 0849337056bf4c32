import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder, occamTab, smallTable } from "../support/cli.ts";

const quick = ["--repeats", "1", "--trees", "20", "--folds", "2", "--preset", "tiny", "--quiet"];

describe("a fit with costs", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await emptyFolder();
    await writeFile(join(folder, "data.csv"), smallTable(80));
    const { code, errors } = await occamTab(
      ["fit", "data.csv", "--id", "id", "--cost", "yes>no=9,no>yes=1", ...quick],
      {
        folder,
      },
    );
    if (code !== 0) throw new Error(errors);
  });

  it("keeps its rule in the model, and predict adds the decision", async () => {
    const { decision } = JSON.parse(await readFile(join(folder, "reports/data/model.json"), "utf8"));
    expect(decision.positive).toBe("yes");
    const { output } = await occamTab(["predict", "reports/data/model.json", "data.csv"], { folder });
    const [header, ...lines] = output.trim().split("\n");
    expect(header).toBe("prediction,probability:no,probability:yes,decision");
    for (const line of lines) {
      const [, , yes, made] = line.split(",");
      expect(made).toBe(Number(yes) >= decision.threshold ? "yes" : "no");
    }
  });

  it("decides the same block by block as whole", async () => {
    const asked = ["predict", "reports/data/model.json", "data.csv", "--id", "id"];
    const whole = await occamTab(asked, { folder });
    const blocks = await occamTab([...asked, "--rejects", "bad.csv"], { folder });
    expect(blocks.output).toBe(whole.output);
    expect(blocks.output).toContain(",decision\n");
  });

  it("decides by another threshold where predict is given one, in JSON too", async () => {
    const asked = ["predict", "reports/data/model.json", "data.csv", "--threshold", "0.7", "--json"];
    const { rows } = JSON.parse((await occamTab(asked, { folder })).output);
    for (const row of rows) expect(row.decision).toBe(row.probabilities[1] >= 0.7 ? "yes" : "no");
    expect(new Set(rows.map(({ decision }: { decision: string }) => decision)).size).toBe(2);
  });

  it("says why, in reasons that sum to the probability of the predicted class, whole and block by block", async () => {
    const asked = ["predict", "reports/data/model.json", "data.csv", "--explain", "2"];
    const whole = await occamTab(asked, { folder });
    const [header, ...lines] = whole.output.trim().split("\n");
    const names = "baseline,reason1,effect1,reason2,effect2,effect_others,effect_error";
    expect(header).toBe(`prediction,probability:no,probability:yes,decision,${names}`);
    for (const line of lines) {
      const [, no, yes, , baseline, , first, , second, others] = line.split(",").map(Number);
      expect(baseline! + first! + second! + others!).toBeCloseTo(Math.max(no!, yes!), 6);
    }
    const blocks = await occamTab([...asked, "--rejects", "other.csv"], { folder });
    expect(blocks.output).toBe(whole.output);
  });

  it("has costs in its results that predictions.csv gives again", async () => {
    const { decision } = JSON.parse(await readFile(join(folder, "reports/data/results.json"), "utf8"));
    const [header, ...lines] = (await readFile(join(folder, "reports/data/predictions.csv"), "utf8"))
      .trim()
      .split("\n");
    const place = (name: string) => header!.split(",").indexOf(name);
    const cells = lines.map((line) => line.split(","));
    const byFold = ["0", "1"].map((fold) => {
      const own = cells.filter((row) => row[place("fold")] === fold);
      const paid = own.map((row) => {
        const called = Number(row[place("occam:yes")]) >= 0.5;
        return row[place("good")] === "yes" ? (called ? 0 : 9) : called ? 1 : 0;
      });
      return paid.reduce((a: number, b) => a + b, 0) / own.length;
    });
    const rule = decision.models[0].rules.find((one: { rule: string }) => one.rule === "likeliest");
    expect(rule.cost.mean).toBeCloseTo((byFold[0]! + byFold[1]!) / 2, 9);
  });

  it("ends with exit code 2 before anything is trained when a class is not there", async () => {
    const { code, errors } = await occamTab(["fit", "data.csv", "--cost", "yess>no=1,no>yes=1", "--out", "x"], {
      folder,
    });
    expect(code).toBe(2);
    expect(errors).toContain('--cost names "yess", which is not a class of "good".');
    expect(errors).toContain('Did you mean "yes"?');
  });
});
