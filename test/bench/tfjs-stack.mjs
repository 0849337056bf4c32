// How many networks at once before a GPU pays: milliseconds of an epoch and launches a step of stacks of 1, 5 and 20 networks on every
// backend that starts. Run "npm run build" first, then: node test/bench/tfjs-stack.mjs [ROWS] [INPUTS]
import { Random } from "../../dist/base/random.js";
import { backendNames } from "../../dist/engine/tfjs/backend.js";
import { startState } from "../../dist/engine/tfjs/network-state.js";
import { openBackend } from "../../dist/engine/tfjs/open.js";
import { Stack } from "../../dist/engine/tfjs/stack.js";
import { startNetwork } from "../../dist/descent/start.js";

const [rows = 50_000, inputs = 100] = process.argv.slice(2).map(Number);
const batch = 256;
const widths = [128, 64];
const withoutLaunch = new Set(["Reshape", "Identity", "Cast"]);

const random = Random.of("stack", rows, inputs);
const task = { kind: "classification", classes: ["no", "yes"] };
const data = {
  task,
  inputs: {
    rows,
    columns: inputs,
    data: Float32Array.from({ length: rows * inputs }, () => random.normal()),
  },
  targets: Float32Array.from({ length: rows }, (_, row) => row % 2),
  weights: null,
};
const order = Uint32Array.from({ length: rows }, (_, row) => row);
const stepOf = (steps) => ({
  batch,
  rates: new Float32Array(steps).fill(1e-3),
  decay: 0.1,
  scaleRate: 6,
  beta1: 0.9,
  beta2: 0.95,
});

process.stdout.write("backend         models ms an epoch  ms a model launches a step\n");
for (const name of backendNames) {
  let backend;
  try {
    backend = await openBackend(name);
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    continue;
  }
  for (const models of [1, 5, 20]) {
    const networks = Array.from({ length: models }, () =>
      startNetwork({ data, rows: order }, { widths, skip: true }, random),
    );
    const stack = new Stack(backend, networks.map(startState), "logistic");
    const first = networks.map(() => ({ order: order.subarray(0, batch), step: stepOf(1) }));
    const { kernels } = await backend.tf.profile(() => stack.epoch(data, first));
    const runs = networks.map(() => ({ order, step: stepOf(Math.ceil(rows / batch)) }));
    const began = performance.now();
    await stack.epoch(data, runs);
    const milliseconds = performance.now() - began;
    const launches = kernels.filter((kernel) => !withoutLaunch.has(kernel.name)).length;
    const cells = [milliseconds, milliseconds / models].map((value) => value.toFixed(0).padStart(11));
    process.stdout.write(
      `${name.padEnd(15)} ${String(models).padStart(6)} ${cells.join(" ")} ${String(launches).padStart(15)}\n`,
    );
    stack.dispose();
  }
  backend.close();
}
