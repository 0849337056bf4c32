import type { ModelId } from "../models/names.ts";
import type { RunData } from "../models/run-data.ts";
import type { Job } from "./job.ts";

/** About how long models take against the network on the same table, where that is far from as long. */
const timesNetwork: Partial<Record<ModelId, number>> = {
  linear: 0.1,
  dummy: 0.001,
  "forest-100": 0.1,
  "forest-mljs": 5,
};

/**
 * About how long a job takes against others, without a unit: the cells of its training table, its target among them,
 * times what its models take.
 */
export function costOf(job: Job, { columns }: Pick<RunData, "columns">): number {
  const { length } = job.kind === "fold" ? job.fold.train : job.rows;
  return length * (columns.length + 1) * job.models.reduce((sum, model) => sum + (timesNetwork[model] ?? 1), 0);
}
