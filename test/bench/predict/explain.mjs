// How fast rows are explained: `node test/bench/predict/explain.mjs MODEL...`, after a build. Prints milliseconds of
// processor time a row, walked column by column and with all samples together: medians of interleaved rounds.
import { readFileSync } from "node:fs";
import { graphOf } from "../../../dist/export/graph.js";
import { readModel } from "../../../dist/index.js";
import { waysOf } from "../../../dist/predict/batch/ways.js";
import { rowExplainer } from "../../../dist/predict/explain.js";

const rounds = 5;
const rowsOfRound = 200;

for (const file of process.argv.slice(2)) {
  const { background, ...model } = readModel(readFileSync(file, "utf8"));
  const graph = graphOf(model);
  const cells = new Map(background.map((one) => [one.column, one.cells]));
  const rows = Array.from({ length: rowsOfRound }, (_, row) =>
    Float64Array.from(graph.features, ({ column, levels }, i) => {
      const cell = cells.get(graph.columns[column].name)?.[(row * 7 + i * 3) % 32];
      return typeof cell === "string" ? levels.indexOf(cell) : (cell ?? Number.NaN);
    }),
  );
  const explainers = [rowExplainer(graph, background), rowExplainer(graph, background, waysOf)];
  const times = explainers.map(() => []);
  for (let round = 0; round < rounds; round++) {
    explainers.forEach((explainer, i) => {
      const before = process.cpuUsage();
      for (const row of rows) explainer.explain(row, 0);
      const { user, system } = process.cpuUsage(before);
      times[i].push((user + system) / 1000 / rows.length);
    });
  }
  const [walked, together] = times.map((all) => all.sort((a, b) => a - b)[(rounds - 1) / 2].toFixed(2));
  process.stdout.write(`${file}: ${walked} ms a row column by column, ${together} together\n`);
}
