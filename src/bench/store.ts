import { createHash } from "node:crypto";
import type { ModelId } from "../models/names.ts";
import type { JobSettings } from "../run/job.ts";
import type { BenchSet } from "./plan.ts";
import type { SuiteFold } from "./scores.ts";

/** Where finished folds are stored, so that an interrupted run continues where it stopped. */
export interface BenchStore {
  read(key: string): Promise<SuiteFold | null>;
  /** Whole or not at all, whatever ends the process meanwhile. */
  write(key: string, fold: SuiteFold): Promise<void>;
}

/** A file name for one model on one fold: everything that decides its numbers is in the hash. */
export function keyOf(one: {
  readonly set: BenchSet;
  readonly fold: number;
  readonly model: ModelId;
  readonly code: string; // fingerprint of the program
  readonly settings: JobSettings;
}): string {
  const { set, fold, model, code } = one;
  const { seed, preset, trees, maxParameters, maxOperations, pruneBy, engine } = one.settings;
  const { sha256, foldsSha256, task, target } = set.facts;
  const parts = [code, sha256, foldsSha256, task, target, set.ignore, fold, model, seed, preset, trees];
  const text = JSON.stringify([...parts, maxParameters, maxOperations, pruneBy, engine]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
