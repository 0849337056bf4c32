// What a queue costs: 10,000 jobs that do nothing, and the time that a job takes beyond its work.
// node test/bench/queue/overhead.mjs [jobs] [workers]; needs redis-server on the path and a build.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseTable } from "../../../dist/ingest/parse.js";
import { queueAddress } from "../../../dist/commands/queue/address.js";
import { connect } from "../../../dist/commands/queue/connect.js";
import { openContents } from "../../../dist/commands/queue/contents.js";
import { onQueue } from "../../../dist/commands/queue/give.js";
import { planSet } from "../../../dist/bench/plan.js";
import { jobsOf } from "../../../dist/bench/jobs.js";
import { makeRequest, settingsOf } from "../../../dist/commands/flags/request.js";

const [count = 10_000, workers = 3] = process.argv.slice(2).map(Number);
const cli = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url));
const port = 20_000 + (process.pid % 20_000);
const url = `redis://127.0.0.1:${port}`;
const server = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", ""], {
  stdio: "ignore",
});
await new Promise((resolve) => setTimeout(resolve, 500));
const fleet = Array.from({ length: workers }, () =>
  spawn(process.execPath, [cli, "worker", "--queue", url, "--jobs", "1"], { stdio: ["ignore", "ignore", "pipe"] }),
);
await Promise.all(fleet.map(({ stderr }) => once(stderr, "data")));

// The smallest job there is: the dummy model on two rows, over and over under another number.
const rows = ["a,b", ...Array.from({ length: 8 }, (_, i) => `${i},${i % 2 ? "x" : "y"}`)].join("\n");
const read = parseTable(new TextEncoder().encode(rows), { name: "empty" });
const request = makeRequest({ ...read, name: "empty" }, settingsOf({ folds: 2, repeats: 1 }), {
  command: "",
  time: "",
});
const set = planSet("empty", request);
const settings = { seed: 1, preset: "tiny", trees: 1, maxParameters: null, maxOperations: null, engine: "auto" };
const [first] = jobsOf(set, { models: ["dummy"], settings });
const jobs = Array.from({ length: count }, (_, i) => ({ ...first, fold: { ...first.fold, id: i } }));

const queue = await connect(queueAddress(url, {}));
const contents = openContents(queue, null);
let done = 0;
let work = 0;
const began = performance.now();
const run = onQueue(queue, {
  contents,
  fresh: false,
  finishRest: true,
  say: (text) => process.stderr.write(`${text}\n`),
});
await run([{ data: set.run, jobs }], {
  onReport: () => {},
  onOutcome: (outcome) => {
    done++;
    work += outcome.models[0].result.trainSeconds;
  },
});
const seconds = (performance.now() - began) / 1000;
process.stdout.write(
  `${done} jobs in ${seconds.toFixed(1)} s on ${workers} workers (${cpus()[0].model}, ${cpus().length} cores)\n`,
);
process.stdout.write(
  `${((1000 * seconds * workers) / done).toFixed(1)} ms of a worker per job, ${((1000 * work) / done).toFixed(2)} ms of it training\n`,
);
const ticks = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
};
const spent = process.cpuUsage();
const each = (milliseconds) => `${(milliseconds / done).toFixed(2)} ms`;
process.stdout.write(
  `processor time a job: server ${each(ticks(server.pid))}, the waiting command ${each((spent.user + spent.system) / 1000)}, workers ${each(fleet.reduce((sum, one) => sum + ticks(one.pid), 0))}\n`,
);
for (const one of fleet) one.kill("SIGTERM");
queue.close();
server.kill();
process.exit(0);
