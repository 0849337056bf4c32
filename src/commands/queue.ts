import { exitCode } from "../base/errors.ts";
import { duration } from "../report/number.ts";
import type { Call, Command } from "./command-line/command.ts";
import { openQueue } from "./queue/open.ts";
import { type QueueState, readQueues } from "./queue/watch.ts";
import { outputScreen } from "./terminal/screen.ts";
import { textTable, wrap } from "./terminal/terminal.ts";

/** `occam-tab queue --queue URL`: what waits, runs and failed, and which workers are there. */
export const queueCommand: Command = {
  name: "queue",
  summary: "show the jobs and workers of a queue",
  words: [],
  details: [
    "Shows for each version of occam-tab how many jobs wait, run, are done and failed; which run where and for how " +
      "long; why jobs failed; and the workers. It changes nothing. Every dashboard for BullMQ shows more, under " +
      "the name shown after the version.",
  ],
  examples: [
    { line: "occam-tab queue --queue redis://host:6379", says: "what is happening there now" },
    { line: "watch occam-tab queue", says: "the queue in OCCAM_TAB_QUEUE, every two seconds" },
  ],
  run: runQueue,
};

async function runQueue(call: Call): Promise<number> {
  const { server } = await openQueue(call);
  try {
    const queues = await readQueues(server);
    const screen = outputScreen(call.world);
    if (call.flags.json) screen.pass(`${JSON.stringify({ server: server.shown, queues }, null, 2)}\n`);
    else screen.print(...queues.flatMap((queue, i) => [...(i > 0 ? [""] : []), ...stateLines(queue, screen.width)]));
    return exitCode.fine;
  } finally {
    server.close();
  }
}

function stateLines(state: QueueState, width: number): readonly string[] {
  const { version, queue, waiting, running, done, failed, jobs, failures, workers } = state;
  const left = (title: string) => ({ title, align: "left" }) as const;
  const right = (title: string) => ({ title, align: "right" }) as const;
  return [
    `Version ${version}, queue ${queue}`,
    `${waiting} waiting, ${running} running, ${done} done, ${failed} failed, ${workers.length} workers`,
    ...(workers.length === 0
      ? []
      : [
          "",
          ...textTable(
            [left("worker"), left("address"), right("there for")],
            workers.map((each) => [each.name, each.address, duration(each.seconds)]),
            width,
          ),
        ]),
    ...(jobs.length === 0
      ? []
      : [
          "",
          ...textTable(
            [left("running"), left("worker"), right("for")],
            jobs.map((each) => [each.job, each.worker, duration(each.seconds)]),
            width,
          ),
        ]),
    ...(failures.length === 0 ? [] : ["", "failed"]),
    ...failures.flatMap(({ job, reason, tries }) => wrap(`${job}, tried ${tries} times: ${reason}`, width, 2)),
  ];
}
