// Shows that two builds of occam-tab give the same numbers: `node test/equal-runs.mjs BEFORE AFTER` with two built
// checkouts. Runs five tables on both, two threads here and one there, and compares what they wrote: model.json,
// predictions.csv, folds.csv and scores.csv byte for byte, results.json but for times, words and the order of keys.
// Ends with 1 and the places where they differ. Uses the Node that runs it.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

/** @type {[what: string, table: string, flags: string[]][]} */
const runs = [
  ["two classes, missing values", "pima-diabetes", ["--folds", "3"]],
  ["several classes, all models", "vehicle", ["--folds", "3", "--models", "all", "--repeats", "1"]],
  ["numbers", "concrete", []],
  ["groups", "sacramento-houses", ["--group", "zip"]],
  ["categories, given weights", "staff-attrition", ["--weight", "age"]],
];
const suite = ["house-votes", "iris"]; // the tables of a bench

/** Keys of results.json that hold times and machines, and those that hold words. */
const times = [
  "version",
  "secondsRatio",
  "time",
  "seconds",
  "trainSeconds",
  "predictMicrosecondsPerRow",
  "machine",
  "command",
];
const words = [
  "label",
  "description",
  "mark",
  "message",
  "hint",
  "sentence",
  "advice",
  "reason",
  "note",
  "summary",
  "counting",
];
const left = new Set([...times, ...words]);

const checkouts = process.argv.slice(2).map((path) => resolve(path));
if (checkouts.length !== 2) throw new Error("Name two built checkouts: before and after.");
const folder = mkdtempSync(join(tmpdir(), "equal-runs-"));
let differences = 0;
try {
  for (const [what, table, flags] of runs) {
    compareRuns(what, "fit", join(checkouts[0], "data", `${String(table)}.csv`), flags);
  }
  const tables = join(folder, "suite");
  mkdirSync(tables);
  for (const name of suite) copyFileSync(join(checkouts[0], "data", `${name}.csv`), join(tables, `${name}.csv`));
  compareRuns("a suite", "bench", tables, ["--models", "occam,forest,linear,dummy", "--trees", "50"]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = differences > 0 ? 1 : 0;

function compareRuns(what, command, data, flags) {
  const table = basename(data, ".csv");
  const outs = checkouts.map((checkout, side) => {
    const out = join(folder, `${table}-${side}`);
    const asked = [command, data, ...flags, "--jobs", String(2 - side), "--out", out, "--quiet"];
    const { status, stderr } = spawnSync(process.execPath, [join(checkout, "dist/cli.js"), ...asked], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${checkout} ended with ${status} on ${table}: ${stderr}`);
    return out;
  });
  const files = command === "fit" ? ["model.json", "predictions.csv", "folds.csv"] : ["scores.csv"];
  const same = files.map((file) => {
    const [before, after] = outs.map((out) => withoutTimes(file, readFileSync(join(out, file), "utf8")));
    return say(file, before === after);
  });
  if (command === "fit") {
    const [before, after] = outs.map((out) => JSON.parse(readFileSync(join(out, "results.json"), "utf8")));
    const places = differing(before, after, "");
    same.push(say("results.json", places.length === 0));
    for (const place of places.slice(0, 10)) process.stdout.write(`    ${place}\n`);
  }
  process.stdout.write(`${what} (${table}): ${same.join(", ")}\n`);
}

function say(file, equal) {
  if (!equal) differences++;
  return `${file} ${equal ? "equal" : "DIFFERS"}`;
}

/** scores.csv without its columns of seconds. */
function withoutTimes(file, text) {
  if (file !== "scores.csv") return text;
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  const kept = lines[0].map((name) => !/second/u.test(name));
  return lines.map((cells) => cells.filter((_, at) => kept[at]).join(",")).join("\n");
}

/** Paths at which two values differ, times and words left out; a key that only one side has differs too. */
function differing(before, after, path) {
  if (typeof before !== "object" || before === null || typeof after !== "object" || after === null) {
    return Object.is(before, after) ? [] : [`${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !left.has(key));
  return keys.flatMap((key) => differing(before[key], after[key], `${path}/${key}`));
}
