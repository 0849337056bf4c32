import { hash } from "../base/random.ts";
import type { BoostingData } from "../boosting/data.ts";
import { type Boosting, boostingTrainer, joinMembers } from "../boosting/fit.ts";
import type { Member } from "../boosting/member.ts";
import { boostingOptions, leaves, members as memberCount } from "../boosting/options.ts";
import { predictBoosting } from "../boosting/predict.ts";
import { boostingSize, splitsByColumn } from "../boosting/size.ts";
import { type ModelArtifact, modelBytes } from "../model/artifact.ts";
import { binRows, learnBins } from "./boosting-bins.ts";
import { boostingTrees } from "./boosting-trees.ts";
import type { Model, Watch } from "./model.ts";
import { headOf, truthOf } from "./run-data.ts";
import type { Interruption, Predict } from "./trained-model.ts";
import type { TrainingFold } from "./training-fold.ts";

/** About how many rounds a member has, for the progress that is reported. */
const usualRounds = 150;

/** Gradient-boosted trees: the usual default of analysts for a table. */
export const boosting = {
  id: "boosting",
  label: "Gradient boosting",
  mark: { color: "magenta", shape: "star" },
  timeShare: 4,
  describe: () =>
    [
      `Gradient boosting of trees with up to ${leaves} leaves:`,
      `the mean of ${memberCount} members, each stopped by the rows that it does not learn from.`,
    ].join(" "),
  train: async (fold, _, watch) => {
    const data = boostingData(fold);
    const { members, interruption } = trainMembers(data, fold, watch);
    const trained = joinMembers(data, members);
    const artifact: ModelArtifact = {
      ...headOf(fold.data),
      kind: "trees",
      task: fold.task,
      ensemble: boostingTrees(trained),
    };
    return {
      predict: boostingPredictor(trained),
      cost: { operations: members.reduce((sum, { operations }) => sum + operations, 0) },
      size: { parameters: boostingSize(trained).parameters, bytes: modelBytes(artifact) },
      save: () => artifact,
      inputs: splitsByColumn(trained),
      interruption,
    };
  },
} as const satisfies Model;

/** Boosting's view of a fold: rows that weigh something, with the inner parts that all models share. */
export function boostingData(fold: TrainingFold): BoostingData {
  const { data, task } = fold;
  const weightOf = (row: number) => (data.weights === null ? 1 : data.weights[row]!);
  const { parts } = fold.deal(memberCount);
  const rows = fold.rows.filter((row) => weightOf(row) > 0);
  const columns = learnBins(data.columns, rows);
  return {
    task,
    columns,
    codes: binRows(columns, data.columns, rows),
    targets: Float64Array.from(truthOf(data, rows, task)),
    weights: data.weights === null ? null : Float64Array.from(rows, weightOf),
    parts: parts.filter((_, i) => weightOf(fold.rows[i]!) > 0),
  };
}

export function boostingSeed({ seed, number }: Pick<TrainingFold, "seed" | "number">): number {
  return hash([seed, "boosting", number]);
}

interface TrainedMembers {
  readonly members: readonly Member[];
  readonly interruption: Interruption | null;
}

/** Trains member after member. Each has an even part of the time; those for which no time is left are omitted. */
function trainMembers(data: BoostingData, { seed, number, clock }: TrainingFold, watch: Watch): TrainedMembers {
  const trainer = boostingTrainer(data, { options: boostingOptions(data.task), seed: boostingSeed({ seed, number }) });
  const began = clock.now();
  const members: Member[] = [];
  let goesOn = true;
  for (const [place, part] of trainer.parts.entries()) {
    if (!goesOn) break;
    const until = ((watch.seconds ?? Infinity) * 1000 * (place + 1)) / trainer.parts.length;
    const member = trainer.train(part, ({ round, loss }) => {
      const share = (place + Math.min(0.99, (round + 1) / usualRounds)) / trainer.parts.length;
      goesOn = watch.report({ share, round, ...(loss === null ? {} : { holdoutLoss: loss }) });
      return goesOn && clock.now() - began < until;
    });
    // A member that was interrupted would only blur the first one.
    const [first] = members;
    if (first === undefined || !member.truncated || 2 * member.rounds >= first.rounds) members.push(member);
  }
  const ended = members.some(({ truncated }) => truncated) || members.length < trainer.parts.length;
  const done = members.reduce((sum, { roundsDone }) => sum + roundsDone, 0);
  return { members, interruption: ended ? { done, asked: null } : null };
}

/** Predicts rows of columns of the same names and kinds. */
function boostingPredictor(trained: Boosting): Predict {
  return async (columns, rows) => predictBoosting(trained, binRows(trained.columns, columns, rows), rows.length);
}
