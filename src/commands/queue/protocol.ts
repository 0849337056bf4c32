import type { JobReport } from "../../run/job.ts";

/** What a worker says of a job while it has it. */
export type JobNews =
  | { readonly kind: "report"; readonly report: JobReport }
  | { readonly kind: "refused"; readonly worker: string; readonly reason: string };

/** What a worker gives back: the outcome itself in base64, or where a large one lies. */
export type GivenBack = { readonly inline: string } | { readonly content: string };

/** Jobs that are wanted no longer, while a worker has them. */
export const withdrawnKey = "occam-tab:withdrawn";

/** Why a job failed that was wanted no longer. */
export const takenBack = "Taken back: no run waits for it.";

/** The policy of the queue: how often it tries a job, and for how long it remembers one. */
export const jobPolicy = {
  attempts: 3,
  backoff: { type: "exponential", delay: 1000, jitter: 0.5 },
  removeOnComplete: { age: 24 * 3600 }, // until the run that waits has taken it, or for a day
  removeOnFail: { age: 24 * 3600 },
} as const;

/** Milliseconds; a worker that is killed or stops keeps its jobs from others for no longer than both. */
export const lock = { duration: 10_000, check: 5_000 } as const;

/** How often a job may lose its worker: one that ends every process that takes it must end too. */
export const mostLosses = 20;
