import { type Clock, secondsSince } from "../base/clock.ts";
import { modelOf } from "../models/index.ts";
import type { TrainedModel } from "../models/trained-model.ts";
import { TrainingFold, type TrainingRows } from "../models/training-fold.ts";
import { type Deadline, deadlineOf, trainingEnds } from "./deadline.ts";
import { openEngine } from "./engine.ts";
import type { Job, JobReport } from "./job.ts";
import type { FoldFacts } from "./tested-fold.ts";
import { inDeviations, inUnits, taskOf } from "./units.ts";

/** Where a job reports to, and the clock that times it. */
export interface JobHooks {
  readonly report: (report: JobReport) => void;
  readonly clock: Clock;
}

/**
 * The models of one job, trained one after the other on the same rows; what they predict is in the units of the table.
 */
export interface Training {
  readonly fold: FoldFacts;
  readonly deadline: Deadline;
  /** Trains a model, and before it those that it needs; `seconds` is what it would have taken alone after those. */
  train(id: string): Promise<{ readonly trained: TrainedModel; readonly seconds: number }>;
}

/** Between two reports of a training: a round may take less time than a message to another thread. */
const millisecondsBetween = 100;

export async function startTraining(job: Job, rows: TrainingRows, { report, clock }: JobHooks): Promise<Training> {
  const { models, settings, limit } = job;
  const deadline = deadlineOf(limit, clock);
  const trained = new Map<string, TrainedModel>();
  const task = taskOf(rows.data, rows.rows);
  const learnt = { ...rows, data: inDeviations(rows.data, task) };
  const fold = new TrainingFold(learnt, { engine: await openEngine(settings), clock }, trained);
  // A model that another needs is trained before that, whether it takes part or not.
  const order = [...new Set(models.flatMap((id) => [...(modelOf(id).needs ?? []), id]))];
  const ends = trainingEnds(order.map((id) => modelOf(id).timeShare ?? 1));
  const train: Training["train"] = async (id) => {
    const model = modelOf(id);
    for (const needed of model.needs ?? []) if (!trained.has(needed)) await train(needed);
    const share = ends[order.indexOf(id)]!;
    const began = clock.now();
    let reported = Number.NEGATIVE_INFINITY; // so the first round is, which tells the weights at the start
    const made = await model.train(fold, settings, {
      seconds: limit === null ? null : limit.seconds * share,
      report: (progress) => {
        const now = clock.now();
        if (now - reported >= millisecondsBetween) {
          reported = now;
          report({ model: id, done: false, ...progress });
        }
        return deadline(share);
      },
    });
    const seconds = secondsSince(began, clock) + (made.cost.reusedSeconds ?? 0);
    trained.set(id, { ...made, seconds });
    return { trained: inUnits(made, task), seconds };
  };
  return { fold: { ...rows, task }, deadline, train };
}
