import type { Flag } from "./flag.ts";

/** Flags of work on more than one machine. */
export const queueFlags = {
  queue: {
    type: "text",
    value: "URL",
    commands: ["fit", "bench", "worker", "queue"],
    help: "run the jobs on the workers of a queue",
    details:
      "A Redis or Valkey server: redis://host:6379, or rediss:// with TLS. User and password go in the URL or, " +
      "better, in the variable OCCAM_TAB_QUEUE: --queue env takes the whole address from there, and worker and queue " +
      "do so without the flag. Needs the packages bullmq and ioredis beside occam-tab.",
  },
  tables: {
    type: "text",
    value: "DIR",
    commands: ["fit", "bench", "worker"],
    help: "keep the tables of a queue in a folder that all machines mount",
    details:
      "Without it tables travel through the memory of the queue's server, compressed and each only once, and stay " +
      "for an hour after they were last needed. Name the same folder for all workers.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
