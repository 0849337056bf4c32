// What a GPU is worth, in at most eight minutes and one JSON line a figure: the engine contract on webgpu, bags of 6 and 20 networks beside
// wasm and the sparse engine, and Occam Gradient Descent on a convolutional network and a transformer. All that it needs is in the checkout
// after "npm ci", but for the driver; where WebGPU finds only software, it runs in small and says so: node test/bench/gpu.mjs
// Software is found by VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json; Mesa's of Debian 12 is too old for WebGPU.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "../../dist/base/random.js";
import { startNetwork } from "../../dist/descent/start.js";
import { sparseEngine } from "../../dist/engine/sparse/index.js";
import { tfjsEngine } from "../../dist/engine/tfjs/index.js";
import { openBackend } from "../../dist/engine/tfjs/open.js";
import { convolution } from "../examples/convolution.mjs";
import { transformer } from "../examples/transformer.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const mostSeconds = 470;
const mostOfPart = 90;
const seconds = () => performance.now() / 1000;
const print = (figure) => process.stdout.write(`${JSON.stringify(figure)}\n`);
const round = (value, digits = 4) => Number(value.toPrecision(digits));

/** The engine of a name; on TensorFlow.js with its members at once where that pays. */
async function engineOf(name) {
  return name === "sparse" ? sparseEngine : tfjsEngine(await openBackend(name));
}

/** Steps of all networks of a bag on 50,000 × 100: milliseconds of a step, and what an epoch would take of it. */
async function bag(name, members, isSmall) {
  const [rows, inputs, batch] = isSmall ? [200, 8, 16] : [50_000, 100, 256];
  const random = Random.of("bag", rows, inputs);
  const task = { kind: "classification", classes: ["no", "yes"] };
  const values = Float32Array.from({ length: rows * inputs }, () => random.normal());
  const targets = Float32Array.from({ length: rows }, (_, row) => Number(values[row * inputs] > 0));
  const data = { task, inputs: { rows, columns: inputs, data: values }, targets, weights: null };
  const shape = { widths: isSmall ? [6, 4] : [128, 64], skip: true };
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const starts = Array.from({ length: members }, () => startNetwork({ data, rows: order }, shape, random));
  const engine = await engineOf(name);
  const trainers = await (engine.loadTogether?.(starts, task) ??
    Promise.all(starts.map((start) => engine.load(start, task))));
  const train = async (steps) => {
    const step = {
      batch,
      rates: new Float32Array(steps).fill(1e-3),
      decay: 0.1,
      scaleRate: 6,
      beta1: 0.9,
      beta2: 0.95,
    };
    const losses = await Promise.all(trainers.map((one) => one.epoch(data, order.subarray(0, steps * batch), step)));
    return losses.reduce((sum, loss) => sum + loss, 0) / members;
  };
  const piece = isSmall ? 5 : 10;
  const firstLoss = await train(piece); // the pass that compiles; its loss is the same everywhere
  const [began, leastSeconds] = [seconds(), isSmall ? 5 : 12];
  let steps = 0;
  do {
    await train(piece);
    steps += piece;
  } while (seconds() - began < leastSeconds);
  const millisecondsAStep = (1000 * (seconds() - began)) / steps;
  const epochSeconds = (millisecondsAStep * Math.ceil(rows / batch)) / 1000;
  const told = {
    millisecondsAStep: round(millisecondsAStep),
    epochSeconds: round(epochSeconds),
    firstLoss: round(firstLoss, 6),
  };
  print({ figure: "bag", engine: engine.name, rows, inputs, networks: members, ...told, steps });
}

const examples = { convolution, transformer };
const short = { rounds: 2, recoveryRounds: 1, budget: 5 };
/** Fewer epochs than the examples take by themselves: a GPU pays for each launch, of which small models have many. */
const wholeOptions = { convolution: { epochs: 4, budget: 30 }, transformer: { budget: 12 } };
const smallOptions = {
  convolution: { ...short, rows: 40, tests: 20, epochs: 4, filters: 6, units: 24 },
  transformer: { ...short, length: 6, width: 4, windows: 36 },
};

/** An example from start to end: dense training, the published loop where it has one, and Occam Gradient Descent. */
async function example(backendName, name, isSmall) {
  const { tf } = await openBackend(backendName);
  const began = seconds();
  const options = (isSmall ? smallOptions : wholeOptions)[name];
  const { trace, dense, occam } = await examples[name]({ ...options, tf, say: () => {} });
  const epochs = dense.epochs + occam.epochs + (trace?.length ?? 0);
  const sides = Object.fromEntries(
    Object.entries({ dense, occam }).map(([side, { testLoss, weights }]) => [
      side,
      { testLoss: round(testLoss), weights },
    ]),
  );
  const spent = { seconds: round(seconds() - began), epochs };
  print({ figure: "occamFit", backend: backendName, example: name, ...spent, ...sides });
}

/** The engine contract and its neighbours on webgpu, as "npm test" runs them. */
async function contract(limit) {
  const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
  const words = ["run", "--reporter=json", "--maxWorkers=1", "test/engine/tfjs-webgpu.test.ts"];
  const { text, ended } = await child([vitest, ...words], limit);
  if (!text.includes("{")) return print({ figure: "contract", ended });
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(text.slice(text.indexOf("{")));
  const failed = testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ status, fullName }) => (status === "failed" ? [fullName] : [])),
  );
  return print({
    figure: "contract",
    passed: numPassedTests,
    failed: numFailedTests,
    skipped: numPendingTests,
    names: failed,
  });
}

/** A program of Node with the words, its output, and whether it ended well in time. */
function child(words, limit) {
  return new Promise((resolve) => {
    const running = spawn(process.execPath, words, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    const alarm = setTimeout(() => running.kill("SIGKILL"), Math.max(1, limit) * 1000);
    let text = "";
    running.stdout.on("data", (part) => (text += part));
    running.on("close", (code, signal) => {
      clearTimeout(alarm);
      resolve({ text, ended: code === 0 ? null : signal === null ? `exit code ${code}` : "out of time" });
    });
  });
}

const parts = { bag, example };

/** Every part in a process of its own, so that a driver which crashes or hangs costs its own figure only. */
async function all() {
  let backend;
  try {
    backend = await openBackend("webgpu");
  } catch (error) {
    print({ figure: "adapter", refused: error.message });
    return;
  }
  const { device } = backend;
  backend.close();
  const isSmall = device.includes("software") || device.includes("llvmpipe");
  print({ figure: "adapter", device, node: process.version, isSmall });
  await contract(mostOfPart);
  const plan = [
    ...[6, 20].flatMap((members) => ["webgpu", "sparse", "wasm"].map((name) => ["bag", name, members])),
    ...["convolution", "transformer"].flatMap((name) => ["webgpu", "wasm"].map((on) => ["example", on, name])),
  ];
  for (const words of plan) {
    const limit = Math.min(mostSeconds - seconds(), mostOfPart);
    const { text, ended } = await child([process.argv[1], ...words, isSmall ? "small" : "whole"], limit);
    process.stdout.write(text);
    if (ended !== null) print({ figure: words.join(" "), ended });
  }
  print({ figure: "end", seconds: round(seconds()) });
}

const [part, ...words] = process.argv.slice(2);
if (part === undefined) await all();
else await parts[part](...words.slice(0, -1).map((word) => Number(word) || word), words.at(-1) === "small");
process.exit(); // a GPU that was opened keeps the process
