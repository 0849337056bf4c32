import { mean } from "../base/statistics.ts";
import type { Candidate, EpochRecord, Learner, Round, Watch } from "./learner.ts";
import type { OccamOptions } from "./options.ts";

/** The history of one descent; `open` until a budget is spent. */
export interface Diary {
  readonly records: EpochRecord[];
  open: boolean;
}

/** One round with its record in the diary. */
export async function trainRound<State>(
  learner: Learner<State>,
  round: Round,
  { phase, pruneFraction }: Pick<EpochRecord, "phase" | "pruneFraction">,
  diary: Diary,
  options: OccamOptions,
  watch: Watch,
): Promise<EpochRecord> {
  const loss = await learner.round(round);
  const record: EpochRecord = {
    round: diary.records.length,
    phase,
    trainLoss: loss.train,
    holdoutLoss: loss.holdout,
    pruneFraction,
    weights: learner.weights,
    parameters: learner.parameters,
    operations: learner.operations,
  };
  diary.records.push(record);
  const affordable = options.maxOperations === null || learner.operations < options.maxOperations;
  diary.open = watch(record) && affordable;
  return record;
}

/** The present state with its holdout losses, to be compared and returned to. */
export async function look<State>(learner: Learner<State>, diary: Diary): Promise<Omit<Candidate<State>, "accepted">> {
  const losses = await learner.rowLosses();
  return {
    round: diary.records.length - 1,
    state: await learner.save(),
    losses,
    mean: losses.length > 0 ? mean(losses) : 0,
    weights: learner.weights,
    parameters: learner.parameters,
  };
}
