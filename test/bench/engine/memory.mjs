// node --expose-gc test/bench/engine/memory.mjs data.csv…: the encoded table of one fold, the memory of its trainers when the bag is trained, and at
// most all else: states to go back to, losses. The target is the last column. After npm run build.
import { basename } from "node:path";
import { makeRequest, settingsOf } from "../../../dist/commands/request.js";
import { kernelWork, sparseEngine } from "../../../dist/engine/sparse/index.js";
import { readTable } from "../../../dist/index.js";
import { dealFold, prepareFold, trainNetwork } from "../../../dist/run/network.js";
import { planRun } from "../../../dist/run/plan.js";
import { recipeFor } from "../../../dist/run/recipe.js";

for (const file of process.argv.slice(2)) process.stdout.write(`${await memoryOf(file)}\n`);

async function memoryOf(file) {
  const request = makeRequest(await readTable(file), settingsOf({}), { command: "", time: "" });
  const { run, folds } = planRun(request);
  const { options, encoder } = recipeFor("occam", "balanced", null, { inputs: 0, outputs: 0 });
  const prepared = prepareFold(run, dealFold(run, folds.folds[0].train, options.parts, 1), encoder);
  let trainer;
  const engine = {
    ...sparseEngine,
    load: async (...network) => (trainer = await sparseEngine.load(...network)),
  };
  const before = await buffers();
  let most = 0;
  await trainNetwork(prepared, engine, options, 1, () => {
    globalThis.gc();
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    return true;
  });
  const { rows, columns, data } = prepared.data.inputs;
  const held = kernelWork(trainer).bytes; // of all, which share it
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  const times = ((data.byteLength + held) / data.byteLength).toFixed(2);
  return `${basename(file)}: ${rows} × ${columns} inputs, ${megabytes(data.byteLength)}; trainers ${megabytes(held)}, together ${times} times; states ${megabytes(most)}`;
}

/** Bytes of arrays in use, once those that are not are freed. */
async function buffers() {
  for (let turn = 0; turn < 4; turn++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return process.memoryUsage().arrayBuffers;
}
