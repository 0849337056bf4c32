// How fast a model predicts: `node test/bench/predict/bench.mjs MODEL TABLE.csv`, after a build. Prints rows a second of one
// core for blocks of the file, from bytes to bytes, and for the scoring in them: in compiled code and row by row; and
// microseconds for one row given as an object.
import { readFileSync } from "node:fs";
import { blockPredictor } from "../../../dist/commands/prediction/block.js";
import { batchScorerOf, plainBatch } from "../../../dist/predict/batch/scorer.js";
import { graphOf } from "../../../dist/export/graph.js";
import { readModel } from "../../../dist/index.js";
import { loadModel } from "../../../dist/predict.js";

/** Of the processor, so that a busy machine changes little. */
function milliseconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const [modelFile, tableFile] = process.argv.slice(2);
const text = readFileSync(modelFile, "utf8");
const lines = readFileSync(tableFile, "utf8").trimEnd().split("\n");
const names = lines[0].split(",");
const body = lines.slice(1, 20_001);
const bytes = Buffer.from(`${body.join("\n")}\n`);
const graph = graphOf(readModel(text));
const settings = {
  graph,
  file: tableFile,
  delimiter: ",",
  names,
  id: null,
  json: false,
  extras: { decision: null, certainty: null, explanation: null },
  keepsRejects: false,
};
const predictBlock = blockPredictor(settings);
const predictor = loadModel(text);
const rows = body
  .slice(0, 2000)
  .map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i], Number(cell)])));

const weights = (graph.layers ?? []).reduce((sum, layer) => sum + layer.weight.length, 0);
process.stdout.write(`${names.length - 1} columns, ${graph.inputs?.length ?? 0} inputs read, ${weights} weights\n`);
for (let round = 0; round < 6; round++) {
  let began = milliseconds();
  predictBlock({ bytes, line: 2 });
  const perSecond = (1000 * body.length) / (milliseconds() - began);
  began = milliseconds();
  for (const row of rows) predictor.predict(row);
  const microseconds = (1000 * (milliseconds() - began)) / rows.length;
  const features = new Float64Array(16 * graph.features.length).map((_, i) => i % 7);
  const perBatch = (scorer) => {
    const into = new Float64Array(16 * scorer.width);
    const from = milliseconds();
    for (let i = 0; i < 500; i++) scorer.score(features, 16, into);
    return Math.round((16 * 500) / (milliseconds() - from));
  };
  const [compiled, plain] = [perBatch(batchScorerOf(graph)), perBatch(plainBatch(graph))];
  process.stdout.write(
    `thousand rows/s: ${Math.round(perSecond / 1000)} from a file, scoring ${compiled} compiled and ${plain} row by row; ` +
      `${microseconds.toFixed(1)} µs for one row\n`,
  );
}
