// Plan and summary of a CSV table against its reading, in processor time, as `inspect` runs them, each round in a
// process of its own: node test/bench/ingest/checks.mjs FILE [ROUNDS] [DIST]. Two builds in turns: name each as DIST.
import { execFileSync } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [file, rounds = "3", build = fileURLToPath(new URL("../../../dist", import.meta.url))] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);

if (rounds === "once") say(JSON.stringify(await measure()));
else {
  const all = Array.from({ length: Number(rounds) }, () =>
    JSON.parse(execFileSync(process.execPath, [fileURLToPath(import.meta.url), file, "once", build])),
  );
  for (const { reading, plan, summary } of all) {
    const share = (plan + summary) / reading;
    say(`reading ${show(reading)}, plan ${show(plan)}, summary ${show(summary)}: ${share.toFixed(2)} of reading`);
  }
}

function show(seconds) {
  return `${seconds.toFixed(2)} s`;
}

async function measure() {
  const load = (name) => import(pathToFileURL(resolve(build, name)).href);
  const { parseSource } = await load("commands/files/reading.js");
  const { readSource } = await load("commands/files/read.js");
  const { fallback } = await load("commands/flags/flag.js");
  const { flags } = await load("commands/flags/index.js");
  const { makeRequest } = await load("commands/flags/request.js");
  const { planRun } = await load("run/plan.js");
  const { dataPart } = await load("run/data-part.js");
  const values = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, fallback(flag)]));
  const source = await readSource(file, {});
  let before = processorSeconds();
  const lap = () => {
    const now = processorSeconds();
    const took = now - before;
    before = now;
    return took;
  };
  const read = await parseSource(source, values);
  const reading = lap();
  const request = makeRequest(read, { ...values, folds: 5 }, { command: "", time: "" });
  const plan = planRun(request);
  const planned = lap();
  dataPart(request, plan, 0);
  return { reading, plan: planned, summary: lap() };
}

function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
