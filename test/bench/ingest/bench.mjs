// Reading a CSV table to typed columns, in turns with DuckDB on one thread: node test/bench/ingest/bench.mjs FILE [ROUNDS]
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseTable } from "../../../dist/ingest/parse.js";

const [file, rounds = "3"] = process.argv.slice(2);
const peer = `import duckdb, sys, time
c = duckdb.connect(config={"threads": 1})
c.execute("set enable_progress_bar = false")
t = time.process_time()
c.execute("create table t as select * from read_csv(?)", [sys.argv[1]])
print(time.process_time() - t)`;
const say = (line) => process.stdout.write(`${line}\n`);
const ours = [];
const theirs = [];
for (let round = 0; round < Number(rounds); round++) {
  theirs.push(Number(execFileSync("python3", ["-c", peer, file], { encoding: "utf8" })));
  const bytes = readFileSync(file);
  const began = process.cpuUsage();
  const { table } = parseTable(bytes, { name: file });
  const { user, system } = process.cpuUsage(began);
  ours.push((user + system) / 1e6);
  const columns = table.columns.reduce(
    (sum, { kind, codes, values }) => sum + (kind === "category" ? codes : values).byteLength,
    0,
  );
  const peak = process.resourceUsage().maxRSS / 1e3;
  say(
    `round ${round + 1}: DuckDB ${theirs.at(-1).toFixed(2)} s, here ${ours.at(-1).toFixed(2)} s of processor time;` +
      ` columns ${(columns / 1e6).toFixed(0)} MB, peak ${peak.toFixed(0)} MB`,
  );
}
say(`ratio of the best: ${(Math.min(...ours) / Math.min(...theirs)).toFixed(2)}`);
