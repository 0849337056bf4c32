// How often the choice of a fit goes to a model that is larger than it needs, with all models of --preset best: made
// tables whose target is noise, where guessing is the truth, and linear with noise, where the linear model is.
// node test/bench/null/bench.mjs RESULTS.jsonl [tables, 100]; needs a build.
// Each line of RESULTS.jsonl is one finished table; the same command continues from there.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { Random } from "../../../dist/base/random.js";
import { fit } from "../../../dist/index.js";

const [file, tables = 100] = process.argv.slice(2);
const size = 80; // rows

/** Rows of four numbers and a target of two classes, or of numbers in every second table. */
function madeTable(truth, table) {
  const random = Random.of("null", truth, table);
  return Array.from({ length: size }, () => {
    const [a, b, c, d] = Array.from({ length: 4 }, () => random.normal());
    const signal = truth === "linear" ? a + b / 2 : 0;
    const chance = 1 / (1 + Math.exp(-2 * signal));
    const target = table % 2 === 0 ? (random.uniform() < chance ? "yes" : "no") : signal + random.normal();
    return { a, b, c, d, target };
  });
}

const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").filter(Boolean) : [];
const results = lines.map((line) => JSON.parse(line));
for (const truth of ["noise", "linear"]) {
  for (let table = 0; table < Number(tables); table++) {
    if (results.some((one) => one.truth === truth && one.table === table)) continue;
    const options = { target: "target", models: ["default", "dense"], preset: "best", repeats: 1, jobs: 1 };
    const { choice, models } = (await fit(madeTable(truth, table), options)).results;
    const sizeOf = (id) => models.find((model) => model.id === id).parameters;
    const isLarger = sizeOf(choice.model) > sizeOf(truth === "noise" ? "dummy" : "linear");
    const result = { truth, table, model: choice.model, isLarger };
    results.push(result);
    appendFileSync(file, `${JSON.stringify(result)}\n`);
  }
}
for (const truth of ["noise", "linear"]) {
  const own = results.filter((one) => one.truth === truth);
  const larger = own.filter(({ isLarger }) => isLarger);
  const ids = [...new Set(own.map(({ model }) => model))];
  const chosen = ids.map((id) => `${id} ${own.filter(({ model }) => model === id).length}`);
  process.stdout.write(`${truth}: a larger model in ${larger.length} of ${own.length} tables (${chosen.join(", ")})\n`);
}
