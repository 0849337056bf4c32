// How often whole fits claim what is not so: made tables whose target is noise, where guessing is the truth, and half as
// many with a linear target, where the linear model is. Every third table has the defaults, the others --preset tiny.
// node test/bench/null/bench.mjs RESULTS.jsonl [tables, 100] [best]; needs a build. "best" is --preset best instead.
// Each line of RESULTS.jsonl is one finished table; the same command continues from there.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { fit } from "../../../dist/index.js";
import { madeTable } from "./tables.mjs";

const [file, tables = 100, best] = process.argv.slice(2);
const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").filter(Boolean) : [];
const results = lines.map((line) => JSON.parse(line));

/** What the report of one table says, and what was true. */
async function judge(truth, number) {
  const { rows, task, inputs, strength } = madeTable(truth, number);
  const preset = best ?? (number % 3 === 0 ? "balanced" : "tiny");
  const models = best ? ["default", "dense"] : ["default"];
  const { choice, models: scored, verdict } = (await fit(rows, { target: "target", models, preset, jobs: 1 })).results;
  const sizeOf = (id) => scored.find((model) => model.id === id).parameters;
  return {
    ...{ truth, number, rows: rows.length, inputs, task, strength, preset },
    model: choice.model,
    isLarger: sizeOf(choice.model) > sizeOf(truth === "noise" ? "dummy" : "linear"),
    network: verdict.outcome, // against the forest
    losses: Object.fromEntries(scored.map(({ id, summary }) => [id, (summary.logLoss ?? summary.rmse).mean])),
  };
}

for (let number = 0; number < Number(tables); number++) {
  for (const truth of number < Number(tables) / 2 ? ["noise", "linear"] : ["noise"]) {
    if (results.some((one) => one.truth === truth && one.number === number)) continue;
    const result = await judge(truth, number);
    results.push(result);
    appendFileSync(file, `${JSON.stringify(result)}\n`);
  }
}

/** "forest 2, linear 1": how often each value occurs. */
function counted(values) {
  const names = [...new Set(values)];
  return names.map((name) => `${name} ${values.filter((value) => value === name).length}`).join(", ");
}

for (const truth of ["noise", "linear"]) {
  for (const strength of truth === "noise" ? [0] : [0.5, 1, 2]) {
    const own = results.filter((one) => one.truth === truth && one.strength === strength);
    const larger = own.filter(({ isLarger }) => isLarger);
    const network = counted(own.map((one) => one.network));
    process.stdout.write(
      `${truth}${strength > 0 ? ` ${strength}` : ""}: a larger model than the truth in ${larger.length} of ` +
        `${own.length} tables (${counted(own.map(({ model }) => model))}); network against forest: ${network}\n`,
    );
  }
}
