// node test/bench/engine/memory.mjs data.csv…: the encoded table of one fold, and the memory of its trainers when the bag is trained; the target is the last column. After npm run build.
import { basename } from "node:path";
import { makeRequest, settingsOf } from "../../../dist/commands/request.js";
import { kernelWork, sparseEngine } from "../../../dist/engine/sparse/index.js";
import { readTable } from "../../../dist/index.js";
import { dealFold, prepareFold, trainNetwork } from "../../../dist/pipeline/network.js";
import { planRun } from "../../../dist/pipeline/plan.js";
import { recipeFor } from "../../../dist/pipeline/recipe.js";

for (const file of process.argv.slice(2)) process.stdout.write(`${await memoryOf(file)}\n`);

async function memoryOf(file) {
  const request = makeRequest(await readTable(file), settingsOf({}), { command: "", time: "" });
  const { run, folds } = planRun(request);
  const { options, encoder } = recipeFor("occam", "balanced", null, { inputs: 0, outputs: 0 });
  const prepared = prepareFold(run, dealFold(run, folds.folds[0].train, options.parts, 1), encoder);
  const trainers = [];
  const engine = {
    ...sparseEngine,
    load: async (...network) => {
      const trainer = await sparseEngine.load(...network);
      trainers.push(trainer);
      return trainer;
    },
  };
  await trainNetwork(prepared, engine, options, 1, () => true);
  const { rows, columns, data } = prepared.data.inputs;
  const held = kernelWork(trainers[0]).bytes; // of all, which share it
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  const times = ((data.byteLength + held) / data.byteLength).toFixed(2);
  return `${basename(file)}: ${rows} × ${columns} inputs, ${megabytes(data.byteLength)}; ${trainers.length} trainers ${megabytes(held)}; together ${times} times`;
}
