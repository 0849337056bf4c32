import { UserError } from "../../base/errors.ts";
import type { World } from "../world.ts";

/** Which part of how many. */
export interface PartNumber {
  readonly part: number; // from 1
  readonly parts: number;
}

const mostParts = 100_000;

/**
 * What `--part` says: "3/8", or "auto" for the index that a scheduler gave this process; "auto/8" where the scheduler
 * does not say how many there are. Throws a `UserError`.
 */
export function partNumber(given: string, environment: World["environment"]): PartNumber {
  const [, first = "", second] = /^(auto|\d{1,6})(?:\/(\d{1,6}))?$/u.exec(given.trim()) ?? [];
  const count = second === undefined ? null : Number(second);
  if (first !== "auto") return checked({ part: Number(first), parts: count ?? 0 }, `--part is "${given}"`);
  const found = scheduled(environment);
  if (found === null) {
    throw new UserError("--part auto needs the index of a scheduler, and none is set.", {
      hint:
        "Kubernetes sets JOB_COMPLETION_INDEX, Slurm SLURM_ARRAY_TASK_ID, AWS Batch AWS_BATCH_JOB_ARRAY_INDEX; or " +
        "name the part, as in --part 1/8.",
    });
  }
  const parts = count ?? found.parts;
  if (parts === null) {
    throw new UserError(`--part auto needs the number of parts: ${found.scheduler} sets the index alone.`, {
      hint: "Name it, as in --part auto/8.",
    });
  }
  if (found.parts !== null && parts !== found.parts) {
    throw new UserError(`--part names ${parts} parts, and ${found.scheduler} runs ${found.parts}.`, {
      hint: "Leave the number out: --part auto.",
    });
  }
  return checked({ part: found.index + 1, parts }, `--part is "${given}" and ${found.scheduler} says ${found.index}`);
}

function checked(one: PartNumber, what: string): PartNumber {
  const { part, parts } = one;
  if (part >= 1 && part <= parts && parts <= mostParts) return one;
  throw new UserError(`${what}, which is no part of a suite.`, {
    hint: "It looks like 3/8: the third of eight parts, counted from 1.",
  });
}

interface Scheduled {
  readonly scheduler: string;
  readonly index: number; // from 0
  readonly parts: number | null; // null where the scheduler does not say
}

/** The index that a scheduler gave this process; null where there is none. */
function scheduled(environment: World["environment"]): Scheduled | null {
  const number = (name: string): number | null => {
    const text = environment[name] ?? "";
    if (text === "") return null;
    if (/^\d{1,9}$/u.test(text)) return Number(text);
    throw new UserError(`The variable ${name} is "${text}", which is no index.`, {
      hint: "Name the part: --part 1/8.",
    });
  };
  const task = number("SLURM_ARRAY_TASK_ID");
  if (task !== null) {
    const step = number("SLURM_ARRAY_TASK_STEP") ?? 1;
    const index = (task - (number("SLURM_ARRAY_TASK_MIN") ?? 0)) / Math.max(1, step);
    const parts = number("SLURM_ARRAY_TASK_COUNT");
    if (Number.isInteger(index) && index >= 0 && (parts === null || index < parts)) {
      return { scheduler: "Slurm", index, parts };
    }
    throw new UserError(`Slurm's array has gaps: task ${task} has no place among ${parts ?? "its"} tasks.`, {
      hint: "Start it with a range, as in --array=1-8.",
    });
  }
  const batch = number("AWS_BATCH_JOB_ARRAY_INDEX");
  if (batch !== null) return { scheduler: "AWS Batch", index: batch, parts: number("AWS_BATCH_JOB_ARRAY_SIZE") };
  const completion = number("JOB_COMPLETION_INDEX");
  return completion === null ? null : { scheduler: "Kubernetes", index: completion, parts: null };
}
