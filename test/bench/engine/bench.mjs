// npm run bench:engine -- [--json] [--svg FILE] [--rounds N]: milliseconds a training step by shape and density, against peers.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { kernelBase64 } from "../../../dist/engine/sparse/kernel.generated.js";
import { crossing, takeTurns } from "./measure.mjs";
import { makeData, ourSubject } from "./ours.mjs";
import { densityPicture } from "./picture.mjs";
import { startPython } from "./python.mjs";
import { structuredSubjects, tables } from "./structured.mjs";
import { tensorflowSubject } from "./tensorflow.mjs";
import { heapGrowth, wholeRun } from "./whole-run.mjs";
import { twoWorkers } from "./workers.mjs";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    svg: { type: "string" },
    rounds: { type: "string", default: "40" },
  },
});
const densities = [1, 0.9, 0.8, 0.65, 0.5, 0.35, 0.2, 0.1, 0.05, 0.02];
const shapes = [
  { sizes: [54, 128, 128, 7], batch: 128 },
  { sizes: [54, 128, 128, 7], batch: 256 },
  { sizes: [100, 256, 256, 10], batch: 128 },
  { sizes: [100, 512, 512, 10], batch: 128 },
  { sizes: [100, 512, 512, 10], batch: 256 },
];

const kernel = WebAssembly.Module.exports(new WebAssembly.Module(Buffer.from(kernelBase64, "base64")));
const python = await startPython();
print({
  kind: "machine",
  node: process.version,
  v8: process.versions.v8,
  kernelBytes: Buffer.from(kernelBase64, "base64").length,
  kernelFunctions: kernel.length,
  torch: python.torch,
});
const pictured = [];
for (const shape of shapes) {
  const title = `${shape.sizes.join("-")}, batch ${shape.batch}`;
  const results = await takeTurns(await subjectsOf(shape), Number(values.rounds));
  const dense = results[0].ms;
  for (const one of results) print({ kind: "step", shape: title, ...one, toDense: one.ms / dense });
  print({ kind: "crossing", shape: title, density: crossing(results) });
  pictured.push({ title, results });
}
for (const table of tables) {
  const results = await takeTurns(await structuredSubjects(table), Number(values.rounds));
  for (const one of results) print({ kind: "step", shape: table.title, ...one, toDense: one.ms / results[0].ms });
}
const small = shapes[0];
print({ kind: "run", shape: small.sizes.join("-"), ...(await wholeRun(small)) });
print({ kind: "workers", ...(await twoWorkers(small)) });
print({ kind: "heap", bytesPerStep: await heapGrowth(small) });
python.close();
if (values.svg !== undefined) writeFileSync(values.svg, densityPicture(pictured));

async function subjectsOf(shape) {
  const data = makeData(shape);
  const subjects = [];
  for (const density of densities) subjects.push(await ourSubject("sparse", shape, density, data));
  if (shape.sizes[1] <= 128) subjects.push(await ourSubject("reference", shape, 1, data));
  const tensorflow = await tensorflowSubject(shape, data);
  if (tensorflow !== undefined) subjects.push(tensorflow);
  if (python.torch !== null) {
    subjects.push(python.subject("torch", shape, 1), python.subject("torch", shape, 0.2));
  }
  if (python.sklearn) subjects.push(python.subject("sklearn", shape, 1));
  return subjects;
}

function print(line) {
  if (values.json) process.stdout.write(`${JSON.stringify(line)}\n`);
  else process.stdout.write(`${sentence(line)}\n`);
}

function sentence(line) {
  if (line.kind === "machine") {
    const peers = line.torch === null ? "no PyTorch" : `PyTorch ${line.torch}`;
    return `Node ${line.node}, V8 ${line.v8}, kernel ${line.kernelBytes} bytes, ${peers}\nprocessor ms a step, least of ${values.rounds} turns; one thread`;
  }
  if (line.kind === "step") {
    const kept = `${(line.density * 100).toFixed(0)}% kept`;
    const speed = line.gigaOperations === null ? "" : `${line.gigaOperations.toFixed(1)} G/s`;
    const ratio = `${line.toDense.toFixed(3)} of our dense step`;
    return `${line.shape.padEnd(28)}${line.name.padEnd(18)}${kept.padStart(10)}${line.ms.toFixed(4).padStart(11)} ms ${speed.padStart(9)}  ${ratio}`;
  }
  if (line.kind === "crossing")
    return `${line.shape}: the sparse kernel is the faster one below ${(line.density * 100).toFixed(0)}% kept\n`;
  if (line.kind === "run")
    return `40 epochs of ${line.shape}, pruned to 10%: ${line.ratio.toFixed(2)} of the time of 40 dense ones`;
  if (line.kind === "workers") {
    const work = `${line.work.toFixed(2)} of the processor time`;
    return `16 such runs: ${line.one.toFixed(2)} s on one worker thread, ${line.two.toFixed(2)} s on two, ${line.ratio.toFixed(2)} times as fast with ${work}; two that share nothing: ${line.ceiling.toFixed(2)}`;
  }
  if (line.bytesPerStep === null) return "JavaScript heap: start node with --expose-gc";
  const { shortEpochs, longEpochs } = line.bytesPerStep;
  return `JavaScript heap: ${shortEpochs.toFixed(1)} bytes a step in epochs of 16 steps, ${longEpochs.toFixed(1)} in epochs of 1,600`;
}
