// What --prune-by is worth at equal size: one network of 64 units by each criterion, halved five times with 6 rounds
// after each, and scored on a fifth of the rows that only tests. All criteria see the same start, rows and sizes.
// node test/bench/prune-by/bench.mjs RESULTS.jsonl [seeds, 3] [most rows of a table, 1000]; needs a build.
// Each line of RESULTS.jsonl is one finished training; the same command continues from there.
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { mean, studentQuantile, variance } from "../../../dist/base/statistics.js";
import { makeRequest, settingsOf } from "../../../dist/commands/flags/request.js";
import { presets, pruneBys } from "../../../dist/descent/options.js";
import { leastImportant } from "../../../dist/descent/prune.js";
import { chooseEngine } from "../../../dist/engine/choose.js";
import { readTable } from "../../../dist/index.js";
import { planRun } from "../../../dist/run/plan.js";
import { calibrated, dealTable, scoreOn, startLearner, train } from "../../../dist/study/network.js";

const [file, seeds = 3, mostRows = 1000] = process.argv.slice(2);
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
  if (request.table.rows > Number(mostRows)) continue;
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

/** Mean and half of a 95% interval over tables of the log of the ratio to gradients, as percents. */
function against(pruneBy, step) {
  const names = [...new Set(results.map(({ name }) => name))];
  const loss = (name, by) =>
    mean(results.filter((one) => one.name === name && one.pruneBy === by).map(({ steps }) => steps[step].loss));
  const logs = names.map((name) => Math.log(loss(name, pruneBy) / loss(name, "gradient")));
  const middle = mean(logs);
  const half = studentQuantile(0.975, logs.length - 1) * Math.sqrt(variance(logs) / logs.length);
  return `${(100 * middle).toFixed(1)} ± ${(100 * half).toFixed(1)}% (${logs.filter((log) => log < 0).length})`;
}

say(`${new Set(results.map(({ name }) => name)).size} tables, ${results.length} trainings`);
say("log-loss or RMSE against gradient: mean of the logs of the ratio, and in brackets the tables with less loss");
const others = pruneBys.filter((by) => by !== "gradient");
say(`| weights left | ${others.join(" | ")} |`);
say(`| --- | ${others.map(() => "---").join(" | ")} |`);
for (let step = 1; step <= settings.halvings; step++) {
  const dense = results.map(({ steps }) => steps[step].weights / steps[0].weights);
  say(`| ${(100 * mean(dense)).toFixed(1)}% | ${others.map((by) => against(by, step)).join(" | ")} |`);
}
