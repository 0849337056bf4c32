// Made tables of 60 to 300 rows and 3 to 10 inputs of mixed types, with empty cells. Their target is noise, or linear in
// the inputs with noise.
import { Random } from "../../../dist/base/random.js";

const strengths = [0.5, 1, 2]; // deviations of a linear signal, where those of the noise are 1

/** The table of a truth, "noise" or "linear", and a number: its rows, and what it is. */
export function madeTable(truth, number) {
  const random = Random.of("null", truth, number);
  const rowCount = 60 + random.below(241);
  const inputs = Array.from({ length: 3 + random.below(8) }, (_, place) => madeInput(random, place, rowCount));
  const task = ["binary", "regression", "three classes", "rare class"][number % 4];
  const strength = truth === "noise" ? 0 : strengths[Math.floor(number / 4) % 3];
  const signals = Array.from({ length: task === "three classes" ? 3 : 1 }, () => signalOf(random, inputs, rowCount));
  const rows = Array.from({ length: rowCount }, (_, row) => {
    const cells = Object.fromEntries(inputs.map(({ name, values }) => [name, values[row]]));
    const scores = signals.map((signal) => strength * signal[row]);
    return { ...cells, target: targetOf(random, task, scores) };
  });
  return { rows, task, inputs: inputs.length, strength };
}

/** An input: its cells, and what each adds to a linear signal before the weight of the column. */
function madeInput(random, place, rowCount) {
  const kind = ["normal", "uniform", "whole", "yes or no", "levels"][random.below(5)];
  const levels = 2 + random.below(5);
  const effects = Array.from({ length: levels }, () => random.normal());
  const isGappy = random.below(4) === 0;
  const values = [];
  const adds = [];
  for (let row = 0; row < rowCount; row++) {
    const [value, adding] = madeCell(random, kind, effects);
    const isEmpty = isGappy && random.below(10) === 0;
    values.push(isEmpty ? null : value);
    adds.push(isEmpty ? 0 : adding);
  }
  return { name: `input ${place + 1}`, values, adds };
}

function madeCell(random, kind, effects) {
  if (kind === "normal") {
    const value = random.normal();
    return [value, value];
  }
  if (kind === "uniform") {
    const value = random.uniform();
    return [50 + 100 * value, (value - 0.5) * Math.sqrt(12)];
  }
  if (kind === "whole") {
    const value = random.below(10);
    return [value, (value - 4.5) / 2.87];
  }
  if (kind === "yes or no") return random.below(2) === 0 ? ["yes", 1] : ["no", -1];
  const level = random.below(effects.length);
  return [`level ${level}`, effects[level]];
}

/** A weighted sum of what the inputs add, with mean 0 and deviation 1. */
function signalOf(random, inputs, rowCount) {
  const sums = new Float64Array(rowCount);
  for (const { adds } of inputs) {
    const weight = random.normal();
    adds.forEach((value, row) => (sums[row] += weight * value));
  }
  const mean = sums.reduce((total, value) => total + value, 0) / rowCount;
  const deviation = Math.sqrt(sums.reduce((total, value) => total + (value - mean) ** 2, 0) / rowCount);
  return sums.map((value) => (value - mean) / deviation);
}

/** Classes are drawn by logistic chances, whose noise has a deviation of 1.8. */
function targetOf(random, task, signals) {
  if (task === "regression") return signals[0] + random.normal();
  if (task === "three classes") {
    const odds = signals.map((signal) => Math.exp(1.8 * signal));
    let left = random.uniform() * odds.reduce((total, value) => total + value, 0);
    return `class ${odds.findIndex((value) => (left -= value) < 0) + 1}`;
  }
  const offset = task === "rare class" ? -1.4 : 0; // one in five, of noise
  return random.uniform() < 1 / (1 + Math.exp(-offset - 1.8 * signals[0])) ? "yes" : "no";
}
