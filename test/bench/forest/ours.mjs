// Fits and predicts the case in a folder with this package: see bench.mjs.
import { growTrees } from "../../../dist/forest/grow.js";
import { predictForest } from "../../../dist/forest/predict.js";
import { loadCase } from "./load.mjs";

const [folder, trees, heat] = process.argv.slice(2);
const { data, train, test, options } = loadCase(folder, Number(trees));
const warm = heat === "warm";

/** CPU seconds, all threads of this process. */
const clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
// Twice: what was compiled for the first kernel alone is compiled again for every one when there is a second.
for (let time = 0; time < (warm ? 2 : 0); time++) {
  const small = growTrees(data, train.subarray(0, 2000), { ...options, trees: 100, seed: 2 });
  predictForest(small, data.columns, test.subarray(0, 2000));
}
const start = clock();
const forest = growTrees(data, train, { ...options, seed: 1 });
const grown = clock();
let predict = Infinity;
let values;
for (let time = 0; time < (warm ? 5 : 1); time++) {
  const asked = clock();
  ({ values } = predictForest(forest, data.columns, test));
  predict = Math.min(predict, clock() - asked);
}
let score = 0;
test.forEach((row, i) => {
  const said = values.data.subarray(i * values.columns, (i + 1) * values.columns);
  const target = data.targets[row];
  if (values.columns === 1) score += (said[0] - target) ** 2 / test.length;
  else score += Number(said.indexOf(Math.max(...said)) === target) / test.length;
});
process.stdout.write(
  JSON.stringify({
    fit: grown - start,
    predict,
    peak: process.resourceUsage().maxRSS / 1024,
    score: values.columns === 1 ? Math.sqrt(score) : score,
  }),
);
