// Speed and memory of the forest beside scikit-learn and ranger: see README.md.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readCase, syntheticCase, writeCase } from "./cases.mjs";

const here = import.meta.dirname;
const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: "data" },
    trees: { type: "string", default: "100" },
    rounds: { type: "string", default: "3" },
    only: { type: "string" }, // all tables and all parts
  },
});
const parts = ["synthetic", "workers", "growth"];
const only = options.only?.split(",") ?? [...tables(), ...parts];
const folder = mkdtempSync(join(tmpdir(), "forest-bench-"));

/** Names of the tables in the folder. */
function tables() {
  return readdirSync(options.data).flatMap((file) => (file.endsWith(".csv") ? [file.slice(0, -4)] : []));
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function sayTable(rows) {
  const names = Object.keys(rows[0] ?? {});
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => String(row[name]).length)));
  const line = (cells) => cells.map((cell, i) => String(cell).padEnd(widths[i])).join("  ");
  say(line(names));
  for (const row of rows) say(line(names.map((name) => row[name])));
}

/**
 * A process that fits and predicts the case in `folder` and prints {fit, predict: CPU seconds, peak: MB, score}. A
 * "warm" one does so twice with 100 trees on 2,000 rows before the clock starts, and then the fastest of five
 * predictions counts.
 */
function measure([command, ...words], heat, trees = options.trees) {
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const output = execFileSync(command, [...words, folder, String(trees), heat], {
    env,
    encoding: "utf8",
  });
  return JSON.parse(output.trim().split("\n").at(-1));
}

function findPeers() {
  const ours = { name: "occam-tab", command: [process.execPath, join(here, "ours.mjs")] };
  const works = (command, ...words) => spawnSync(command, words).status === 0;
  const python = [process.env.PYTHON, "python3", "/usr/bin/python3"].find(
    (name) => name && works(name, "-c", "import sklearn"),
  );
  const peers = [ours];
  if (python) peers.push({ name: "scikit-learn", command: [python, join(here, "peer.py")] });
  else say("scikit-learn skipped: no python3 here can import sklearn");
  if (works("Rscript", "-e", "library(ranger)")) {
    peers.push({ name: "ranger", command: ["Rscript", "--vanilla", join(here, "peer.R")] });
  } else say("ranger skipped: Rscript is not here or cannot load ranger");
  return peers;
}

/** Fastest of the rounds, of which every forest has its turn; ours in a cold process as well. */
function compare(name, table, peers) {
  writeCase(folder, table);
  const best = new Map();
  const note = (forest, got) => {
    const known = best.get(forest) ?? got;
    best.set(forest, {
      fit: Math.min(known.fit, got.fit),
      predict: Math.min(known.predict, got.predict),
      peak: Math.max(known.peak, got.peak),
      score: got.score,
    });
  };
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const { name: peer, command } of peers) note(peer, measure(command, "warm"));
    note("occam-tab, cold", measure(peers[0].command, "cold"));
  }
  const ours = best.get("occam-tab");
  return [...best].map(([forest, { fit, predict, peak, score }]) => ({
    case: name,
    forest,
    fitSeconds: fit.toFixed(3),
    predictSeconds: predict.toFixed(4),
    peakMB: Math.round(peak),
    score: Number(score.toPrecision(4)),
    fitRatio: (fit / ours.fit).toFixed(2),
    predictRatio: (predict / ours.predict).toFixed(2),
  }));
}

/** Least-squares slope of log seconds against log size. */
function slope(points) {
  const x = points.map(({ size }) => Math.log(size));
  const y = points.map(({ seconds }) => Math.log(seconds));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const cross = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return cross / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

function growth(label, sizes, shape, trees) {
  const [ours] = findPeers();
  const points = sizes.map((size) => {
    writeCase(folder, syntheticCase(...shape(size)));
    return { size, seconds: Number(measure(ours.command, "warm", trees).fit.toFixed(3)) };
  });
  say(`fit seconds of ${trees} trees against ${label}, log-log slope ${slope(points).toFixed(2)}`);
  sayTable(points);
}

/** Seconds to grow the case in `folder` with one and with two workers, and what two reach here at most. */
function timeWorkers(name, table) {
  writeCase(folder, table);
  const command = [join(here, "workers.mjs"), folder, options.trees, options.rounds];
  const got = JSON.parse(execFileSync(process.execPath, command, { encoding: "utf8" }));
  const more = (work) => `${(100 * (work - 1)).toFixed(1)}%`;
  return {
    case: name,
    oneWorker: got.one.toFixed(3),
    twoWorkers: got.two.toFixed(3),
    ratio: (got.one / got.two).toFixed(2),
    ceiling: got.ceiling.toFixed(2),
    moreWork: more(got.work),
    moreWorkApart: more(got.workApart),
  };
}

const synthetic = { name: "synthetic 100,000 × 50", table: () => syntheticCase(125_000, 50) };

/** The cases that were asked for, each read when it is its turn. */
function askedCases() {
  const asked = only.filter((name) => !parts.includes(name));
  const missing = asked.filter((name) => !existsSync(join(options.data, `${name}.csv`)));
  for (const name of missing) say(`${name} skipped: not in ${options.data} (see --data)`);
  const found = asked.filter((name) => !missing.includes(name));
  return found
    .map((name) => ({ name, table: () => readCase(join(options.data, `${name}.csv`)) }))
    .concat(only.includes("synthetic") ? [synthetic] : []);
}

try {
  const cases = askedCases();
  if (cases.length > 0) {
    const peers = findPeers();
    const rows = cases.flatMap(({ name, table }) => compare(name, table(), peers));
    say(`one thread, ${options.trees} trees; ratios: CPU seconds of that forest ÷ seconds of ours`);
    sayTable(rows);
    if (only.includes("workers")) {
      say("two workers that grow one forest, seconds of the clock, against one that grows it alone");
      say("ceiling: the same ratio for two that grow a forest each and share nothing; more work: CPU seconds");
      sayTable(cases.map(({ name, table }) => timeWorkers(name, table())));
    }
  }
  if (only.includes("growth")) {
    growth("rows, 20 columns", [1e3, 1e4, 1e5, 1e6], (rows) => [rows * 1.25, 20], 5);
    growth("columns, 10,000 rows", [10, 100, 1000], (columns) => [12_500, columns, "all"], 5);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
