// `learn` over megabatches against training once on all rows, and against retraining after each megabatch.
// Usage: npm run build && node test/bench/learn/bench.mjs DATA TARGET [MEGABATCHES] [SEED] [REPLAY]
import { readFile } from "node:fs/promises";
import { makeRequest, settingsOf } from "../../../dist/commands/flags/request.js";
import { replayOf } from "../../../dist/commands/flags/replay.js";
import { readTable } from "../../../dist/index.js";
import { learnRows } from "../../../dist/learn/learn.js";
import { newMemory } from "../../../dist/learn/memory.js";
import { selectRows } from "../../../dist/learn/rows.js";
import { modelOf } from "../../../dist/models/index.js";
import { TrainingFold } from "../../../dist/models/training-fold.js";
import { predict } from "../../../dist/predict/table.js";
import { openEngine } from "../../../dist/run/engine.js";
import { planRun } from "../../../dist/run/plan.js";
import { score } from "../../../dist/run/score.js";
import { Random } from "../../../dist/base/random.js";

const say = (line) => process.stdout.write(`${line}\n`);
const [path, target, count = "8", seed = "1", replay = "reservoir:2000"] = process.argv.slice(2);
const data = await readTable(new Uint8Array(await readFile(path)), { name: path });
const settings = { ...settingsOf({ target, folds: 2, jobs: 1, seed: Number(seed) }) };
const plan = planRun(makeRequest(data, settings, { command: "", time: "" }));
const engine = await openEngine({ engine: "auto" });
const clock = { now: () => performance.now() };
const rows = Random.of(Number(seed), "bench").shuffle(Uint32Array.from(plan.run.usedRows));
const cut = Math.floor(rows.length / 5);
const test = rows.slice(0, cut).sort();
const rest = rows.subarray(cut);
const end = (index) => Math.round((index * rest.length) / Number(count));
const batches = Array.from({ length: Number(count) }, (_, index) => rest.slice(end(index), end(index + 1)).sort());

const train = async (of) => {
  const fold = new TrainingFold({ data: plan.run, rows: of, number: 0, seed: Number(seed) }, { engine, clock });
  const options = { preset: "balanced", trees: 1, maxParameters: null, maxOperations: null };
  const trained = await modelOf("occam").train(fold, options, { report: () => true, seconds: null });
  const model = trained.save();
  return { model: { ...model, origin: { ...model.origin, rows: of.length } }, operations: trained.cost.operations };
};
const scoreOf = (model) => {
  const { values } = predict(model, selectRows(data.table, test), "test");
  const scores = score(plan.run, { rows: test, task: model.task }, values);
  return scores.logLoss ?? scores.rmse;
};
const weightsOf = ({ networks }) =>
  networks.reduce((sum, { layers }) => sum + layers.reduce((all, { weight }) => all + weight.length, 0), 0);

const first = await train(batches[0]);
let ongoing = { model: first.model, memory: newMemory(batches[0].length) };
let learnOperations = first.operations;
say(`${path}: ${rest.length} rows in ${count}, ${test.length} test rows, replay ${replay}`);
say(`1  fit     ${scoreOf(ongoing.model).toFixed(4)}  ${weightsOf(ongoing.model)} weights`);
for (const [index, batch] of batches.entries()) {
  if (index === 0) continue;
  const read = { table: selectRows(data.table, batch), name: `part ${index + 1}`, sha256: "" };
  const learnt = await learnRows(ongoing, read, { replay: replayOf(replay), engine });
  ongoing = learnt;
  learnOperations += learnt.record.operations;
  const { outcome, score: before, unlike, worse } = learnt.record;
  const drift = `${unlike.length > 0 ? ` unlike: ${unlike.join(", ")}` : ""}${worse ? " worse" : ""}`;
  const now = scoreOf(ongoing.model).toFixed(4);
  say(`${index + 1}  ${outcome}  ${now}  ${weightsOf(ongoing.model)} weights, before ${before.toFixed(4)}${drift}`);
}
let retraining = 0;
let whole = null;
for (let index = 0; index < batches.length; index++) {
  const seen = Uint32Array.from(batches.slice(0, index + 1).flatMap((batch) => [...batch])).sort();
  if (process.env.ONCE !== undefined && index < batches.length - 1) continue;
  whole = await train(seen);
  retraining += whole.operations;
}
const [ours, theirs] = [scoreOf(ongoing.model), scoreOf(whole.model)];
say(
  `once on all rows: ${theirs.toFixed(4)}, ${weightsOf(whole.model)} weights; learn ${(100 * (ours / theirs - 1)).toFixed(1)}% above`,
);
say(
  `operations: learn ${learnOperations.toPrecision(3)}, ${process.env.ONCE === undefined ? "retraining each time" : "once"} ${retraining.toPrecision(3)}, ratio ${(learnOperations / retraining).toFixed(2)}`,
);
