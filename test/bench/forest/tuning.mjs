/**
 * The tuned forest beside the fully grown one on the same folds: losses on test rows, and what tuning costs, in one
 * process, by turns. `node test/bench/forest/tuning.mjs --data DIR [--only a,b] [--folds 0,1] [--trees 500]`, where DIR
 * has tables with the target last, `folds/NAME.csv` (row, fold) and `datasets.json`. Needs a build.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { calibrate } from "../../../dist/forest/calibration.js";
import { defaultForestOptions } from "../../../dist/forest/forest.js";
import { growerOf, growTrees, learnForest } from "../../../dist/forest/grow.js";
import { predictForest } from "../../../dist/forest/predict.js";
import { tuneForest } from "../../../dist/forest/tune.js";
import { parseTable } from "../../../dist/ingest/parse.js";
import { asCategory } from "../../../dist/ingest/target.js";
import { expandDates } from "../../../dist/prepare/features.js";
import { learnTask, targets } from "../../../dist/prepare/target.js";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    only: { type: "string" },
    folds: { type: "string", default: "0,1,2,3,4" },
    trees: { type: "string", default: "500" },
  },
});
const folder = values.data ?? "data";
const trees = Number(values.trees);
const only = values.only?.split(",");
const print = (line) => process.stdout.write(`${line}\n`);
const { datasets } = JSON.parse(readFileSync(join(folder, "datasets.json"), "utf8"));
print("set,fold,default,tuned,leaf,temperature,floor,defaultSeconds,tunedSeconds,ratio");
for (const { name, file, task: taskName } of datasets) {
  if (only !== undefined && !only.includes(name)) continue;
  const { table } = parseTable(readFileSync(join(folder, file)), { name: file });
  const lines = readFileSync(join(folder, "folds", `${name}.csv`), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  const foldOf = lines.map((line) => Number(line.split(",")[1]));
  const isNumber = taskName === "regression";
  const last = table.columns.at(-1);
  const target = isNumber ? last : asCategory(last);
  const used = Uint32Array.from(foldOf.keys()).filter((row) => foldOf[row] >= 0);
  const task = learnTask(target, used, isNumber ? "regression" : "classification");
  const truth = new Float64Array(table.rowCount).fill(Number.NaN);
  const known = isNumber ? Float64Array.from(used, (row) => target.values[row]) : targets(target, used, task);
  used.forEach((row, i) => (truth[row] = known[i]));
  const data = { columns: expandDates(table.columns.slice(0, -1)), task, targets: truth, weights: null };
  for (const fold of values.folds.split(",").map(Number)) {
    const train = used.filter((row) => foldOf[row] !== fold);
    const test = used.filter((row) => foldOf[row] === fold);
    const options = { ...defaultForestOptions(task, trees), seed: 7 };
    const lossOf = (predicted) => {
      let sum = 0;
      test.forEach((row, i) => {
        const own = predicted.data[i * predicted.columns + (isNumber ? 0 : truth[row])];
        sum += isNumber ? (own - truth[row]) ** 2 : -Math.log(Math.max(own, 0.001));
      });
      return isNumber ? Math.sqrt(sum / test.length) : sum / test.length;
    };
    const timed = (make) => {
      const before = process.cpuUsage();
      const made = make();
      const { user, system } = process.cpuUsage(before);
      return { made, seconds: (user + system) / 1e6 };
    };
    const grow = (learnt, from, to) => growerOf(learnt).grow(from, to);
    growTrees(data, train, { ...options, trees: 5 }); // compiled before anything is timed
    const whole = timed(() => growTrees(data, train, options));
    const tuned = timed(() => tuneForest(learnForest(data, train, options), trees, { grow, goesOn: () => true }));
    const { forest, leafSize, calibration } = tuned.made;
    const plain = lossOf(predictForest(whole.made, data.columns, test).values);
    const better = lossOf(calibrate(predictForest(forest, data.columns, test).values, calibration));
    const { inverseTemperature, floor } = calibration;
    const seconds = [whole.seconds, tuned.seconds, tuned.seconds / whole.seconds].map((one) => one.toFixed(2));
    print([name, fold, plain.toFixed(5), better.toFixed(5), leafSize, inverseTemperature, floor, ...seconds].join());
  }
}
