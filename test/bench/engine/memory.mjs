// node --expose-gc test/bench/engine/memory.mjs data.csv…: the encoded table of one fold, the memory of its trainers when the bag is trained, and at
// most all else: states to go back to, losses. The target is the last column. After npm run build.
import { basename } from "node:path";
import { systemClock } from "../../../dist/base/clock.js";
import { makeRequest, settingsOf } from "../../../dist/commands/flags/request.js";
import { presets } from "../../../dist/descent/options.js";
import { kernelWork, sparseEngine } from "../../../dist/engine/sparse/index.js";
import { readTable } from "../../../dist/index.js";
import { modelOf } from "../../../dist/models/index.js";
import { TrainingFold } from "../../../dist/models/training-fold.js";
import { defaultEncoderOptions } from "../../../dist/prepare/options.js";
import { planRun } from "../../../dist/run/plan.js";

for (const file of process.argv.slice(2)) process.stdout.write(`${await memoryOf(file)}\n`);

async function memoryOf(file) {
  const request = makeRequest(await readTable(file), settingsOf({}), { command: "", time: "" });
  const { run, folds } = planRun(request);
  let trainer;
  const engine = {
    ...sparseEngine,
    load: async (...network) => (trainer = await sparseEngine.load(...network)),
  };
  const [{ train: rows }] = folds.folds;
  const fold = new TrainingFold({ data: run, rows, number: 0, seed: 1 }, { engine, clock: systemClock });
  const { encoded } = fold.encode(defaultEncoderOptions, presets.balanced.ensemble.parts);
  const before = await buffers();
  let most = 0;
  await modelOf("occam").train(fold, request, {
    seconds: null,
    report: () => {
      globalThis.gc();
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
      return true;
    },
  });
  const { rows: count, columns, data } = encoded.data.inputs;
  const held = kernelWork(trainer).bytes; // of all, which share it
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  const times = ((data.byteLength + held) / data.byteLength).toFixed(2);
  return `${basename(file)}: ${count} × ${columns} inputs, ${megabytes(data.byteLength)}; trainers ${megabytes(held)}, together ${times} times; states ${megabytes(most)}`;
}

/** Bytes of arrays in use, once those that are not are freed. */
async function buffers() {
  for (let turn = 0; turn < 4; turn++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return process.memoryUsage().arrayBuffers;
}
