import { runJobs } from "../../../dist/pipeline/pool.js";
import { makeData } from "./ours.mjs";

const jobs = 16;

/**
 * Seconds of the clock until 16 jobs are done, by one and by two worker threads in turns, starts and ends of the threads included.
 * `work` is the processor time of two against that of one: on a busy machine it still tells what the threads cost each other.
 */
export async function twoWorkers(shape) {
  const shared = { shape, data: sharedData(shape) };
  const clock = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const processor = [...clock];
  for (let round = 0; round < 4; round++) {
    for (const which of [0, 1]) {
      const started = performance.now();
      const cpu = process.cpuUsage();
      const workerUrl = new URL("worker.mjs", import.meta.url);
      await runJobs(Array(jobs).fill(null), { workers: which + 1, shared, workerUrl });
      const { user, system } = process.cpuUsage(cpu);
      clock[which] = Math.min(clock[which], (performance.now() - started) / 1000);
      processor[which] = Math.min(processor[which], (user + system) / 1e6);
    }
  }
  return { one: clock[0], two: clock[1], ratio: clock[0] / clock[1], work: processor[1] / processor[0] };
}

/** As the pipeline shares its table: over memory that no thread copies. */
function sharedData(shape) {
  const data = makeData(shape);
  const inputs = new Float32Array(new SharedArrayBuffer(data.inputs.data.byteLength));
  inputs.set(data.inputs.data);
  return { ...data, inputs: { ...data.inputs, data: inputs } };
}
