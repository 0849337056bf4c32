import type { BenchSet } from "./plan.ts";
import type { FoldJob } from "../run/job.ts";

/** How much of the work is done: a job weighs the cells of its training table times its models. */
export class Workload {
  private readonly shares = new Map<BenchSet, number[]>();
  private readonly weights = new Map<BenchSet, readonly number[]>();
  private readonly total: number;

  constructor(pending: readonly { readonly set: BenchSet; readonly jobs: readonly FoldJob[] }[]) {
    let total = 0;
    for (const { set, jobs } of pending) {
      const weights = jobs.map((job) => job.fold.train.length * (set.facts.inputs + 1) * job.models.length);
      this.weights.set(set, weights);
      this.shares.set(
        set,
        jobs.map(() => 0),
      );
      total += weights.reduce((sum, weight) => sum + weight, 0);
    }
    this.total = total;
  }

  /** Notes how far a job is; gives the share of the whole. */
  share(set: BenchSet, job: number, share: number): number {
    this.shares.get(set)![job] = share;
    let done = 0;
    for (const [key, weights] of this.weights) {
      const shares = this.shares.get(key)!;
      for (const [i, weight] of weights.entries()) done += weight * shares[i]!;
    }
    return this.total === 0 ? 1 : done / this.total;
  }
}
