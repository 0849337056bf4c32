// Grows the case in a folder with one and with two worker threads, in turns: see bench.mjs.
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { joinForests } from "../../../dist/forest/forest.js";
import { growerOf, growTrees, learnForest } from "../../../dist/forest/grow.js";
import { loadCase } from "./load.mjs";

const portions = 20; // of a forest's trees: a worker that is done takes the next

if (isMainThread) {
  const [folder, trees, rounds] = process.argv.slice(2).map((word, i) => (i === 0 ? word : Number(word)));
  const { data, train, options } = loadCase(folder, trees);
  const workers = [0, 1].map(() => new Worker(new URL(import.meta.url), { workerData: { folder, trees } }));
  const ask = (worker, job) =>
    new Promise((resolve) => {
      worker.once("message", resolve);
      worker.postMessage(job);
    });
  /** Seconds of the clock and of the CPU. */
  const time = async (work) => {
    const started = performance.now();
    const cpu = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(cpu);
    return { clock: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
  };
  /** One forest, learnt once; its parts come back and are joined. */
  const together = async () => {
    const learnt = learnForest(data, train, { ...options, seed: 1 });
    const parts = [];
    const partEnd = (part) => Math.round((trees * part) / portions);
    let next = 0;
    const work = async (worker) => {
      await ask(worker, { learnt });
      while (next < portions) {
        const part = next++;
        parts[part] = await ask(worker, { from: partEnd(part), to: partEnd(part + 1) });
      }
    };
    await Promise.all(workers.map(work));
    return joinForests([{ ...parts[0], columns: learnt.columns }, ...parts.slice(1)]);
  };
  /** A whole forest on each of so many workers, which share nothing. */
  const alone = (count) => Promise.all(workers.slice(0, count).map((worker) => ask(worker, {})));

  for (let time = 0; time < 2; time++) {
    await alone(2); // warm
    await together();
  }
  const times = { one: [], two: [], apart: [] };
  for (let round = 0; round < rounds; round++) {
    times.one.push(await time(() => alone(1)));
    times.two.push(await time(together));
    times.apart.push(await time(() => alone(2)));
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  const best = (name, what) => Math.min(...times[name].map((one) => one[what]));
  process.stdout.write(
    JSON.stringify({
      one: best("one", "clock"),
      two: best("two", "clock"),
      ceiling: (2 * best("one", "clock")) / best("apart", "clock"),
      work: best("two", "cpu") / best("one", "cpu"),
      workApart: best("apart", "cpu") / (2 * best("one", "cpu")),
    }),
  );
} else {
  const { data, train, options } = loadCase(workerData.folder, workerData.trees);
  const send = (forest) => {
    const { treeStart, valueStart, view, threshold, child, value, values } = forest;
    const moved = [treeStart, valueStart, view, threshold, child, value, values];
    parentPort.postMessage(
      forest,
      moved.map(({ buffer }) => buffer),
    );
  };
  let grower = null;
  parentPort.on("message", ({ learnt, from, to }) => {
    if (learnt !== undefined) {
      grower = growerOf(learnt);
      parentPort.postMessage("ready");
    } else if (from !== undefined) send({ ...grower.grow(from, to), columns: [] });
    else send(growTrees(data, train, { ...options, seed: 1 }));
  });
}
