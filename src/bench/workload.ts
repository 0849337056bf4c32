import type { FoldJob } from "../run/job.ts";
import { costOf } from "../run/cost.ts";
import type { BenchSet } from "./plan.ts";

/** How much of the work is done, by what jobs cost. */
export class Workload {
  private readonly costs = new Map<BenchSet, readonly number[]>();
  private readonly shares = new Map<BenchSet, number[]>();
  private total = 0;
  private done = 0;

  constructor(pending: readonly { readonly set: BenchSet; readonly jobs: readonly FoldJob[] }[]) {
    for (const { set, jobs } of pending) {
      const costs = jobs.map((job) => costOf(job, set.run));
      this.costs.set(set, costs);
      this.shares.set(
        set,
        jobs.map(() => 0),
      );
      this.total += costs.reduce((sum, cost) => sum + cost, 0);
    }
  }

  /** Notes how far a job is; gives the share of the whole. */
  share(set: BenchSet, job: number, share: number): number {
    const shares = this.shares.get(set)!;
    this.done += this.costs.get(set)![job]! * (share - shares[job]!);
    shares[job] = share;
    return this.total === 0 ? 1 : this.done / this.total;
  }
}
