import { type QueueServer, queuesKey, versionOfQueue } from "./connect.ts";

/** The queue of another version or build at the same server. */
interface OtherQueue {
  readonly version: string;
  readonly waiting: number; // jobs
  readonly workers: number;
}

/** The queues of other versions, which neither jobs nor workers of this one have to do with. */
export async function otherVersions({ redis, bullmq, queueName }: QueueServer): Promise<readonly OtherQueue[]> {
  const names = (await redis.smembers(queuesKey)).filter((name) => name !== queueName).toSorted();
  const found: OtherQueue[] = [];
  for (const name of names) {
    const queue = new bullmq.Queue(name, { connection: redis });
    const counts = await queue.getJobCounts("waiting", "prioritized");
    const waiting = Object.values(counts).reduce((sum, count) => sum + count, 0);
    found.push({ version: versionOfQueue(name), waiting, workers: await queue.getWorkersCount() });
    await queue.close();
  }
  return found;
}
