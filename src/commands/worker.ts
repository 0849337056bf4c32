import { exitCode } from "../base/errors.ts";
import type { Call, Command } from "./command-line/command.ts";
import { jobsHere } from "./flags/request.ts";
import { versionOfQueue } from "./queue/connect.ts";
import { openQueue } from "./queue/open.ts";
import { serveQueue } from "./queue/serve.ts";
import { errorScreen } from "./terminal/screen.ts";

/** `occam-tab worker --queue URL`: takes jobs that other machines give, until it is stopped. */
export const workerCommand: Command = {
  name: "worker",
  summary: "take the jobs of fit and bench from a queue, until stopped",
  words: [],
  details: [
    "Takes jobs that fit and bench of the same version put into a queue with --queue, one per thread. A job needs " +
      "nothing from this machine: its table comes with it.",
    "SIGINT or SIGTERM stops it; its jobs go back to the queue at once. A worker that is killed or paused loses " +
      "its jobs to others after some seconds. Start as many as you like, and stop them when you like: the results " +
      "are the same, byte for byte.",
  ],
  examples: [
    { line: "occam-tab worker --queue redis://host:6379", says: "one job per core" },
    { line: "occam-tab worker --jobs 2", says: "the queue in OCCAM_TAB_QUEUE, two jobs at once" },
  ],
  run: runWorker,
};

async function runWorker(call: Call): Promise<number> {
  const { flags, world, signal } = call;
  const screen = errorScreen(world);
  const say = (text: string): void => (flags.quiet ? undefined : screen.print(text));
  const { server, contents } = await openQueue(call);
  try {
    const jobs = jobsHere(flags);
    const many = jobs === 1 ? "one job" : `${jobs} jobs`;
    say(`Taking ${many} at a time from ${server.shown}, version ${versionOfQueue(server.queueName)}.`);
    await serveQueue(server, { contents, jobs, say, signal });
    say("Stopped.");
    return exitCode.fine;
  } finally {
    server.close();
  }
}
