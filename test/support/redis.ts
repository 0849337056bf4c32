import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Whether a Redis server can be started here; without one, tests of the queue are skipped. */
export const hasRedis: boolean = spawnSync("redis-server", ["--version"]).status === 0;
if (!hasRedis) process.stderr.write("Tests of the queue are skipped: there is no redis-server on the path.\n");

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Starts it again at its port, with what it had written. */
  start(): Promise<void>;
  /** Ends it: in order (and so with its jobs written to disk), or at once. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Ends it for good and removes its folder. */
  remove(): Promise<void>;
}

/** A real server on a free port of the loopback, with further settings such as ["--maxmemory", "8mb"]. */
export async function startRedis(...settings: readonly string[]): Promise<RedisServer> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "occam-tab-redis-"));
  let ended: Promise<unknown> = Promise.resolve();
  let child: ReturnType<typeof spawn> | null = null;
  const start = async (): Promise<void> => {
    const own = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes"];
    child = spawn("redis-server", [...own, "--save", "", ...settings], { stdio: "ignore" });
    const process = child;
    ended = new Promise((resolve) => process.on("exit", resolve));
    for (let tries = 0; !(await answers(port)); tries++) {
      if (tries > 200) throw new Error("redis-server does not start.");
      await setTimeout(25);
    }
  };
  const stop = async (signal: "SIGTERM" | "SIGKILL" = "SIGKILL"): Promise<void> => {
    child?.kill(signal);
    await ended;
  };
  await start();
  return {
    ...{ port, url: `redis://127.0.0.1:${port}`, start, stop },
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nothing listens at. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", () => resolve(false));
    socket.once("data", () => {
      socket.destroy();
      resolve(true);
    });
    socket.write("PING\r\n"); // answered, be it by a request for a password
  });
}
