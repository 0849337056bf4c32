import type { Job, JobReport } from "./job.ts";
import type { Progress } from "./request.ts";

/** Turns the reports of single jobs into the share of the whole. */
export function progressOf(jobs: readonly Job[], observe: (progress: Progress) => void) {
  const shares = jobs.map((job) => new Map<string, number>(job.models.map((model) => [model, 0])));
  const mostWeights = jobs.map(() => new Map<string, number>()); // by model: those at the start
  const total = jobs.reduce((sum, job) => sum + job.models.length, 0);
  return ({ model, done, share: ofModel, weights, ...rest }: JobReport, number: number): void => {
    const job = jobs[number]!;
    const fold = job.kind === "fold" ? job.fold.id : null;
    shares[number]!.set(model, ofModel);
    const share = shares.reduce((sum, one) => sum + [...one.values()].reduce((a, b) => a + b, 0), 0) / total;
    if (done) return observe({ kind: "done", model, fold, share });
    if (weights === undefined) return observe({ kind: "round", model, fold, share, ...rest });
    const most = Math.max(mostWeights[number]!.get(model) ?? 0, weights);
    mostWeights[number]!.set(model, most);
    observe({ kind: "round", model, fold, share, ...rest, weightShare: weights / most });
  };
}
