// One slice of a fuzz run: `node child.mjs KIND SEED FROM TO`. Says before each case which it is, so that a hang has a number.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Random } from "../../dist/base/random.js";
import { main } from "../../dist/commands/command-line/main.js";
import { checkResults } from "../../dist/evaluate/results/results-check.js";
import { mutantText } from "./mutate.mjs";
import { randomCase } from "./tables.mjs";

const [kind, seed, from, to] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "occam-tab-fuzz-"));
const controls = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const noNumber = /\b(?:NaN|Infinity|undefined)\b/u;

async function run(words) {
  let said = "";
  const stream = { write: (text) => (said += text) };
  const world = {
    input: Readable.from([]),
    output: stream,
    errors: stream,
    environment: {},
    now: () => new Date(),
    began: performance.now(),
  };
  const code = await main(words, world, new AbortController().signal);
  if (code !== 0 && code !== 1 && code !== 2 && code !== 4) throw new Error(`exit code ${code}: ${said}`);
  if (controls.test(said)) throw new Error(`the terminal was told a control: ${JSON.stringify(said)}`);
  if (code === 2 && !/^occam-tab: .*[.?]$/mu.test(said)) throw new Error(`no sentence: ${said}`);
  return code;
}

/** A whole run on a random table; what it wrote holds no value that is no number. */
async function wholeRun(random, at) {
  const { text, flags } = randomCase(random);
  const [file, out] = [at("t.csv"), at("out")];
  writeFileSync(file, text);
  if ((await run(["fit", file, "--out", out, "--force", "--quiet", ...flags])) !== 0) return;
  checkResults(JSON.parse(readFileSync(join(out, "results.json"), "utf8")), "results.json");
  const page = readFileSync(join(out, "report.html"), "utf8");
  const found = /.{0,80}\b(?:NaN|Infinity|undefined)\b.{0,40}/u.exec(page.replace(/<style>.*?<\/style>/su, ""));
  if (found !== null && !text.includes("NaN")) throw new Error(`the report has ${found[0]}`);
  const predictions = readFileSync(join(out, "predictions.csv"), "utf8");
  if (noNumber.test(predictions) && !noNumber.test(text)) throw new Error("predictions.csv has no number");
  const again = flags.includes("--no-header") ? ["--no-header"] : [];
  if ((await run(["predict", join(out, "model.json"), file, "--out", at("p.csv"), "--force", ...again])) !== 0) {
    throw new Error("the model does not predict its own table");
  }
  if (noNumber.test(readFileSync(at("p.csv"), "utf8")) && !noNumber.test(text)) throw new Error("p.csv has no number");
}

let originals;

/** Files of one small run, and the commands that read each. */
async function filesOfRun(at) {
  if (originals !== undefined) return originals;
  const rows = Array.from({ length: 30 }, (_, i) => `${(i * 7) % 11},${"abc"[i % 3]},${(i * 5) % 13 > 5 ? "y" : "n"}`);
  writeFileSync(at("t.csv"), `a,b,c\n${rows.join("\n")}\n`);
  const quick = ["--preset", "tiny", "--trees", "3", "--jobs", "1"];
  await run(["fit", at("t.csv"), "--out", at("run"), "--quiet", "--folds", "2", "--repeats", "1", ...quick]);
  const manifest = [{ name: "t", file: "t.csv", target: "c", task: "binary", ignore: [], folds: null }];
  writeFileSync(at("datasets.json"), JSON.stringify({ datasets: manifest }));
  const bench = ["bench", at("datasets.json"), "--models", "dummy", "--out", at("bench"), "--jobs", "1", "--quiet"];
  await run([...bench, "--baseline", at("baseline.json"), "--update"]);
  const read = (name) => JSON.parse(readFileSync(at(name), "utf8"));
  originals = [
    [read("run/results.json"), (file) => ["report", file, "--out", at("page.html"), "--force"]],
    [read("run/model.json"), (file) => ["predict", file, at("t.csv"), "--out", at("p.csv"), "--force"]],
    [read("run/model.json"), (file) => ["inspect", file]],
    [read("baseline.json"), (file) => [...bench, "--baseline", file]],
    [{ datasets: manifest }, (file) => ["bench", file, ...bench.slice(2)]],
    [{ a: "category", c: "ignore" }, (file) => ["inspect", at("t.csv"), "--types", file]],
    [{ folds: 2, target: "b", ignore: ["a"], seed: 3 }, (file) => ["inspect", at("t.csv"), "--config", file]],
  ];
  return originals;
}

async function jsonFile(random, at) {
  const all = await filesOfRun(at);
  const [value, command] = all[random.below(all.length)];
  writeFileSync(at("mutant.json"), mutantText(value, random));
  await run(command(at("mutant.json")));
}

const work = { runs: wholeRun, files: jsonFile }[kind];
const at = (name) => join(folder, name);
try {
  for (let number = Number(from); number < Number(to); number++) {
    process.send?.({ number });
    await work(Random.of(Number(seed), kind, number), at);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
