// Fits and predicts the case in a folder with this package: see bench.mjs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultForestOptions } from "../../../dist/forest/forest.js";
import { growTrees } from "../../../dist/forest/grow.js";
import { predictForest } from "../../../dist/forest/predict.js";

const [folder, trees] = process.argv.slice(2);
const described = JSON.parse(readFileSync(join(folder, "case.json"), "utf8"));
const read = (name) => new Float64Array(Uint8Array.from(readFileSync(join(folder, `${name}.f64`))).buffer);
const columns = described.columns.map(({ name, levels }, i) =>
  levels === 0
    ? { kind: "numeric", name, values: read(i) }
    : {
        kind: "category",
        name,
        codes: Int32Array.from(read(i)),
        levels: Array.from({ length: levels }, (_, level) => `level ${level}`),
      },
);
const targets = read("target");
const task =
  described.classes === 0
    ? { kind: "regression", mean: 0, deviation: 1, low: 0, high: 1 }
    : { kind: "classification", classes: Array.from({ length: described.classes }, (_, c) => `class ${c}`) };
const positions = Array.from({ length: described.rows }, (_, row) => row);
const train = Uint32Array.from(positions.filter((row) => row % 5 !== 0));
const test = Uint32Array.from(positions.filter((row) => row % 5 === 0));
const defaults = defaultForestOptions(task, Number(trees));
const options = { ...defaults, featuresPerSplit: described.featuresPerSplit ?? defaults.featuresPerSplit };

/** CPU seconds, all threads of this process. */
const clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const start = clock();
const forest = growTrees({ columns, task, targets, weights: null }, train, options, 1);
const grown = clock();
const { values } = predictForest(forest, columns, test);
const end = clock();
let score = 0;
test.forEach((row, i) => {
  const said = values.data.subarray(i * values.columns, (i + 1) * values.columns);
  if (values.columns === 1) score += (said[0] - targets[row]) ** 2 / test.length;
  else score += Number(said.indexOf(Math.max(...said)) === targets[row]) / test.length;
});
process.stdout.write(
  JSON.stringify({
    fit: grown - start,
    predict: end - grown,
    peak: process.resourceUsage().maxRSS / 1024,
    score: values.columns === 1 ? Math.sqrt(score) : score,
  }),
);
