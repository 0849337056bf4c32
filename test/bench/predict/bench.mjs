// How fast a model predicts: `node test/bench/predict/bench.mjs MODEL TABLE.csv`, after a build. Prints rows a second of one
// core for blocks of the file, from bytes to bytes, and microseconds for one row given as an object.
import { readFileSync } from "node:fs";
import { blockPredictor } from "../../../dist/commands/prediction/block.js";
import { graphOf } from "../../../dist/export/graph.js";
import { readModel } from "../../../dist/index.js";
import { loadModel } from "../../../dist/predict.js";

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
  extras: { decision: null, certainty: null },
  keepsRejects: false,
};
const predictBlock = blockPredictor(settings);
const predictor = loadModel(text);
const rows = body
  .slice(0, 2000)
  .map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i], Number(cell)])));

const weights = graph.layers.reduce((sum, layer) => sum + layer.weight.length, 0);
process.stdout.write(`${names.length - 1} columns, ${graph.inputs.length} inputs read, ${weights} weights\n`);
for (let round = 0; round < 6; round++) {
  let began = performance.now();
  predictBlock({ bytes, line: 2 });
  const perSecond = (1000 * body.length) / (performance.now() - began);
  began = performance.now();
  for (const row of rows) predictor.predict(row);
  const microseconds = (1000 * (performance.now() - began)) / rows.length;
  process.stdout.write(
    `${Math.round(perSecond / 1000)} thousand rows/s from a file, ${microseconds.toFixed(1)} µs for one row\n`,
  );
}
