// `learn` over megabatches of tables, against training once on all rows, and against retraining after each megabatch.
// Usage: npm run build && node test/bench/learn/bench.mjs DATA...
// The target is the last column; a fifth of the rows tests. SEED (1), MEGABATCHES (8) and REPLAY (all) are variables of
// the environment; WITHOUT_FIT=1 leaves the rows of the fit out of the memory.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
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
const { SEED = "1", MEGABATCHES = "8", REPLAY = "all", WITHOUT_FIT } = process.env;
const seed = Number(SEED);
const engine = await openEngine({ engine: "auto" });
const clock = { now: () => performance.now() };

for (const path of process.argv.slice(2)) {
  const data = await readTable(new Uint8Array(await readFile(path)), { name: path });
  const target = data.table.columns.at(-1).name;
  const plan = planRun(makeRequest(data, settingsOf({ target, folds: 2, jobs: 1, seed }), { command: "", time: "" }));
  await compare(basename(path, ".csv"), data.table, plan.run);
}

async function compare(name, table, run) {
  const rows = Random.of(seed, "bench").shuffle(Uint32Array.from(run.usedRows));
  const cut = Math.floor(rows.length / 5);
  const test = rows.slice(0, cut).sort();
  const rest = rows.subarray(cut);
  const end = (index) => Math.round((index * rest.length) / Number(MEGABATCHES));
  const batches = Array.from({ length: Number(MEGABATCHES) }, (_, i) => rest.slice(end(i), end(i + 1)).sort());
  const train = async (of) => {
    const fold = new TrainingFold({ data: run, rows: of, number: 0, seed }, { engine, clock });
    const options = { preset: "balanced", trees: 1, maxParameters: null, maxOperations: null };
    const trained = await modelOf("occam").train(fold, options, { report: () => true, seconds: null });
    const model = trained.save();
    const origin = { ...model.origin, rows: of.length, sha256: "the first megabatch" };
    return { model: { ...model, origin }, operations: trained.cost.operations };
  };
  const scoreOf = (model) => {
    const { values } = predict(model, { table: selectRows(table, test), name: "test" });
    const scores = score(run, { rows: test, task: model.task }, values);
    return scores.logLoss ?? scores.rmse;
  };

  const first = await train(batches[0]);
  let ongoing = { model: first.model, memory: newMemory(batches[0].length) };
  let [learning, retraining] = [first.operations, first.operations];
  const learn = async (batch, sha256) => {
    const read = { table: selectRows(table, batch), name: "rows", sha256 };
    ongoing = await learnRows(ongoing, read, { replay: replayOf(REPLAY), engine });
    learning += ongoing.record.operations;
    return ongoing.record;
  };
  if (WITHOUT_FIT === undefined) await learn(batches[0], first.model.origin.sha256);
  say(`${name}: ${rest.length} rows in ${MEGABATCHES}, ${test.length} test rows, seed ${seed}, replay ${REPLAY}`);
  for (const [index, batch] of batches.entries()) {
    if (index === 0) continue;
    const { outcome, anew, weights } = await learn(batch, "");
    const seen = Uint32Array.from(batches.slice(0, index + 1).flatMap((part) => [...part])).sort();
    const whole = await train(seen);
    retraining += whole.operations;
    const [ours, theirs] = [scoreOf(ongoing.model), scoreOf(whole.model)];
    const how = anew === undefined ? outcome : `${outcome} from the start`;
    say(
      `${index + 1}  ${ours.toFixed(4)} against ${theirs.toFixed(4)}, ${(100 * (ours / theirs - 1)).toFixed(1)}% above; ` +
        `operations ${(learning / retraining).toFixed(3)}; ${weights} weights, ${how}`,
    );
  }
}
