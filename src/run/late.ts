import type { Choice } from "../evaluate/results/verdict.ts";
import { modelOf } from "../models/index.ts";
import { modelIds } from "../models/names.ts";
import type { FinalModel, FoldJob, FoldOutcome, Job } from "./job.ts";
import type { RunJobs } from "./jobs.ts";
import type { Plan } from "./plan.ts";
import type { Progress } from "./request.ts";
import type { JobRunner } from "./runner.ts";
import { recommendedId } from "./saved-models.ts";

/** What only the chosen model needs, made when it is known which one that is. */
export interface Late {
  readonly final: readonly FinalModel[]; // the chosen model on all rows
  readonly explained: readonly FoldOutcome[]; // of each fold, where the jobs of the folds did not explain it
}

interface LateHooks {
  readonly observe: (progress: Progress) => void;
  readonly runner: JobRunner;
  readonly signal: AbortSignal | undefined;
}

/** A run whose models are compared. */
interface Done {
  readonly jobs: RunJobs;
  readonly folds: readonly FoldOutcome[];
  readonly final: readonly FinalModel[];
}

/**
 * Trains the chosen model on all rows unless it was, and on the folds once more where it is not explained yet: the same
 * seeds give the same model, and most runs choose one that every fold explains.
 */
export async function runLate(
  choice: Choice | null,
  { plan, done }: { readonly plan: Plan; readonly done: Done },
  { observe, runner, signal }: LateHooks,
): Promise<Late> {
  const saved = finalJobs(choice, done);
  const again = explainJobs(choice, done);
  const final: FinalModel[] = [];
  const explained: FoldOutcome[] = [];
  const jobs = [...again, ...saved];
  if (jobs.length === 0 || choice === null) return { final, explained };
  const where = [...(again.length > 0 ? ["on the folds again, to explain it"] : []), ...saved.map(() => "on all rows")];
  const { label } = modelOf(choice.model);
  observe({ kind: "stage", stage: "train", message: `Training ${label} ${where.join(", and ")}.` });
  await runner([{ data: plan.run, jobs }], {
    onReport: () => {},
    onOutcome: (outcome, { job }) => {
      if (outcome.kind === "final") final.push(...outcome.models);
      else explained[job] = outcome;
    },
    ...(signal === undefined ? {} : { signal }),
  });
  return { final, explained };
}

function finalJobs(choice: Choice | null, { jobs, final }: Done): readonly Job[] {
  const id = recommendedId(choice);
  return id === undefined || final.some((one) => one.id === id) ? [] : [{ ...jobs.final, models: [id] }];
}

/** The columns are those that the fold tried with other models, so that all can be compared. */
function explainJobs(choice: Choice | null, { jobs, folds }: Done): readonly FoldJob[] {
  const id = modelIds.find((one) => one === choice?.model);
  if (id === undefined) return [];
  return jobs.folds.flatMap((job, place): FoldJob[] => {
    if (job.explain?.models.includes(id) !== false) return [];
    const { drops = [], curves = [] } = folds[place]?.explanation ?? {};
    const columns = {
      tried: [...(drops[0]?.drops.keys() ?? [])],
      drawn: [...new Set(curves.map(({ column }) => column))],
    };
    return [{ ...job, models: [id], explain: { models: [id], columns } }];
  });
}

/** Outcomes of folds with what was explained later. */
export function withExplained(outcomes: readonly FoldOutcome[], late: readonly FoldOutcome[]): readonly FoldOutcome[] {
  return outcomes.map((outcome, place) => {
    const [first, second] = [outcome.explanation, late[place]?.explanation];
    if (first === null || second === null || second === undefined) return outcome;
    const drops = [...first.drops, ...second.drops];
    const curves = [...first.curves, ...second.curves];
    return {
      ...outcome,
      explanation: { ...first, drops, curves, examples: [...first.examples, ...second.examples] },
    };
  });
}
