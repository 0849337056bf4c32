// A fleet on paper: 8,000 jobs with measured durations on 200 workers, the longest first by the estimate of
// run/cost.ts, as the queue gives them.
// node test/bench/queue/simulate.mjs [scores.csv] [workers, 200] [seed, 1]
// Takes the training seconds of any scores.csv; without one, those of reports/baseline.json.
import { readFileSync } from "node:fs";
import { Random } from "../../../dist/base/random.js";
import { modelIds } from "../../../dist/models/names.js";
import { costOf } from "../../../dist/run/cost.js";

const [file = null, workers = 200, seed = 1] = process.argv.slice(2);
const measured = file === null ? fromBaseline() : fromScores(file);

function fromBaseline() {
  const { sets } = JSON.parse(readFileSync(new URL("../../../reports/baseline.json", import.meta.url), "utf8"));
  return sets.flatMap(({ inputs: columns, folds, models }) =>
    models.flatMap(({ id: model, folds: results }) =>
      results.map(({ trainSeconds: seconds }, i) => ({ model, rows: folds[i].train, columns, seconds })),
    ),
  );
}

function fromScores(path) {
  const [head, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const titles = head.split(",");
  return lines.flatMap((line) => {
    const cells = Object.fromEntries(line.split(",").map((cell, i) => [titles[i], cell]));
    const [rows, columns] = [Number(cells.train_rows), Number(cells.encoded_features)];
    const seconds = cells.fit_cpu_seconds === "" ? Number.NaN : Number(cells.fit_cpu_seconds);
    return Number.isFinite(seconds) ? [{ model: cells.model, rows, columns, seconds }] : [];
  });
}

/** Models that costOf does not know, from other tools, take what they take of a cell in the middle. */
const perCell = new Map();
for (const { model, rows, columns, seconds } of measured) {
  perCell.set(model, [...(perCell.get(model) ?? []), seconds / (rows * (columns + 1))]);
}
const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const factor = ({ model }) => (isOurs(model) ? 1 : 1e6 * middle(perCell.get(model)));

function isOurs(model) {
  return modelIds.includes(model);
}

const count = 8000;
const overhead = 0.02; // seconds that a job takes beyond its work
const random = Random.of("simulation", Number(seed));

/** Jobs of a suite that is as long as 8,000 jobs: the measured ones again and again, each run a tenth off. */
const jobs = Array.from({ length: count }, (_, i) => {
  const one = measured[i % measured.length];
  const seconds = one.seconds * Math.exp(0.1 * random.normal()) + overhead;
  const shape = { kind: "fold", fold: { train: { length: one.rows } }, models: [one.model] };
  return { seconds, cost: factor(one) * costOf(shape, { columns: { length: one.columns } }) };
});

/** When all is done, if each worker takes the next job as it becomes free. */
function makespan(order) {
  const free = new Float64Array(Number(workers));
  for (const { seconds } of order) {
    let next = 0;
    for (let i = 1; i < free.length; i++) if (free[i] < free[next]) next = i;
    free[next] += seconds;
  }
  return Math.max(...free);
}

const total = jobs.reduce((sum, { seconds }) => sum + seconds, 0);
const longest = Math.max(...jobs.map(({ seconds }) => seconds));
const share = total / Number(workers);
const ideal = Math.max(share, longest); // no order can end earlier: all work has to be done, and the longest job too
const orders = {
  "as they come": jobs,
  "longest first, by the estimate": jobs.toSorted((a, b) => b.cost - a.cost),
  "longest first, if one knew": jobs.toSorted((a, b) => b.seconds - a.seconds),
};
const say = (text) => process.stdout.write(`${text}\n`);
say(
  `${count} jobs made of ${measured.length} measured ones, ${(total / 3600).toFixed(2)} h of work on ${workers} workers`,
);
say(`ideal ${ideal.toFixed(1)} s: an even share is ${share.toFixed(1)} s, the longest job ${longest.toFixed(1)} s`);
for (const [name, order] of Object.entries(orders)) {
  const seconds = makespan(order);
  const percent = (bound) => `${((100 * bound) / seconds).toFixed(1)}%`;
  say(`${name}: ${seconds.toFixed(1)} s, ${percent(ideal)} of the ideal, ${percent(share)} of an even share`);
}
