import type { Outcome } from "../run/job.ts";
import type { JobMessage } from "./message.ts";

/** The outcome that a worker gave for a job; null if it does not fit the job. */
export function readOutcome(value: unknown, { kind, fold, models }: JobMessage): Outcome | null {
  if (typeof value !== "object" || value === null) return null;
  const outcome = value as Partial<Outcome>;
  if (outcome.kind !== kind || !Array.isArray(outcome.models)) return null;
  if (outcome.kind === "fold" && outcome.fold !== fold) return null;
  const given = new Set(outcome.models.map((model: { readonly id?: unknown } | null) => model?.id));
  return models.every((id) => given.has(id)) ? (outcome as Outcome) : null;
}
