import type { Queue } from "bullmq";
import { UserError } from "../../base/errors.ts";
import { otherVersions } from "./other-versions.ts";
import { watchOutages } from "./outage.ts";
import { type QueueServer, versionOfQueue } from "./connect.ts";
import { fullServer } from "./refused.ts";

/** Milliseconds without an event of any job before the reason is looked for, and before waiting ends. */
const patience = { workers: 5_000, memory: 60_000, server: 600_000 };

/** Says why a run waits: no worker, no memory, no server. Ends it where waiting has no end. */
export class Notices {
  private readonly server: QueueServer;
  private readonly queue: Queue;
  private readonly say: (text: string) => void;
  private readonly said = new Set<string>();
  private lastAnswer = performance.now();
  private readonly unwatch: () => void;

  constructor(
    server: QueueServer,
    queue: Queue,
    { say, fail }: { readonly say: (text: string) => void; readonly fail: (error: unknown) => void },
  ) {
    this.server = server;
    this.queue = queue;
    this.say = say;
    this.unwatch = watchOutages(server, {
      say,
      onBack: () => this.answered(),
      onGone: () => fail(goneForGood(server)),
      patience: patience.server,
    });
  }

  /** A job said something: all is well. */
  answered(): void {
    this.lastAnswer = performance.now();
    this.said.clear();
  }

  once(text: string): void {
    if (this.said.has(text)) return;
    this.said.add(text);
    this.say(text);
  }

  /** Looks for the reason why no job reports. */
  async look(): Promise<void> {
    const silent = performance.now() - this.lastAnswer;
    if (silent < patience.workers) return;
    if (await isMemoryFull(this.server)) {
      if (silent > patience.memory) throw fullServer(this.server.shown);
      return this.once(
        `The memory of the queue at ${this.server.shown} is full, and workers cannot give back results.`,
      );
    }
    if ((await this.queue.getWorkersCount()) > 0) return;
    const start = `start one with: occam-tab worker --queue ${this.server.shown}`;
    const others = (await otherVersions(this.server)).filter(({ workers }) => workers > 0);
    const names = others.map(({ version }) => `version ${version}`).join(" and ");
    const but = names === "" ? "" : ` Workers of ${names} are there, and leave these jobs alone.`;
    this.once(`No worker of version ${versionOfQueue(this.queue.name)} is at the queue; ${start}${but}`);
  }

  close(): void {
    this.unwatch();
  }
}

function goneForGood({ shown }: QueueServer): UserError {
  return new UserError(`The queue at ${shown} has not answered for ${patience.server / 60_000} minutes.`, {
    hint: "Start its server again; the same command continues from there.",
  });
}

async function isMemoryFull({ redis }: QueueServer): Promise<boolean> {
  const facts = await redis.info("memory");
  const number = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, "mu").exec(facts)?.[1] ?? 0);
  const most = number("maxmemory");
  return most > 0 && number("used_memory") > 0.99 * most;
}

/** How a run ends in which jobs failed for good. */
export function failedJobs(failures: readonly string[], isKept: boolean): UserError {
  const [first = "", ...hint] = failures[0]!.split("\n").map((line) => line.trim());
  const many = failures.length === 1 ? "A job failed: " : `${failures.length} jobs failed, such as `;
  const rest = isKept ? "All other results are kept, and the same command tries these again." : "";
  return new UserError(`${many}${first.replace(/\.$/u, "")}.`, { hint: [...hint, rest].filter(Boolean).join(" ") });
}
