import { makeData, makeNetwork, stepOf, stepsOfTable } from "./ours.mjs";
import { sparseEngine } from "../../../dist/engine/sparse/index.js";
import { keepLargest } from "../../../dist/descent/prune.js";
import { processorMilliseconds } from "./measure.mjs";

/** What each of 15 prunings keeps of every layer: 10% at the end. */
const kept = 0.1 ** (1 / 15);

/** Milliseconds of 40 epochs dense, and of 40 in which every second of the first 30 keeps 85.8% of each layer: 10% at the end. */
export async function wholeRun(shape) {
  const data = makeData(shape);
  const least = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 4; round++) {
    for (const [which, keep] of [1, kept].entries()) {
      least[which] = Math.min(least[which], await descend(shape, data, keep));
    }
  }
  return { dense: least[0], pruned: least[1], ratio: least[1] / least[0] };
}

/** Milliseconds of one such run. */
export async function descend({ sizes, batch }, data, keep = kept) {
  const trainer = await sparseEngine.load(makeNetwork(sizes, 1), data.task);
  const order = Uint32Array.from({ length: data.inputs.rows }, (_, row) => row);
  const start = process.cpuUsage();
  for (let epoch = 0; epoch < 40; epoch++) {
    await trainer.epoch(data, order, stepOf(stepsOfTable, batch));
    if (keep === 1 || epoch % 2 === 1 || epoch >= 30) continue;
    const { layers } = await trainer.read();
    await trainer.prune(layers.map(({ weight }) => keepLargest(weight.map(Math.abs), Math.ceil(keep * weight.length))));
  }
  return processorMilliseconds(start);
}

/** Bytes that the JavaScript heap gains a step in epochs of 16 and of 1,600 steps: what an epoch costs fades, what a step costs stays. */
export async function heapGrowth(shape) {
  if (globalThis.gc === undefined) return null;
  const data = makeData(shape);
  const trainer = await sparseEngine.load(makeNetwork(shape.sizes, 0.1), data.task);
  const growth = [];
  for (const passes of [1, 100]) {
    const order = Uint32Array.from({ length: passes * data.inputs.rows }, (_, row) => row % data.inputs.rows);
    const step = stepOf(passes * stepsOfTable, shape.batch);
    for (let warm = 0; warm < 5; warm++) await trainer.epoch(data, order, step);
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    for (let epoch = 0; epoch < 20; epoch++) await trainer.epoch(data, order, step);
    growth.push((process.memoryUsage().heapUsed - before) / (20 * step.rates.length));
  }
  return { shortEpochs: growth[0], longEpochs: growth[1] };
}
