import { spawn } from "node:child_process";
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The built command, as a user runs it. */
export const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface Start {
  readonly folder?: string; // to run in
  readonly input?: string | Uint8Array; // on standard input; without it, standard input is closed
  readonly environment?: Readonly<Record<string, string>>;
  readonly whileStarted?: (end: (signal: NodeJS.Signals) => void) => void;
  readonly whileRunning?: (end: (signal: NodeJS.Signals) => void, heard: string) => void; // at every word on standard error
}

/** Runs `occam-tab` in a process of its own, without a terminal. */
export function occamTab(typed: readonly string[], start: Start = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...typed], {
      cwd: start.folder,
      env: { PATH: process.env["PATH"] ?? "", ...start.environment },
      stdio: [start.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    start.whileStarted?.((signal) => void child.kill(signal));
    let output = "";
    let errors = "";
    child.stdout!.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
      start.whileRunning?.((signal) => void child.kill(signal), errors);
    });
    child.on("error", reject).on("close", (code) => resolve({ code, output, errors }));
    if (start.input !== undefined) {
      child.stdin!.on("error", () => {}); // a command that fails early does not read it
      child.stdin!.end(start.input);
    }
  });
}

/** A folder of its own for a test. */
export function emptyFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "occam-tab "));
}

/** Everything under a folder, hidden files too. */
export async function everything(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).sort((a, b) => a.localeCompare(b));
}

/** A small table with something to learn: `good` follows `age`, with noise from `dice`. */
export function smallTable(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const dice = (i * 7919) % 37;
    const age = 20 + ((i * 31) % 50);
    return `r${i},${age},${["red", "green", "blue"][i % 3]},${dice},${age + dice / 2 > 55 ? "yes" : "no"}`;
  });
  return `id,age,colour,dice,good\n${lines.join("\n")}\n`;
}
