// A fleet in trouble: workers are killed by -9 and paused at random moments, and the server is restarted, while suites
// run one after the other. Every suite must end with the bytes of one undisturbed process.
// node test/fleet/kills.mjs [kills, 200] [seed, 1]; needs redis-server on the path and a build.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Random } from "../../dist/base/random.js";

const [kills = 200, seed = 1] = process.argv.slice(2).map(Number);
const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "occam-tab-kills-"));
const port = 20_000 + (process.pid % 20_000);
const url = `redis://127.0.0.1:${port}`;
const random = Random.of("kills", seed);
const between = (low, high) => low + random.uniform() * (high - low);
const say = (text) => process.stdout.write(`${text}\n`);

mkdirSync(join(folder, "tables"));
for (const name of ["iris", "vehicle", "diabetes-progression"]) {
  const table = readFileSync(new URL(`../../data/${name}.csv`, import.meta.url));
  writeFileSync(join(folder, `tables/${name}.csv`), table);
}
const suite = ["bench", join(folder, "tables"), "--models", "occam,forest,linear,dummy", "--trees", "50"];

const startServer = () =>
  spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder], {
    stdio: "ignore",
  });
const startWorker = () => spawn(process.execPath, [cli, "worker", "--queue", url, "--jobs", "1"], { stdio: "ignore" });

/** scores.csv without the columns of seconds. */
function scores(out) {
  const [head, ...lines] = readFileSync(join(folder, out, "scores.csv"), "utf8")
    .trimEnd()
    .split("\n");
  const kept = head.split(",").flatMap((title, i) => (title.includes("seconds") ? [] : [i]));
  return lines.map((line) => kept.map((i) => line.split(",")[i]).join(",")).join("\n");
}

let server = startServer();
const alone = spawnSync(process.execPath, [cli, ...suite, "--out", join(folder, "alone")], { encoding: "utf8" });
if (alone.status !== 0) throw new Error(alone.stderr);
const expected = scores("alone");

const fleet = Array.from({ length: 3 }, startWorker);
const counts = { kills: 0, pauses: 0, restarts: 0, suites: 0 };
while (counts.kills < kills) {
  const out = `suite${counts.suites}`;
  const command = spawn(process.execPath, [cli, ...suite, "--out", join(folder, out), "--queue", url], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let heard = "";
  command.stderr.on("data", (text) => (heard += text));
  let code;
  const ended = new Promise((resolve) => command.on("close", (status) => resolve((code = status))));
  while (code === undefined && counts.kills < kills) {
    await setTimeout(between(50, 1500));
    const place = random.below(fleet.length);
    const chance = random.uniform();
    if (chance < 0.85) {
      fleet[place].kill("SIGKILL");
      fleet[place] = startWorker();
      counts.kills++;
    } else if (chance < 0.97) {
      const paused = fleet[place];
      paused.kill("SIGSTOP");
      void setTimeout(between(500, 15_000)).then(() => paused.kill("SIGCONT"));
      counts.pauses++;
    } else {
      server.kill("SIGKILL"); // with all that it held
      await setTimeout(between(100, 2000));
      server = startServer();
      counts.restarts++;
    }
  }
  await ended;
  if (code !== 0) throw new Error(`The suite ended with ${code}: ${heard}`);
  if (scores(out) !== expected) throw new Error(`${join(folder, out)} is not what one process gives.`);
  counts.suites++;
  say(
    `${counts.suites} suites whole after ${counts.kills} kills, ${counts.pauses} pauses, ${counts.restarts} restarts`,
  );
}
for (const each of fleet) each.kill("SIGKILL");
server.kill();
process.exit(0);
