import type { RunData } from "../models/run-data.ts";
import type { Job } from "./job.ts";

/**
 * About how long a job takes against others, without a unit: the cells of its training table, its target among them,
 * times its models.
 */
export function costOf(job: Job, { columns }: Pick<RunData, "columns">): number {
  const { length } = job.kind === "fold" ? job.fold.train : job.rows;
  return length * (columns.length + 1) * job.models.length;
}
