// Trains one member without a held-out part on a case of bench.mjs.
import { codeRows, learnThresholds } from "../../../dist/forest/code.js";
import { boostingTrainer, joinMembers } from "../../../dist/boosting/fit.js";
import { boostingOptions } from "../../../dist/boosting/options.js";
import { predictBoosting } from "../../../dist/boosting/predict.js";

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
    thresholds: learnThresholds(numbers, all, { limit: 255 }),
  }));
  const codes = codeRows(columns, table, { rows: all }).map((column) => Uint8Array.from(column));
  const task =
    classes === 0
      ? { kind: "regression", mean: 2, deviation: 1, low: -1e9, high: 1e9 }
      : { kind: "classification", classes: Array.from({ length: classes }, (_, label) => String(label)) };
  const parts = new Uint8Array(rows).fill(1);
  return { data: { task, columns, codes, targets: target, weights: null, parts }, code: clock() - start };
}

export function trainOurs({ data, code }, settings) {
  const options = {
    ...boostingOptions(data.task),
    ...settings,
    rowShare: 1,
    columnShare: 1,
    patience: Infinity,
  };
  const start = clock();
  // No row is in part 0: the member learns from all and holds none out.
  const member = boostingTrainer(data, { options, seed: 1 }).train(0, () => true);
  const train = clock() - start;
  const boosting = joinMembers(data, [member]);
  const few = data.codes.map((column) => column.subarray(0, 1000));
  const { data: said } = predictBoosting(boosting, few, 1000).values;
  let loss = 0;
  for (let row = 0; row < 1000; row++) {
    const target = data.targets[row];
    const width = said.length / 1000;
    loss += (width === 1 ? (said[row] - target) ** 2 : -Math.log(said[row * width + target])) / 1000;
  }
  const leaves = member.trees.child.filter((child) => child === 0).length;
  return { train, code, leaves, loss: data.task.kind === "regression" ? Math.sqrt(loss) : loss };
}
