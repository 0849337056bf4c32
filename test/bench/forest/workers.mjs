// Grows the case in a folder with one and with two worker threads, in turns: see bench.mjs.
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { joinForests } from "../../../dist/forest/forest.js";
import { growTrees } from "../../../dist/forest/grow.js";
import { loadCase } from "./load.mjs";

if (isMainThread) {
  const [folder, trees, rounds] = process.argv.slice(2).map((word, i) => (i === 0 ? word : Number(word)));
  const workers = [0, 1].map(() => new Worker(new URL(import.meta.url), { workerData: { folder, trees } }));
  const ask = (worker, from, to) =>
    new Promise((resolve) => {
      worker.once("message", resolve);
      worker.postMessage({ from, to });
    });
  /** Seconds of the clock and of the CPU until the forest is whole again. */
  const time = async (count) => {
    const started = performance.now();
    const cpu = process.cpuUsage();
    const cut = (part) => Math.round((trees * part) / count);
    const parts = workers.slice(0, count).map((worker, part) => ask(worker, cut(part), cut(part + 1)));
    joinForests(await Promise.all(parts));
    const { user, system } = process.cpuUsage(cpu);
    return { clock: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
  };
  await Promise.all(workers.map((worker) => ask(worker, 0, trees))); // warm
  const best = (times, what) => Math.min(...times.map((one) => one[what]));
  const one = [];
  const two = [];
  for (let round = 0; round < rounds; round++) {
    one.push(await time(1));
    two.push(await time(2));
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  const work = best(two, "cpu") / best(one, "cpu");
  process.stdout.write(JSON.stringify({ one: best(one, "clock"), two: best(two, "clock"), work }));
} else {
  const { data, train, options } = loadCase(workerData.folder, workerData.trees);
  parentPort.on("message", ({ from, to }) => {
    const part = growTrees(data, train, options, 1, from, to);
    const { treeStart, valueStart, view, cut, child, value, values, impurity } = part;
    const moved = [treeStart, valueStart, view, cut, child, value, values, impurity].map(
      ({ buffer }) => buffer,
    );
    parentPort.postMessage(part, moved);
  });
}
