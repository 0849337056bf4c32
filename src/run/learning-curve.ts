import type { RowIndex } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import type { FoldSize } from "../evaluate/compare.ts";
import { learningCurveOf } from "../evaluate/learning-curve.ts";
import { metrics, headlineMetric } from "../evaluate/metrics.ts";
import type { Results } from "../evaluate/results/results.ts";
import type { ModelId } from "../models/names.ts";
import type { FoldJob, FoldOutcome, JobSettings } from "./job.ts";
import type { Plan } from "./plan.ts";
import type { FitRequest } from "./request.ts";

/** A fold trained on a share of its training rows. */
export interface ShareJob {
  readonly share: number;
  readonly job: FoldJob;
}

/** Shares of the training rows that are trained on beside the whole. */
const shares = [1 / 8, 1 / 4];
const foldsUsed = 5;
const fewestFolds = 3;
const fewestRows = 40;
const rowsPerClass = 5;

/** Models whose curve is drawn, in this order of choice. */
const mainModels: readonly ModelId[] = ["occam", "forest", "boosting", "linear"];
const drawnModels = 2;

/** The jobs of the learning curve; or why there is none, in a sentence. */
export function shareJobs(plan: Plan, request: FitRequest, settings: JobSettings): readonly ShareJob[] | string {
  const folds = plan.folds.folds.slice(0, foldsUsed);
  const models = drawnOf(request);
  const classes = plan.run.target.kind === "category" ? plan.run.target.levels.length : 0;
  const least = Math.max(fewestRows, rowsPerClass * classes);
  const smallest = Math.min(...folds.map(({ train }) => train.length)) * shares[0]!;
  if (request.timeLimitSeconds !== null) return "A run with a time limit leaves it out.";
  if (models.length === 0) return "No model took part whose curve would tell.";
  if (folds.length < fewestFolds) return `It takes at least ${fewestFolds} folds.`;
  if (smallest < least) return `An eighth of the training rows is fewer than ${least}: too few to train on.`;
  return folds.flatMap((fold) =>
    shares.map((share): ShareJob => {
      const train = shareOf(plan, { rows: fold.train, share, random: Random.of(request.seed, "share", fold.id) });
      return {
        share,
        job: { kind: "fold", fold: { ...fold, train }, models, settings, limit: null, explain: null },
      };
    }),
  );
}

function drawnOf({ models }: FitRequest): readonly ModelId[] {
  return mainModels.filter((id) => models.includes(id)).slice(0, drawnModels);
}

/** A share of rows, a larger one with all of a smaller one; rows of one group stay together. */
function shareOf(
  { run }: Plan,
  { rows, share, random }: { readonly rows: RowIndex; readonly share: number; readonly random: Random },
): RowIndex {
  const members = new Map<number, number[]>();
  rows.forEach((row, i) => {
    const group = run.groups?.[row] ?? -1;
    const key = group < 0 ? -1 - i : group;
    const own = members.get(key);
    if (own === undefined) members.set(key, [row]);
    else own.push(row);
  });
  const keys = [...members.keys()];
  const kept: number[] = [];
  for (const place of random.shuffle(Uint32Array.from(keys, (_, i) => i))) {
    if (kept.length >= share * rows.length) break;
    kept.push(...members.get(keys[place]!)!);
  }
  return Uint32Array.from(kept).sort();
}

/** The learning curve as a part of the results, by the outcomes of its jobs and those of the whole folds. */
export function learningCurvePart(
  plan: Plan,
  jobs: readonly ShareJob[] | string,
  { parts, whole }: { readonly parts: readonly FoldOutcome[]; readonly whole: readonly FoldOutcome[] },
): Pick<Results, "learningCurve"> {
  if (typeof jobs === "string") return { learningCurve: { models: [], left: jobs } };
  const { task } = plan.check;
  const metric = headlineMetric(task.kind);
  if (metrics[metric].higherIsBetter) throw new Error("A learning curve is of a loss.");
  const lossOf = ({ models }: FoldOutcome, id: string) =>
    models.find((model) => model.id === id)?.result.metrics[metric];
  const ids = [...new Set(jobs.flatMap(({ job }) => job.models))];
  const folds = [...new Set(jobs.map(({ job }) => job.fold.id))];
  const models = ids.flatMap((model) => {
    const byFold = folds.flatMap((fold): { size: FoldSize; losses: readonly number[] }[] => {
      const { train, test } = plan.folds.folds.find(({ id }) => id === fold)!;
      const losses = [
        ...shares.map((share) => {
          const place = jobs.findIndex((one) => one.share === share && one.job.fold.id === fold);
          return lossOf(parts[place]!, model);
        }),
        lossOf(whole.find((outcome) => outcome.fold === fold)!, model),
      ].filter((loss) => loss !== undefined);
      const isWhole = losses.length === shares.length + 1;
      return isWhole ? [{ size: { train: train.length, test: test.length }, losses }] : [];
    });
    if (byFold.length < fewestFolds) return [];
    const rows = byFold.reduce((sum, { size }) => sum + size.train, 0) / byFold.length;
    const losses = { model, shares: [...shares, 1], byFold: byFold.map((one) => one.losses) };
    return [learningCurveOf(losses, { rows, sizes: byFold.map(({ size }) => size) })];
  });
  return { learningCurve: { models, left: models.length === 0 ? "The loss is not defined on every fold." : null } };
}
