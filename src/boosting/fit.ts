import { UserError } from "../base/errors.ts";
import { range } from "../base/select.ts";
import type { Task } from "../prepare/prepared.ts";
import { fitInverseTemperature } from "./calibrate.ts";
import type { BoostingCore, CoreInput } from "./core.ts";
import { type BinnedColumn, type BoostingData, boostingColumns } from "./data.ts";
import { FastCore } from "./fast-core.ts";
import { type Member, type RoundWatch, trainMember } from "./member.ts";
import { type BoostingOptions, scoresOf } from "./options.ts";
import type { Trees } from "./trees.ts";

/** A trained ensemble: the mean of its members. */
export interface Boosting {
  readonly task: Task;
  readonly columns: readonly BinnedColumn[];
  readonly start: Float64Array; // scores before the first tree
  readonly inverseTemperature: number; // by which scores of classes are multiplied
  readonly members: readonly Trees[];
}

/**
 * Trains the members of one ensemble; each depends on the data, the options, the seed and its part alone, so any
 * thread may train it.
 */
export interface BoostingTrainer {
  readonly parts: readonly number[]; // inner parts: a member for each
  train(part: number, watch: RoundWatch): Member;
}

/** A core that computes; another one than the default is there for tests. */
type MakeCore = (input: CoreInput) => BoostingCore;

const fastCore: MakeCore = (input) => new FastCore(input);

const histogramBytes = 2 ** 28; // for the open leaves of a tree: if columns need more, as many are drawn as fit
const unsteeredRounds = 100; // where all rows are in one part: as many as most tables take
const mostColumns = 65_535; // a node names its column in two bytes

/**
 * Takes in the data, for members that are trained one after the other. Throws a UserError for no rows, too many
 * columns or too little memory.
 */
export function boostingTrainer(
  data: BoostingData,
  {
    options,
    seed,
    makeCore = fastCore,
  }: { readonly options: BoostingOptions; readonly seed: number; readonly makeCore?: MakeCore },
): BoostingTrainer {
  checkData(data);
  const { task, weights, parts } = data;
  const columns = boostingColumns(data.columns, data.codes);
  const columnBytes = 8 * columns.reduce((widest, { known }) => Math.max(widest, known + 1), 1);
  const fitting = Math.floor(histogramBytes / (options.leaves * columnBytes));
  const columnsAtOnce = Math.max(1, Math.min(fitting, Math.round(options.columnShare * columns.length)));
  const core = makeCore({
    columns,
    targets: task.kind === "regression" ? data.targets.map((y) => (y - task.mean) / task.deviation) : data.targets,
    weights: weights === null ? null : meanOne(weights),
    loss: task.kind === "regression" ? "squared error" : "log-loss",
    scores: scoresOf(task),
    leaves: options.leaves,
    columnsAtOnce,
  });
  const rows = range(0, parts.length);
  const start = startScores(data);
  return {
    parts: partsWithRows(data),
    train: (part, watch) => {
      const held = rows.filter((row) => parts[row] === part);
      const learning = rows.filter((row) => parts[row] !== part);
      const request = { core, columns, start, learning, held, options, columnsAtOnce, seed, member: part };
      if (learning.length > 0) return trainMember(request, watch);
      const rounds = Math.min(options.rounds, unsteeredRounds);
      return trainMember({ ...request, learning: held, held: learning, options: { ...options, rounds } }, watch);
    },
  };
}

/** Inner parts that have rows; of classes that are one, none: there is nothing to learn. */
function partsWithRows({ task, parts }: BoostingData): readonly number[] {
  if (task.kind === "classification" && task.classes.length < 2) return [];
  return [...new Set(parts)].sort((a, b) => a - b);
}

/** The ensemble of members of one trainer, calibrated on the rows that each held out. */
export function joinMembers(data: BoostingData, members: readonly Member[]): Boosting {
  const { task, columns } = data;
  // The mean of members is less sure than each: half of what a single one needs.
  const inverseTemperature = task.kind === "regression" ? 1 : Math.sqrt(fitInverseTemperature(data, members));
  return { task, columns, start: startScores(data), inverseTemperature, members: members.map(({ trees }) => trees) };
}

function checkData({ codes, targets }: BoostingData): void {
  if (targets.length === 0) {
    throw new UserError("Boosting has no row to learn from.", {
      hint: "Every row lacks a target or has weight 0: check the target and the weight column.",
    });
  }
  if (codes.length > mostColumns) {
    throw new UserError(`Boosting takes at most ${mostColumns} columns, got ${codes.length}.`, {
      hint: "Leave columns out with --ignore.",
    });
  }
}

function meanOne(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (weight / sum) * weights.length);
}

/**
 * Log-odds of two classes, logarithms of the shares of more, the mean of numbers. Each class has half a row more than
 * it has.
 */
function startScores({ task, targets, weights }: BoostingData): Float64Array {
  if (task.kind === "regression") return Float64Array.of(0);
  const shares = new Float64Array(task.classes.length).fill(0.5);
  const all = weights === null ? null : meanOne(weights);
  targets.forEach((target, row) => (shares[target]! += all === null ? 1 : all[row]!));
  if (shares.length <= 2) return Float64Array.of(shares.length === 1 ? 0 : Math.log(shares[1]! / shares[0]!));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => Math.log(share / sum));
}
