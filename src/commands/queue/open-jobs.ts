import type { Queue } from "bullmq";
import { type JobMessage, messageOf, nameOf } from "../../fleet/message.ts";
import { rowsContent, tableContent } from "../../fleet/table.ts";
import { costOf } from "../../run/cost.ts";
import type { JobGroup, JobPlace } from "../../run/runner.ts";
import type { QueueServer } from "./connect.ts";
import type { Contents } from "./contents.ts";
import { jobPolicy, withdrawnKey } from "./protocol.ts";

/** A job that is not done yet. */
interface OpenJob {
  readonly message: JobMessage;
  readonly priority: number;
  readonly places: JobPlace[];
  readonly group: JobGroup;
}

const chunk = 500; // jobs in one message to the server

/** The jobs of a run that are not done, by their names, and what it takes to put them into the queue. */
export class OpenJobs extends Map<string, OpenJob> {
  private readonly server: QueueServer;
  private readonly queue: Queue;
  private readonly contents: Contents;

  constructor(server: QueueServer, queue: Queue, contents: Contents) {
    super();
    this.server = server;
    this.queue = queue;
    this.contents = contents;
  }

  /** Puts the table of a group where workers find it, and opens its jobs. */
  async prepare(group: JobGroup, number: number): Promise<void> {
    const { hashes, placesOf } = await this.putContents(group);
    for (const [job, one] of group.jobs.entries()) {
      const message = messageOf(one, { about: group.data.origin.data, ...hashes, places: placesOf(one) });
      const id = nameOf(message);
      const places = this.get(id)?.places ?? [];
      places.push({ group: number, job });
      this.set(id, { message, priority: priorityOf(costOf(one, group.data)), places, group });
    }
  }

  /** Puts those of the jobs that are open into the queue; what is there already stays as it is. */
  async add(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += chunk) {
      const some = ids.slice(at, at + chunk).filter((id) => this.has(id));
      if (some.length === 0) continue;
      const jobs = some.map((id) => {
        const { message, priority } = this.get(id)!;
        const name = `${message.about}: ${message.models.join(", ")}`;
        return { name, data: message, opts: { jobId: id, priority, ...jobPolicy } };
      });
      await this.server.redis.srem(withdrawnKey, ...some);
      await this.queue.addBulk(jobs);
    }
  }

  /** Sees that the contents of all open jobs stay, and puts them again where they are lost. */
  async keepContents(): Promise<void> {
    const groups = new Map([...this.values()].map(({ group, message }) => [group, message]));
    for (const [group, { table, rows }] of groups) {
      const areThere = (await this.contents.keep(table)) && (await this.contents.keep(rows));
      if (!areThere) await this.putContents(group);
    }
  }

  /** Removes all from the queue, and asks workers to stop those that they have. */
  async takeBack(): Promise<void> {
    const ids = [...this.keys()];
    if (ids.length === 0) return;
    const { redis } = this.server;
    await redis.sadd(withdrawnKey, ...ids);
    await redis.expire(withdrawnKey, 3600);
    await Promise.all(ids.map((id) => this.queue.remove(id).catch(() => 0)));
  }

  private async putContents(group: JobGroup) {
    const { content, placesOf } = rowsContent(group);
    const { contents } = this;
    const hashes = { table: await contents.put(tableContent(group)), rows: await contents.put(content) };
    return { hashes, placesOf };
  }
}

/** 1 comes first. Jobs of all runs are ordered by what they cost: the longest must not be left for the end. */
function priorityOf(cost: number): number {
  return Math.max(1, 2_000_000 - Math.round(40_000 * Math.log2(1 + cost)));
}
