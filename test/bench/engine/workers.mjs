import { runJobs } from "../../../dist/run/pool.js";
import { makeData } from "./ours.mjs";

const jobs = 16;

/**
 * Seconds of the clock until 16 jobs are done, by one and by two worker threads in turns, starts and ends of the threads included.
 * `work` is the processor time of two against that of one: on a busy machine it still tells what the threads cost each other.
 * `ceiling` is what the machine allows at the time: the same ratio for two threads that do 16 jobs each and share nothing.
 */
export async function twoWorkers(shape) {
  const times = { one: [], two: [], apart: [] };
  for (let round = 0; round < 4; round++) {
    times.one.push(await timed(() => run(shape, 1)));
    times.two.push(await timed(() => run(shape, 2)));
    times.apart.push(await timed(() => Promise.all([run(shape, 1), run(shape, 1)])));
  }
  const least = (name, what) => Math.min(...times[name].map((time) => time[what]));
  const [one, two] = [least("one", "clock"), least("two", "clock")];
  const ceiling = (2 * one) / least("apart", "clock");
  return { one, two, ratio: one / two, ceiling, work: least("two", "processor") / least("one", "processor") };
}

function run(shape, workers) {
  const shared = { shape, data: sharedData(shape) };
  return runJobs(Array(jobs).fill(null), {
    workers,
    shared,
    workerUrl: new URL("worker.mjs", import.meta.url),
  });
}

async function timed(work) {
  const started = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { clock: (performance.now() - started) / 1000, processor: (user + system) / 1e6 };
}

/** As the pipeline shares its table: over memory that no thread copies. */
function sharedData(shape) {
  const data = makeData(shape);
  const inputs = new Float32Array(new SharedArrayBuffer(data.inputs.data.byteLength));
  inputs.set(data.inputs.data);
  return { ...data, inputs: { ...data.inputs, data: inputs } };
}
