// Whole runs on small random tables, and JSON files with values that no program wrote: no stack, no hang, no NaN.
// node test/fuzz/fuzz.mjs [--seed 1] [--runs 20] [--files 300] [--seconds 600]; needs a build. Case N of a seed is always the same.
import { fork } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "20" },
    files: { type: "string", default: "300" },
    from: { type: "string", default: "0" },
    seconds: { type: "string", default: "600" },
  },
});
const patience = 60_000; // milliseconds for one case
const end = performance.now() + 1000 * Number(values.seconds);
let failures = 0;

/** Cases from `first` on in one process until one fails, hangs or time is up; the number to go on with. */
function slice(kind, first, last) {
  return new Promise((resolve) => {
    const words = [kind, values.seed, String(first), String(last)];
    const child = fork(join(import.meta.dirname, "child.mjs"), words, { stdio: ["ignore", "ignore", "pipe", "ipc"] });
    let number = first;
    let errors = "";
    let why = "";
    const stop = (reason) => {
      why = reason;
      child.kill("SIGKILL");
    };
    let alarm = setTimeout(() => stop("hangs"), patience);
    child.stderr.on("data", (text) => (errors += text));
    child.on("message", (message) => {
      number = message.number;
      clearTimeout(alarm);
      if (performance.now() > end) stop("time");
      alarm = setTimeout(() => stop("hangs"), patience);
    });
    child.on("close", (code) => {
      clearTimeout(alarm);
      if (code === 0) return resolve(last);
      if (why === "time") return resolve(Infinity);
      failures++;
      const text = why === "hangs" ? "hangs" : errors.trim().split("\n").slice(0, 12).join("\n  ").slice(0, 1500);
      process.stdout.write(`${kind} ${number} of seed ${values.seed}: ${text}\n`);
      resolve(number + 1);
    });
  });
}

for (const kind of ["files", "runs"]) {
  const last = Number(values.from) + Number(values[kind]);
  let next = Number(values.from);
  while (next < last) next = await slice(kind, next, last);
  if (next === Infinity) process.stdout.write(`${kind}: time was up\n`);
}
process.stdout.write(`${failures} of ${values.files} files and ${values.runs} runs failed\n`);
process.exitCode = failures > 0 ? 1 : 0;
