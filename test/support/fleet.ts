import { type ChildProcess, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { cli } from "./cli.ts";

/** A worker in a process of its own. */
export interface FleetWorker {
  readonly process: ChildProcess;
  readonly heard: () => string; // what it said so far
  readonly ended: Promise<number | null>;
}

interface WorkerStart {
  readonly url?: string;
  readonly words?: readonly string[]; // of the command line, where it is not the usual one
  readonly environment?: Readonly<Record<string, string>>;
  readonly program?: string; // another build than this one
}

/** Starts `occam-tab worker` and waits until it takes jobs. */
export async function startWorker(start: string | WorkerStart, ...more: readonly string[]): Promise<FleetWorker> {
  const { url = "env", words, environment = {}, program = cli } = typeof start === "string" ? { url: start } : start;
  const usual = ["worker", "--queue", url, "--jobs", "1", ...more];
  const child = spawn(process.execPath, [program, ...(words ?? usual)], {
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const worker = { process: child, heard: () => said, ended };
  await until(() => said.includes("Taking") || child.exitCode !== null);
  return worker;
}

/** Ends workers in order and waits for it. */
export async function stopWorkers(workers: readonly FleetWorker[]): Promise<void> {
  for (const { process: child } of workers) child.kill("SIGTERM");
  await Promise.all(workers.map(({ ended }) => ended));
}

/** Waits until something is so; throws after a minute. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries++) {
    if (tries > 1200) throw new Error("Waited for a minute in vain.");
    await setTimeout(50);
  }
}

const timed = /seconds|microseconds/iu;
const ofMachine = new Set(["time", "machine", "command"]);

/** A JSON file without times and what names the machine or the command. */
export async function timelessJson(path: string): Promise<string> {
  const value: unknown = JSON.parse(await readFile(path, "utf8"));
  return JSON.stringify(value, (key, part: unknown) => (timed.test(key) || ofMachine.has(key) ? 0 : part));
}

/** A CSV file without columns of seconds. */
export async function timelessCsv(path: string): Promise<string> {
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  const out = lines[0]!.split(",").flatMap((title, i) => (timed.test(title) ? [i] : []));
  return lines
    .map((line) =>
      line
        .split(",")
        .filter((_, i) => !out.includes(i))
        .join(","),
    )
    .join("\n");
}
