import { isIP } from "node:net";
import type * as BullMq from "bullmq";
import type { Redis } from "ioredis";
import { exitCode, reasonOf, UserError } from "../../base/errors.ts";
import { codeFingerprint } from "../files/store.ts";
import { version } from "../machine/version.ts";
import type { QueueAddress } from "./address.ts";
import { denial, refused } from "./refused.ts";

/** A connected server of a queue. */
export interface QueueServer {
  readonly shown: string; // its address without user and password
  readonly redis: Redis;
  readonly connection: BullMq.RedisOptions; // for further connections
  readonly bullmq: typeof BullMq;
  /** Of the jobs of this very code: another version never sees them. */
  readonly queueName: string;
  /** A `UserError` for what a server denies, which the user can solve; any other error as it is. */
  asMistake(error: unknown): unknown;
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

/** TLS names the server that is meant; an IP address is not a name (RFC 6066). */
function tlsOf({ host }: QueueAddress): { readonly servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}

/** Connects to the server of a queue. Throws a `UserError` when a package, the server or a right to it is absent. */
export async function connect(address: QueueAddress): Promise<QueueServer> {
  const bullmq = await load<typeof BullMq>("bullmq", () => import("bullmq"));
  const { Redis: Client } = await load("ioredis", () => import("ioredis"));
  let isReady = false;
  const connection = {
    ...{ host: address.host, port: address.port, db: address.database },
    ...(address.user === "" ? {} : { username: address.user }),
    ...(address.password === "" ? {} : { password: address.password }),
    ...(address.tls ? { tls: tlsOf(address) } : {}),
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
  return {
    ...{ shown: address.shown, redis, connection, bullmq, queueName },
    asMistake: (error) => denial(error, address) ?? error,
    close: () => redis.disconnect(),
  };
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
