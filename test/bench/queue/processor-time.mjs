// The processor time of a suite on one process with two threads, and on a queue with three workers of one thread.
// node test/bench/queue/processor-time.mjs SUITE [flags of bench]; needs redis-server on the path and a build.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "occam-tab-time-"));
const port = 20_000 + (process.pid % 20_000);
const url = `redis://127.0.0.1:${port}`;
const say = (text) => process.stdout.write(`${text}\n`);

/** Seconds of processor time of a process so far, its threads included. */
function seconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Runs a command to its end; returns the processor time that was last seen. */
async function timed(...words) {
  const child = spawn(process.execPath, [cli, ...words], { stdio: ["ignore", "ignore", "inherit"] });
  let last = 0;
  const timer = setInterval(() => (last = Math.max(last, seconds(child.pid))), 20);
  const [code] = await once(child, "exit");
  clearInterval(timer);
  if (code !== 0) throw new Error(`It ended with ${code}.`);
  return last;
}

const server = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", ""], {
  stdio: "ignore",
});
const suite = ["bench", ...process.argv.slice(2), "--quiet"];
const alone = await timed(...suite, "--jobs", "2", "--out", join(folder, "alone"));
say(`one process: ${alone.toFixed(1)} s`);
const fleet = Array.from({ length: 3 }, () =>
  spawn(process.execPath, [cli, "worker", "--queue", url, "--jobs", "1"], { stdio: ["ignore", "ignore", "pipe"] }),
);
await Promise.all(fleet.map(({ stderr }) => once(stderr, "data")));
const command = await timed(...suite, "--queue", url, "--out", join(folder, "fleet"));
const workers = fleet.reduce((sum, { pid }) => sum + seconds(pid), 0);
const all = command + workers + seconds(server.pid);
say(
  `three workers: ${workers.toFixed(1)} s, the waiting command ${command.toFixed(1)} s, the server ${seconds(server.pid).toFixed(1)} s`,
);
say(`together ${((100 * all) / alone - 100).toFixed(1)}% more than one process`);
for (const each of fleet) each.kill("SIGTERM");
server.kill();
process.exit(0);
