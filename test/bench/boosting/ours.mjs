// Trains one member without a held-out part on a case of bench.mjs.
import { codeRows, learnCuts } from "../../../dist/forest/code.js";
import { boostingTrainer, startScores } from "../../../dist/boosting/fit.js";
import { defaultBoostingOptions } from "../../../dist/boosting/options.js";
import { memberScores, toPrediction } from "../../../dist/boosting/predict.js";

/** CPU seconds, all threads of this process. */
const clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** The case as codes, and the seconds that took. */
export function codeOurs({ rows, classes, values, target }) {
  const start = clock();
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  const table = values.map((numbers, i) => ({ kind: "numeric", name: `x${i}`, values: numbers }));
  const columns = table.map(({ name, values: numbers }) => ({
    kind: "numeric",
    name,
    cuts: learnCuts(numbers, all, 255),
  }));
  const codes = codeRows(columns, table, all).map((column) => Uint8Array.from(column));
  const task =
    classes === 0
      ? { kind: "regression", mean: 2, deviation: 1, low: -1e9, high: 1e9 }
      : { kind: "classification", classes: Array.from({ length: classes }, (_, label) => String(label)) };
  const parts = new Uint8Array(rows).fill(1);
  return { data: { task, columns, codes, targets: target, weights: null, parts }, code: clock() - start };
}

export function trainOurs({ data, code }, settings) {
  const options = {
    ...defaultBoostingOptions(data.task, data.parts.length),
    ...settings,
    rowShare: 1,
    columnShare: 1,
    patience: Infinity,
  };
  const start = clock();
  const { trees } = boostingTrainer(data, options, 1).train(0, () => true);
  const train = clock() - start;
  const few = data.codes.map((column) => column.subarray(0, 1000));
  const boosting = { ...data, start: startScores(data), inverseTemperature: 1, members: [trees] };
  const said = toPrediction(boosting, memberScores(boosting, few, 1000).members[0], 1).data;
  let loss = 0;
  for (let row = 0; row < 1000; row++) {
    const target = data.targets[row];
    const width = said.length / 1000;
    loss += (width === 1 ? (said[row] - target) ** 2 : -Math.log(said[row * width + target])) / 1000;
  }
  const leaves = trees.child.filter((child) => child === 0).length;
  return { train, code, leaves, loss: data.task.kind === "regression" ? Math.sqrt(loss) : loss };
}
