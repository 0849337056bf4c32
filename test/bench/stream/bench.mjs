// fit --stream beside the same network trained in memory and beside the best that any model can do:
// node test/bench/stream/bench.mjs FOLDER [ROWS] [ROWS IN MEMORY]. Needs Python with pyarrow, and GNU time. Without rows
// in memory that part is left out; 10,000,000 and 1,000,000 rows take six minutes of one core.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { normalCdf } from "../../../dist/base/distributions.js";
import { fallback } from "../../../dist/commands/flags/flag.js";
import { flags } from "../../../dist/commands/flags/index.js";
import { openRowFile } from "../../../dist/commands/stream/open-rows.js";
import { readTableBytes } from "../../../dist/ingest/formats/read.js";

const [folder, rows = "10000000", inMemory = "0"] = process.argv.slice(2);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const path = (name) => join(folder, name);
const say = (line) => process.stdout.write(`${line}\n`);
const network = ["--models", "occam", "--preset", "tiny", "--folds", "2", "--jobs", "1", "--quiet", "--force"];
mkdirSync(folder, { recursive: true });

function make(name, count, seed) {
  if (!existsSync(path(name))) execFileSync("python3", [here("make.py"), String(count), path(name), String(seed)]);
}

/** Processor time in seconds and peak memory in MB of the command line. */
function timed(...typed) {
  const { stderr, status } = spawnSync(
    "/usr/bin/time",
    ["-f", "\n%U %S %M", process.execPath, here("../../../dist/cli.js"), ...typed],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  const [user, system, kilobytes] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return { seconds: user + system, megabytes: kilobytes / 1000 };
}

/** Mean log-losses of rows: of probabilities of the class "a". */
function logLoss(classes, probabilities) {
  const floor = 0.001;
  return classes.reduce((sum, isFirst, row) => {
    const p = Math.min(1 - floor, Math.max(floor, probabilities[row]));
    return sum - Math.log(isFirst ? p : 1 - p) / classes.length;
  }, 0);
}

function predicted(model) {
  timed("predict", model, path("fresh.parquet"), "--out", path("fresh.csv"), "--quiet", "--force");
  const [head, ...lines] = readFileSync(path("fresh.csv"), "utf8").trim().split("\n");
  const place = head.split(",").indexOf("probability:a");
  return lines.map((line) => Number(line.split(",")[place]));
}

make("stream.parquet", rows, 1);
make("fresh.parquet", 200_000, 2);
const { table } = await readTableBytes(readFileSync(path("fresh.parquet")), { name: "fresh.parquet" });
const column = (name) => table.columns.find((each) => each.name === name);
const [x0, x1, x2] = ["x0", "x1", "x2"].map((name) => column(name).values);
const { codes, levels } = column("city");
const classes = Array.from(column("y").codes, (code) => column("y").levels[code] === "a");
const truth = classes.map((_, row) => normalCdf(x0[row] + x1[row] * x2[row] + Number(levels[codes[row]] === "Rome")));
say(`log-loss of the true probabilities on ${classes.length} fresh rows: ${logLoss(classes, truth).toFixed(4)}`);

const values = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, fallback(flag)]));
const began = process.cpuUsage();
let read = 0;
for await (const block of (await openRowFile(path("stream.parquet"), values, {})).blocks()) read += block.rows;
const { user, system } = process.cpuUsage(began);
say(`one pass over ${read} rows: ${((user + system) / 1e6).toFixed(1)} s of processor time`);

const report = (what, { seconds, megabytes }, model) => {
  const loss = logLoss(classes, predicted(model)).toFixed(4);
  say(`${what}: ${seconds.toFixed(1)} s, peak ${megabytes.toFixed(0)} MB, log-loss ${loss}`);
};
const streamed = timed("fit", path("stream.parquet"), "--stream", ...network, "--sample", "20000", "--out", path("s"));
report("fit --stream", streamed, path("s/model.json"));
if (Number(inMemory) > 0) {
  make("memory.parquet", inMemory, 1);
  const whole = timed("fit", path("memory.parquet"), ...network, "--out", path("m"));
  report(`fit of ${inMemory} rows in memory`, whole, path("m/model.json"));
}
