#!/usr/bin/env node
import { exitCode, UserError } from "./base/errors.ts";
import type { World } from "./commands/world.ts";
import { errorScreen } from "./commands/terminal/screen.ts";

const abort = new AbortController();

// The first signal ends the run in order; a second one, or a run that does not end, ends the process.
for (const [name, code] of [
  ["SIGINT", exitCode.interrupted],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.on(name, () => {
    if (abort.signal.aborted) process.exit(code);
    abort.abort(new UserError("Interrupted; nothing was written.", { exitCode: code }));
    setTimeout(() => process.exit(code), 1000).unref();
  });
}

// A reader such as `head` may close the pipe early: what it did not want is no mistake.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    errorScreen(world).print(`occam-tab: The output cannot be written: ${error.message}.`);
    process.exit(exitCode.input);
  });
}

// TensorFlow's library notes on standard error what it loads; its warnings stay.
process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "1";

const world: World = {
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  environment: process.env,
  now: () => new Date(),
  began: performance.timeOrigin,
};

let code: number;
try {
  // Imported here, because loading its files may be what fails.
  const { main } = await import("./commands/command-line/main.ts");
  code = await main(process.argv.slice(2), world, abort.signal);
} catch (error) {
  code = tell(error);
}
for (const stream of [process.stdout, process.stderr]) {
  if (stream.writable) await new Promise<void>((resolve) => stream.write("", () => resolve()));
}
process.exit(code);

/** Says what ended the run and was no mistake of the user; the exit code. */
function tell(error: unknown): number {
  if (error instanceof Error && "code" in error && lacksFiles(error.code)) {
    errorScreen(world).print(
      "occam-tab: The system does not let this process open enough files.",
      "  Allow more, for example with: ulimit -n 1024",
    );
    return exitCode.input;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  const note = "occam-tab: this is a bug, not a mistake of yours. Please report it with the lines above.";
  errorScreen(world).print(...(stack ?? "").split("\n"), "", note);
  return 70; // EX_SOFTWARE of sysexits.h
}

/** Whether the process may open too few files: Node also tells it as a package that it cannot find while it loads. */
function lacksFiles(code: unknown): boolean {
  return code === "EMFILE" || code === "ENFILE" || (code === "ERR_MODULE_NOT_FOUND" && openFiles() < 256);
}

/** How many files this process may have open at once. */
function openFiles(): number {
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: number | string } } };
  const limit = report.userLimits?.open_files?.soft;
  return typeof limit === "number" ? limit : Infinity;
}
