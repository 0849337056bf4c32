import type { Matrix } from "../base/matrix.ts";
import type { Task } from "../prepare/prepared.ts";

/**
 * The prediction of an ensemble from its members' outputs (each rows × outputs): the mean over members, and for classes
 * over the given inverse temperatures, of the probabilities; never of the logits. Rows × classes, or rows × 1 in target
 * units.
 */
export function averagePredictions(
  outputs: readonly Matrix[],
  task: Task,
  inverseTemperatures: readonly number[],
): Matrix {
  const used = task.kind === "regression" ? [1] : inverseTemperatures;
  let sum: Matrix | null = null;
  for (const output of outputs) {
    for (const inverseTemperature of used) {
      const one = predictions(output, task, inverseTemperature);
      if (sum === null) sum = one;
      else for (let i = 0; i < one.data.length; i++) sum.data[i]! += one.data[i]!;
    }
  }
  if (sum === null) throw new Error("An ensemble without members has no prediction.");
  const share = 1 / (outputs.length * used.length);
  for (let i = 0; i < sum.data.length; i++) sum.data[i]! *= share;
  return sum;
}

/**
 * Probabilities of a network's logits (rows × classes, two classes from one logit), or deviations back in target units,
 * clamped to the training range.
 */
export function predictions(outputs: Matrix, task: Task, inverseTemperature = 1): Matrix {
  if (task.kind === "regression") {
    const data = outputs.data.map((z) => Math.min(task.high, Math.max(task.low, task.mean + task.deviation * z)));
    return { rows: outputs.rows, columns: 1, data };
  }
  const classes = Math.max(1, task.classes.length);
  const data = new Float32Array(outputs.rows * classes);
  if (classes > 2) writeSoftmax(data, outputs, inverseTemperature);
  else {
    for (let i = 0; i < outputs.rows; i++) {
      const z = inverseTemperature * outputs.data[i]!;
      const other = z >= 0 ? Math.exp(-z) / (1 + Math.exp(-z)) : 1 / (1 + Math.exp(z));
      data[i * classes] = classes === 1 ? 1 : other;
      if (classes === 2) data[i * 2 + 1] = 1 - other;
    }
  }
  return { rows: outputs.rows, columns: classes, data };
}

/** The softmax of each row of logits. */
function writeSoftmax(into: Float32Array, logits: Matrix, inverseTemperature: number): void {
  const { columns: classes, data } = logits;
  const raised = new Float64Array(classes);
  for (let start = 0; start < data.length; start += classes) {
    let highest = -Infinity;
    for (let c = 0; c < classes; c++) highest = Math.max(highest, data[start + c]!);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      raised[c] = Math.exp(inverseTemperature * (data[start + c]! - highest));
      sum += raised[c]!;
    }
    for (let c = 0; c < classes; c++) into[start + c] = raised[c]! / sum;
  }
}
