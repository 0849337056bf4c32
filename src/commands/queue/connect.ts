import type * as BullMq from "bullmq";
import type { Redis } from "ioredis";
import { exitCode, reasonOf, UserError } from "../../base/errors.ts";
import { codeFingerprint } from "../files/store.ts";
import { version } from "../machine/version.ts";
import type { QueueAddress } from "./address.ts";

/** A connected server of a queue. */
export interface QueueServer {
  readonly shown: string; // its address without user and password
  readonly redis: Redis;
  readonly connection: BullMq.RedisOptions; // for further connections
  readonly bullmq: typeof BullMq;
  /** Of the jobs of this very code: another version never sees them. */
  readonly queueName: string;
  close(): void;
}

/** The names of all queues that were ever opened here, one a version and build. */
export const queuesKey = "occam-tab:queues";

const namePrefix = "occam-tab-";

/** A version and build as queues, plans and messages name it. */
export function versionOfQueue(queueName: string): string {
  return queueName.slice(namePrefix.length).replace(/-([^-]*)$/u, " ($1)");
}

/** Milliseconds between attempts to reach a server that was there before. */
const pause = 1000;

/** Connects to the server of a queue. Throws a `UserError` when a package, the server or a right to it is absent. */
export async function connect(address: QueueAddress): Promise<QueueServer> {
  const bullmq = await load<typeof BullMq>("bullmq", () => import("bullmq"));
  const { Redis: Client } = await load("ioredis", () => import("ioredis"));
  let isReady = false;
  const connection = {
    ...{ host: address.host, port: address.port, db: address.database },
    ...(address.user === "" ? {} : { username: address.user }),
    ...(address.password === "" ? {} : { password: address.password }),
    ...(address.tls ? { tls: { servername: address.host } } : {}),
    maxRetriesPerRequest: null, // commands wait for a server that comes back
    retryStrategy: () => (isReady ? pause : null),
    connectTimeout: 10_000,
  };
  const redis = new Client({ ...connection, lazyConnect: true });
  let why: unknown = null; // a refused connection says no more than that it is closed
  redis.on("error", (error: unknown) => (why = error));
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    throw refused(why ?? error, address);
  }
  isReady = true;
  const queueName = `${namePrefix}${version}-${(await codeFingerprint()).slice(0, 8)}`;
  await redis.sadd(queuesKey, queueName).catch((error: unknown) => {
    redis.disconnect();
    throw refused(error, address);
  });
  return { shown: address.shown, redis, connection, bullmq, queueName, close: () => redis.disconnect() };
}

async function load<Package>(name: string, bring: () => Promise<Package>): Promise<Package> {
  try {
    return await bring();
  } catch (error) {
    throw new UserError(`A queue needs the package ${name}, which does not load: ${reasonOf(error).split("\n")[0]}.`, {
      hint: "Install both beside occam-tab: npm install bullmq ioredis",
      exitCode: exitCode.unavailable,
    });
  }
}

/** Why a server cannot be used, and what to do. */
function refused(error: unknown, { shown, password, tls }: QueueAddress): UserError {
  const reason = reasonOf(error);
  const says = (sentence: string, hint: string): UserError => new UserError(sentence, { hint });
  if (isFull(error)) return fullServer(shown);
  if (/WRONGPASS|invalid password|AUTH/u.test(reason)) {
    return password === ""
      ? says(
          `The queue at ${shown} asks for a password.`,
          "Give it in OCCAM_TAB_QUEUE=redis://user:password@host:6379.",
        )
      : says(`The queue at ${shown} refuses this user or password.`, "Correct it in OCCAM_TAB_QUEUE or in --queue.");
  }
  if (/NOPERM/u.test(reason)) {
    return says(
      `The user of the queue at ${shown} may not do what a queue needs.`,
      "Let it use ~bull:* and ~occam-tab:*.",
    );
  }
  const code = codeOf(error);
  const where = tls ? "" : " For a server with TLS the address begins with rediss://.";
  return says(
    `No queue answers at ${shown}: ${code ?? reason}.`,
    `Start a Redis or Valkey server there, or correct the address.${where}`,
  );
}

function codeOf(error: unknown): string | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" ? code : null;
}

/** Whether a server refused to store something because its memory is full. */
export function isFull(error: unknown): boolean {
  return /\bOOM\b/u.test(reasonOf(error));
}

export function fullServer(shown: string): UserError {
  return new UserError(`The memory of the queue at ${shown} is full.`, {
    hint: "Raise its maxmemory, or keep tables and results in a folder that all machines mount: --tables DIR.",
  });
}
