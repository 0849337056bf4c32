import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Content, pack, unpack } from "../../fleet/content.ts";
import { UserError } from "../../base/errors.ts";
import { writeWhole } from "../files/write.ts";
import { exists } from "../files/trouble.ts";
import type { QueueServer } from "./connect.ts";
import { fullServer, isFull } from "./refused.ts";

/** Tables, rows and large results by their hash, where all machines of a queue reach them. */
export interface Contents {
  /** Puts a value there if it is not; returns its hash. Throws a `UserError` when there is no room. */
  put(value: unknown): Promise<string>;
  /** Whether a content is still there; it then stays for as long as a new one. */
  keep(hash: string): Promise<boolean>;
  /** The value of a hash; null where it is not there, or damaged. */
  get(hash: string): Promise<unknown>;
  remove(hash: string): Promise<void>;
  readonly place: string; // for messages
}

/** Seconds that the server keeps a content after the last request to keep it. */
const lifetime = 3600;

/** A server's values have at most 512 MiB, and all that it holds is in its memory. */
const mostBytes = 256 * 2 ** 20;

/** In a folder that all machines mount, or else in the memory of the server. */
export function openContents(server: QueueServer, folder: string | null): Contents {
  return folder === null ? inServer(server) : inFolder(folder);
}

function inServer({ redis, shown }: QueueServer): Contents {
  const keyOf = (hash: string): string => `occam-tab:content:${hash}`;
  return {
    put: async (value) => {
      const { hash, bytes } = await pack(value);
      if (await redis.expire(keyOf(hash), lifetime)) return hash;
      if (bytes.length > mostBytes) throw tooLarge(bytes);
      try {
        await redis.set(keyOf(hash), Buffer.from(bytes), "EX", lifetime);
      } catch (error) {
        throw isFull(error) ? fullServer(shown) : error;
      }
      return hash;
    },
    keep: async (hash) => (await redis.expire(keyOf(hash), lifetime)) === 1,
    get: async (hash) => {
      const bytes = await redis.getBuffer(keyOf(hash));
      return bytes === null ? null : unpack({ hash, bytes });
    },
    remove: async (hash) => void (await redis.del(keyOf(hash))),
    place: shown,
  };
}

function inFolder(folder: string): Contents {
  const pathOf = (hash: string): string => join(folder, `${hash}.gz`);
  return {
    put: async (value) => {
      const { hash, bytes } = await pack(value);
      if (!(await exists(pathOf(hash)))) await writeWhole(pathOf(hash), bytes);
      return hash;
    },
    keep: (hash) => exists(pathOf(hash)),
    get: async (hash) => {
      const bytes = await readFile(pathOf(hash)).catch(() => null);
      return bytes === null ? null : unpack({ hash, bytes } satisfies Content);
    },
    remove: (hash) => rm(pathOf(hash), { force: true }),
    place: folder,
  };
}

function tooLarge({ length }: Uint8Array): UserError {
  const size = Math.ceil(length / 2 ** 20);
  return new UserError(`A table takes ${size} MiB compressed, and the queue takes ${mostBytes / 2 ** 20} at most.`, {
    hint: "Keep tables in a folder that all machines mount: --tables DIR.",
  });
}
