// Our engines as subjects: { name, density, run(steps) → milliseconds a step, operations a step }.
import { Random } from "../../../dist/base/random.js";
import { referenceEngine } from "../../../dist/engine/reference/index.js";
import { sparseEngine } from "../../../dist/engine/sparse/index.js";
import { mostSteps, processorMilliseconds } from "./measure.mjs";

export const stepsOfTable = 16;

/** A table of 16 batches with normal inputs, shared by every subject of a case. */
export function makeData({ sizes, batch }) {
  const random = Random.of("bench", ...sizes, batch);
  const rows = stepsOfTable * batch;
  const outputs = sizes.at(-1);
  const classes = Math.max(2, outputs);
  const inputs = { rows, columns: sizes[0], data: new Float32Array(rows * sizes[0]) };
  for (let at = 0; at < inputs.data.length; at++) inputs.data[at] = random.normal();
  const targets = Float32Array.from({ length: rows }, () => random.below(classes));
  const task = { kind: "classification", classes: Array.from({ length: classes }, (_, one) => `${one}`) };
  return { task, inputs, targets, weights: null };
}

export async function ourSubject(engineName, { sizes, batch }, density, data) {
  const engine = engineName === "reference" ? referenceEngine : sparseEngine;
  return subject(engineName, await engine.load(makeNetwork(sizes, density), data.task), batch, density, data);
}

/** A network on the sparse engine, which is told of `spans`. */
export async function subjectOf(name, network, batch, density, data, spans) {
  return subject(name, await sparseEngine.load(network, data.task, { spans }), batch, density, data);
}

function subject(name, trainer, batch, density, data) {
  const order = Uint32Array.from({ length: mostSteps * batch }, (_, at) => at % data.inputs.rows);
  return {
    name,
    density,
    operations: 0,
    async run(steps) {
      const rows = order.subarray(0, steps * batch);
      const before = trainer.operations;
      const step = stepOf(steps, batch);
      const start = process.cpuUsage();
      await trainer.epoch(data, rows, step);
      const elapsed = processorMilliseconds(start);
      this.operations = (trainer.operations - before) / steps;
      return elapsed / steps;
    },
    trainer,
  };
}

export function stepOf(steps, batch) {
  const rates = new Float32Array(steps).fill(1e-4);
  return { batch, rates, decay: 0.01, scaleRate: 1, beta1: 0.9, beta2: 0.999 };
}

/** Each weight kept with probability `density`. */
export function makeNetwork(sizes, density, skip = false) {
  const random = Random.of("bench network", density);
  const layers = sizes.slice(1).map((outputs, index) => {
    const inputs = sizes[index] + (skip && index > 0 && index === sizes.length - 2 ? sizes[0] : 0);
    const rowStart = new Uint32Array(outputs + 1);
    const column = [];
    for (let output = 0; output < outputs; output++) {
      for (let input = 0; input < inputs; input++) if (random.uniform() < density) column.push(input);
      rowStart[output + 1] = column.length;
    }
    const size = Math.sqrt(2 / (inputs * density));
    const weight = Float32Array.from(column, () => size * random.normal());
    const bias = new Float32Array(outputs);
    return { inputs, outputs, rowStart, column: Uint32Array.from(column), weight, bias };
  });
  return { scale: new Float32Array(sizes[0]).fill(1), layers, skip };
}
