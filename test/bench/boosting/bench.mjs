// Speed of boosting beside LightGBM, one thread each, in turns: see README.md.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { Random } from "../../../dist/base/random.js";
import { codeOurs, trainOurs } from "./ours.mjs";

const { values: options } = parseArgs({
  options: {
    cases: { type: "string", default: "20000x50,200000x20" },
    classes: { type: "string", default: "2" },
    trees: { type: "string", default: "100" },
    leaves: { type: "string", default: "31" },
    turns: { type: "string", default: "5" },
    python: { type: "string", default: "python3" },
  },
});

/** Uniform numbers; classes, or a number, by a curved sum of five of them with noise. */
function makeCase(rows, columns, classes) {
  const random = Random.of("boosting benchmark", rows, columns);
  const values = Array.from({ length: columns }, () => Float64Array.from({ length: rows }, () => random.uniform()));
  const signal = Float64Array.from({ length: rows }, (_, row) => {
    const x = (i) => values[i % columns][row];
    return 3 * x(0) * x(1) + 2 * Math.abs(x(2) - 0.5) + x(3) + (x(4) > 0.7 ? 1 : 0) + 0.5 * random.normal();
  });
  const sorted = signal.slice().sort();
  const target = signal.map((value) => {
    if (classes === 0) return value;
    let label = 0;
    while (label + 1 < classes && value > sorted[Math.floor(((label + 1) * rows) / classes)]) label++;
    return label;
  });
  return { rows, columns, classes, values, target };
}

async function compare(name, classes) {
  const [rows, columns] = name.split("x").map(Number);
  const table = makeCase(rows, columns, classes);
  const settings = { rounds: Number(options.trees), leaves: Number(options.leaves), learningRate: 0.1, leastRows: 20 };
  const folder = mkdtempSync(join(tmpdir(), "boosting-bench-"));
  writeFileSync(join(folder, "case.json"), JSON.stringify({ rows, columns, classes, ...settings }));
  table.values.forEach((values, i) => writeFileSync(join(folder, `${i}.f64`), values));
  writeFileSync(join(folder, "target.f64"), table.target);
  const peer = spawn(options.python, [join(import.meta.dirname, "peer.py"), folder], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
  });
  const lines = createInterface(peer.stdout)[Symbol.asyncIterator]();
  const theirs = async () => {
    peer.stdin.write("train\n");
    return JSON.parse((await lines.next()).value);
  };
  const turns = [];
  // The first turn warms up both.
  for (let turn = 0; turn <= Number(options.turns); turn++)
    turns.push({ ours: trainOurs(codeOurs(table), settings), theirs: await theirs() });
  peer.stdin.end();
  rmSync(folder, { recursive: true });
  const counted = turns.slice(1);
  const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const row = (who) => counted.map((turn) => turn[who]);
  const report = { case: name, classes };
  report.oursTrain = median(row("ours").map(({ train }) => train)).toFixed(3);
  report.lightgbmTrain = median(row("theirs").map(({ train }) => train)).toFixed(3);
  report.speed = median(counted.map(({ ours, theirs: t }) => t.train / ours.train)).toFixed(2);
  report.speedWithCodes = median(
    counted.map(({ ours, theirs: t }) => (t.train + t.code) / (ours.train + ours.code)),
  ).toFixed(2);
  report.leaves = `${counted[0].ours.leaves} ${counted[0].theirs.leaves}`;
  report.loss = `${counted[0].ours.loss.toFixed(4)} ${counted[0].theirs.loss.toFixed(4)}`;
  return report;
}

const rows = [];
for (const name of options.cases.split(",")) {
  for (const classes of options.classes.split(",").map(Number)) rows.push(await compare(name, classes));
}
for (const row of rows) {
  process.stdout.write(
    `${Object.entries(row)
      .map(([name, value]) => `${name} ${value}`)
      .join(", ")}\n`,
  );
}
