import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../../src/base/random.ts";
import { jobsOf } from "../../../src/bench/jobs.ts";
import { queueAddress } from "../../../src/commands/queue/address.ts";
import { connect } from "../../../src/commands/queue/connect.ts";
import { openContents } from "../../../src/commands/queue/contents.ts";
import { onQueue } from "../../../src/commands/queue/give.ts";
import { benchRequest, planned } from "../../support/bench.ts";
import { type Ended, emptyFolder, occamTab, smallTable } from "../../support/cli.ts";
import { type FleetWorker, startWorker, stopWorkers, timelessCsv, until } from "../../support/fleet.ts";
import { freePort, hasRedis, type RedisServer, startRedis } from "../../support/redis.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const models = ["--models", "forest,linear,dummy", "--trees", "40"];
let server: RedisServer;
let redis: Redis;
let folder = "";
let whole = "";
const workers: FleetWorker[] = [];
const within = (name: string): string => join(folder, name);
const suite = (): string => within("suite");
const bench = (out: string, ...more: string[]): Promise<Ended> =>
  occamTab(["bench", suite(), ...models, "--out", within(out), ...more]);
const onFleet = (out: string): Promise<Ended> => bench(out, "--queue", server.url);
const scores = (out: string): Promise<string> => timelessCsv(within(`${out}/scores.csv`));

async function enlist(count: number, ...more: string[]): Promise<void> {
  workers.push(...(await Promise.all(Array.from({ length: count }, () => startWorker(server.url, ...more)))));
}

/** Results that lie in the folder of a bench. */
async function finished(out: string): Promise<number> {
  return (await readdir(within(`${out}/finished`)).catch(() => [])).length;
}

beforeAll(async () => {
  if (!hasRedis) return;
  server = await startRedis();
  redis = new Redis(server.port, { maxRetriesPerRequest: null });
  redis.on("error", () => {});
  folder = await emptyFolder();
  await mkdir(suite());
  await writeFile(join(suite(), "a.csv"), smallTable(400));
  await writeFile(join(suite(), "b.csv"), smallTable(600));
  await bench("whole", "--jobs", "2");
  whole = await scores("whole");
});

afterEach(() => stopWorkers(workers.splice(0)));
afterAll(async () => {
  redis?.disconnect();
  await server?.remove();
});

describe.skipIf(!hasRedis)("a fleet", () => {
  it("of workers that are killed and paused at random moments gives the bytes of one process", async () => {
    await enlist(3);
    const random = Random.of("kills");
    let running = true;
    const ended = onFleet("killed").finally(() => (running = false));
    for (let kills = 0; kills < 6 && running; kills++) {
      await until(async () => !running || (await finished("killed")) > kills);
      const place = random.below(workers.length);
      workers[place]!.process.kill(kills === 2 ? "SIGSTOP" : "SIGKILL");
      if (kills === 2) await enlist(1);
      else workers[place] = await startWorker(server.url);
    }
    for (const { process } of workers) process.kill("SIGCONT");
    expect((await ended).code).toBe(0);
    expect(await scores("killed")).toBe(whole);
  });

  it("goes on when its server was gone, with or without what it held", async () => {
    await enlist(2);
    const ended = onFleet("gone");
    await until(async () => (await finished("gone")) > 2);
    await server.stop("SIGKILL");
    await server.start();
    await until(async () => (await finished("gone")) > 6);
    await redis.flushall();
    const { code, errors } = await ended;
    expect([code, await scores("gone")]).toEqual([0, whole]);
    expect(errors).toContain(`The queue at ${server.url} does not answer; waiting for it.`);
    expect(errors).toContain("is back.");
  });

  it("shares the jobs of two runs of one suite, and gives both all results", async () => {
    await enlist(2);
    const [one, two] = await Promise.all([onFleet("one"), onFleet("two")]);
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(await scores("one")).toBe(whole);
    expect(await scores("two")).toBe(whole);
  });

  it("works with a worker whose clock is an hour ahead, and one that finds no table", async () => {
    const ahead = { NODE_OPTIONS: `--import ${JSON.stringify(join(root, "test/support/clock-ahead.mjs"))}` };
    workers.push(await startWorker({ url: server.url, environment: ahead }));
    await enlist(1, "--tables", within("empty"));
    const { code, errors } = await onFleet("ahead");
    expect([code, await scores("ahead")]).toEqual([0, whole]);
    expect(errors).toMatch(/leaves a job to others: its (table|rows) \w+ cannot be found in .*empty/u);
  });

  it("takes a table as it was when the command read it", async () => {
    const ended = onFleet("changed");
    await until(async () => (await redis.keys("bull:*:job-*")).length > 0);
    const before = await readFile(join(suite(), "a.csv"));
    await writeFile(join(suite(), "a.csv"), smallTable(50));
    await enlist(2);
    expect((await ended).code).toBe(0);
    await writeFile(join(suite(), "a.csv"), before);
    expect(await scores("changed")).toBe(whole);
  });

  it("gives jobs back that a stopped command left, and to others those of a stopped worker", async () => {
    await enlist(1);
    const stopped = await occamTab(["bench", suite(), ...models, "--out", within("stopped"), "--queue", server.url], {
      ...interruptOnce(async () => (await finished("stopped")) > 1),
    });
    expect(stopped.code).toBe(130);
    expect(stopped.errors).toContain("Interrupted; finished results are kept");
    await until(async () => (await redis.keys("bull:*:job-*")).length === 0);
    expect((await onFleet("stopped")).code).toBe(0);
    expect(await scores("stopped")).toBe(whole);
  });

  it("of another version refuses the jobs, and says so on both sides", async () => {
    const other = within("other");
    await mkdir(other);
    await cp(join(root, "dist"), join(other, "dist"), { recursive: true });
    await symlink(join(root, "node_modules"), join(other, "node_modules"));
    const facts = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    await writeFile(join(other, "package.json"), JSON.stringify({ ...facts, version: "9.9.9" }));
    const stranger = await startWorker({ url: server.url, program: join(other, "dist/cli.js") });
    workers.push(stranger);
    const ended = onFleet("versions");
    await until(() => stranger.heard().includes("Refused jobs of version"));
    await until(async () => (await redis.keys("bull:*:job-*")).length > 0);
    await new Promise((resolve) => setTimeout(resolve, 9000));
    await enlist(1);
    const { code, errors } = await ended;
    expect([code, await scores("versions")]).toEqual([0, whole]);
    expect(errors).toMatch(/No worker of version .* Workers of version 9\.9\.9 \(\w+\) are there/u);
  });

  it("fails a job that always crashes with its reason after its retries, and finishes the rest", async () => {
    await enlist(1);
    const connected = await connect(queueAddress(server.url, {}));
    const set = planned("iris");
    const [first, ...rest] = jobsOf(set, benchRequest([set], { models: ["dummy"] }));
    const broken = { ...first!, settings: { ...first!.settings, engine: "tfjs" as const } };
    const done: number[] = [];
    const options = { contents: openContents(connected, null), say: () => {}, finishRest: true, fresh: false };
    const run = onQueue(connected, options)([{ data: set.run, jobs: [broken, ...rest] }], {
      onReport: () => {},
      onOutcome: (_, { job }) => void done.push(job),
    });
    await expect(run).rejects.toThrow("A job failed: dummy on iris, fold 1: The backend of a job is chosen before it.");
    expect(done.toSorted((a, b) => a - b)).toEqual(rest.map((_, i) => i + 1));
    const shown = await occamTab(["queue", "--queue", server.url]);
    expect(shown.output).toContain("iris, fold 1: dummy, tried 3 times: The backend of a job is chosen before it.");
    connected.close();
  });
});

/** Interrupts a command as soon as something is so. */
function interruptOnce(isSo: () => Promise<boolean>): {
  whileStarted: (end: (signal: NodeJS.Signals) => void) => void;
} {
  return { whileStarted: (end) => void until(isSo).then(() => end("SIGINT")) };
}

describe.skipIf(!hasRedis)("a server that cannot be used", () => {
  const secret = "pass:w/ord%";
  const encoded = encodeURIComponent(secret);
  const refusal = async (url: string, command: readonly string[] = ["queue"]): Promise<string> => {
    const { code, errors } = await occamTab([...command, "--queue", url]);
    expect([url, code]).toEqual([url, 2]);
    for (const hidden of [secret, encoded, "ann"]) expect(errors).not.toContain(hidden);
    return errors;
  };

  it("is named without user and password, with what to do", async () => {
    const port = await freePort();
    for (const command of [["worker"], ["queue"], ["bench", suite(), ...models, "--out", within("no")]]) {
      const none = await refusal(`redis://ann:${encoded}@127.0.0.1:${port}`, command);
      expect(none).toContain(`No queue answers at redis://127.0.0.1:${port}: ECONNREFUSED.`);
    }
    const closed = await startRedis("--requirepass", secret);
    try {
      expect(await refusal(closed.url)).toContain(`The queue at ${closed.url} asks for a password.`);
      const wrong = await refusal(`redis://ann:wrong@127.0.0.1:${closed.port}`);
      expect(wrong).toContain(`The queue at ${closed.url} refuses this user or password.`);
      const { code, errors } = await occamTab(["queue", "--queue", closed.url], {
        environment: { OCCAM_TAB_QUEUE: `redis://:${encoded}@127.0.0.1:${closed.port}` },
      });
      expect([code, errors]).toEqual([0, ""]);
    } finally {
      await closed.remove();
    }
  });

  it("has an address, which is never repeated as it was written", () => {
    const read = (given: string | null, kept?: string) =>
      queueAddress(given, kept === undefined ? {} : { OCCAM_TAB_QUEUE: kept });
    const wrong = ["host:6379", "http://ann:pass@host", "redis://", "redis://h/x", "redis://ann:%@h", "redis://h?a=b"];
    for (const each of wrong) expect(() => read(each)).toThrow(/^--queue (?:is no address|names no|has )/u);
    expect(() => read(null)).toThrow("No queue is named.");
    const facts = { host: "h", port: 6380, database: 2, tls: true, user: "ann", password: secret };
    const url = `rediss://ann:${encoded}@h:6380/2`;
    expect(read(url)).toEqual({ ...facts, shown: "rediss://h:6380/2" });
    expect(read("env", url)).toEqual(read(url));
    expect(read(null, url)).toEqual(read(url));
    expect(read("rediss://h:6380/2", url)).toEqual(read(url));
    expect(read("rediss://other:6380/2", url)).toMatchObject({ user: "", password: "" });
    expect(read("redis://[::1]")).toMatchObject({ host: "::1", port: 6379, shown: "redis://[::1]:6379" });
  });

  it("is full: the command ends with what to do, and takes its jobs back", async () => {
    const full = await startRedis("--maxmemory", "1mb");
    try {
      const { code, errors } = await bench("full", "--queue", full.url);
      expect(code).toBe(2);
      expect(errors).toContain(`The memory of the queue at ${full.url} is full.`);
      expect(errors).toContain("--tables DIR");
    } finally {
      await full.remove();
    }
  });
});
