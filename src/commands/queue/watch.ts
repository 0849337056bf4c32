import { type QueueServer, queuesKey, versionOfQueue } from "./connect.ts";
import type { JobMessage } from "../../fleet/message.ts";

/** What goes on in the queue of one version. */
export interface QueueState {
  readonly queue: string; // as dashboards name it
  readonly version: string;
  readonly waiting: number;
  readonly running: number;
  readonly done: number; // since the queue was first used
  readonly failed: number; // that are remembered
  readonly jobs: readonly { readonly job: string; readonly worker: string; readonly seconds: number }[]; // that run
  readonly failures: readonly { readonly job: string; readonly reason: string; readonly tries: number }[]; // the last
  readonly workers: readonly { readonly name: string; readonly address: string; readonly seconds: number }[];
}

const mostShown = 20;

/** The queues of all versions at a server that have jobs or workers; that of this version always. */
export async function readQueues(server: QueueServer): Promise<readonly QueueState[]> {
  const names = (await server.redis.smembers(queuesKey)).toSorted();
  const states: QueueState[] = [];
  for (const name of names) {
    const state = await readQueue(server, name);
    const { waiting, running, failed, workers } = state;
    if (name === server.queueName || waiting + running + failed + workers.length > 0) states.push(state);
  }
  return states;
}

async function readQueue({ bullmq, redis }: QueueServer, name: string): Promise<QueueState> {
  const queue = new bullmq.Queue<JobMessage>(name, { connection: redis });
  try {
    const counts = await queue.getJobCounts("waiting", "prioritized", "delayed", "active", "failed");
    const [active, failed] = [await queue.getActive(0, mostShown - 1), await queue.getFailed(0, mostShown - 1)];
    const { count: done } = (await queue.getMetrics("completed", 0, 0)).meta;
    const [seconds] = await redis.time();
    return {
      ...{ queue: name, version: versionOfQueue(name) },
      waiting: (counts["waiting"] ?? 0) + (counts["prioritized"] ?? 0) + (counts["delayed"] ?? 0),
      ...{ running: counts["active"] ?? 0, done, failed: counts["failed"] ?? 0 },
      jobs: active.map((job) => ({
        job: job.name,
        worker: job.processedBy ?? "",
        seconds: Math.max(0, Math.round(Number(seconds) - (job.processedOn ?? 0) / 1000)),
      })),
      failures: failed.map((job) => ({ job: job.name, reason: job.failedReason, tries: job.attemptsMade })),
      workers: (await queue.getWorkers()).map((worker) => ({
        name: (worker["rawname"] ?? "").split(":w:")[1] ?? "",
        address: worker["addr"] ?? "",
        seconds: Number(worker["age"] ?? 0),
      })),
    };
  } finally {
    await queue.close();
  }
}
