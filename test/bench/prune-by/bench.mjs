// What --prune-by is worth at equal size: one network of 64 units by each criterion, halved five times with 6 rounds
// after each, and scored on a fifth of the rows that only tests. All criteria see the same start, rows and sizes.
// node test/bench/prune-by/bench.mjs RESULTS.jsonl [seeds, 3]; needs a build.
// Each line of RESULTS.jsonl is one finished training; the same command continues from there.
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { studentQuantile } from "../../../dist/base/distributions.js";
import { mean, variance } from "../../../dist/base/statistics.js";
import { makeRequest, settingsOf } from "../../../dist/commands/flags/request.js";
import { presets, pruneBys } from "../../../dist/descent/options.js";
import { leastImportant } from "../../../dist/descent/prune.js";
import { chooseEngine } from "../../../dist/engine/choose.js";
import { readTable } from "../../../dist/index.js";
import { planRun } from "../../../dist/run/plan.js";
import { calibrated, dealTable, scoreOn, startLearner, train } from "../../../dist/study/network.js";

const [file, seeds = 3] = process.argv.slice(2);
const folder = fileURLToPath(new URL("../../../data/", import.meta.url));
const settings = { width: 64, rounds: 20, recoveryRounds: 6, halvings: 5 };
const engine = chooseEngine("auto");
const say = (text) => process.stdout.write(`${text}\n`);

/** Losses on the test rows, dense and after each halving. */
async function lossesOf(run, seed, pruneBy) {
  const preset = presets.balanced;
  const options = {
    ...preset,
    ensemble: { members: 1, parts: 1, calibrate: "full" },
    ladder: { ...preset.ladder, pruneBy },
  };
  const table = dealTable(run, seed);
  const learner = await startLearner(table, engine, { width: settings.width, options, seed });
  const steps = [];
  const note = async () => {
    const { loss } = await scoreOn(table, engine, { model: await calibrated(learner), rows: table.test });
    steps.push({ weights: learner.weights, loss });
  };
  try {
    await train(learner, settings.rounds, options.descent.rate);
    await note();
    for (let halving = 0; halving < settings.halvings; halving++) {
      await learner.keep(await leastImportant(0.5)(learner));
      await train(learner, settings.recoveryRounds, options.descent.recoveryRate);
      await note();
    }
  } finally {
    learner.dispose();
  }
  return steps;
}

const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").filter(Boolean) : [];
const results = lines.map((line) => JSON.parse(line));
for (const name of readdirSync(folder).filter((each) => each.endsWith(".csv"))) {
  const read = await readTable(readFileSync(folder + name), { name });
  const request = makeRequest({ ...read, name }, settingsOf({ folds: 2, repeats: 1 }), { command: "", time: "" });
  const { run } = planRun(request);
  for (let seed = 1; seed <= Number(seeds); seed++) {
    for (const pruneBy of pruneBys) {
      const isDone = results.some((one) => one.name === name && one.seed === seed && one.pruneBy === pruneBy);
      if (isDone) continue;
      const result = { name, seed, pruneBy, steps: await lossesOf(run, seed, pruneBy) };
      results.push(result);
      appendFileSync(file, `${JSON.stringify(result)}\n`);
    }
  }
}

/**
 * The loss at a share of the first weights, on a straight line over the log of the weights between two halvings: units
 * that no weight is left of go too, so criteria do not end at the same sizes. NaN where it never gets so small.
 */
function lossAt(steps, share) {
  const at = Math.log(share * steps[0].weights);
  const next = steps.findIndex(({ weights }) => Math.log(weights) <= at);
  if (next < 1) return Number.NaN;
  const [from, to] = [steps[next - 1], steps[next]];
  const part = (Math.log(from.weights) - at) / (Math.log(from.weights) - Math.log(to.weights));
  return from.loss + part * (to.loss - from.loss);
}

/** By table: the log of the ratio to another loss, each a mean over the seeds. */
function logRatios(pruneBy, share, other) {
  const names = [...new Set(results.map(({ name }) => name))];
  const lossOf = (name, by, at) =>
    mean(results.filter((one) => one.name === name && one.pruneBy === by).map(({ steps }) => lossAt(steps, at)));
  return names
    .map((name) => Math.log(lossOf(name, pruneBy, share) / lossOf(name, other.pruneBy, other.share)))
    .filter(Number.isFinite);
}

/** Mean of the logs as percents with a 95% interval over tables, and the tables with less loss. */
function summary(logs) {
  const half = studentQuantile(0.975, logs.length - 1) * Math.sqrt(variance(logs) / logs.length);
  const less = logs.filter((log) => log < 0).length;
  return `${(100 * mean(logs)).toFixed(1)} ± ${(100 * half).toFixed(1)}% (${less} of ${logs.length})`;
}

say(`${new Set(results.map(({ name }) => name)).size} tables, ${results.length} trainings`);
say("Log-loss or RMSE: 100 times the mean log of the ratio, and the tables with less loss. The second column is");
say("gradient against its own dense network, the others are against gradient at the same size.");
const others = pruneBys.filter((by) => by !== "gradient");
say(`| weights left | gradient, against dense | ${others.join(" | ")} |`);
say(`| --- | --- | ${others.map(() => "---").join(" | ")} |`);
for (const share of [0.4, 0.2, 0.1, 0.05, 0.03]) {
  const dense = summary(logRatios("gradient", share, { pruneBy: "gradient", share: 0.999 }));
  const rest = others.map((pruneBy) => summary(logRatios(pruneBy, share, { pruneBy: "gradient", share })));
  say(`| ${100 * share}% | ${[dense, ...rest].join(" | ")} |`);
}
