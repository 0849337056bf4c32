import type { Task } from "../prepare/prepared.ts";

/** How boosting learns. Rows are of weight 1 in the mean. */
export interface BoostingOptions {
  readonly members: number; // as many as inner parts: each learns from all parts but one and stops on that
  readonly rounds: number; // at most; a round is a tree, or one for each of three classes and more
  readonly patience: number; // rounds without progress on the held-out part before a member stops
  readonly leastProgress: number; // share by which the held-out loss must fall to be progress
  readonly leastGain: number; // the same as a share of the loss before the first round
  readonly learningRate: number;
  readonly leaves: number; // of a tree, at most 256
  readonly leastRows: number; // of a leaf, as its share of the hessian says
  readonly leastHessian: number; // of a leaf
  readonly l2: number; // added to the hessian of a leaf
  readonly rowShare: number; // drawn anew for each round
  readonly columnShare: number; // drawn anew for each tree
  readonly levelL2: number; // added to `l2` where levels are ordered by their gradients
  readonly levelSmoothing: number; // hessian that pulls the place of a level towards the middle
  readonly fewLevels: number; // up to this many in a node are split one against the rest
}

export const members = 5;
export const leaves = 15;

/** For a number or two classes; see DECISIONS.md. */
const oneScore: BoostingOptions = {
  members,
  rounds: 1000,
  patience: 20,
  leastProgress: 0.005,
  leastGain: 2e-4,
  learningRate: 0.15,
  leaves,
  leastRows: 5,
  leastHessian: 1e-3,
  l2: 1,
  rowShare: 0.8,
  columnShare: 0.65,
  levelL2: 10,
  levelSmoothing: 10,
  fewLevels: 4,
};

/** For three classes and more a round is as many trees: longer steps keep that affordable. */
const manyScores: BoostingOptions = { ...oneScore, patience: 10, leastProgress: 0.01, learningRate: 0.3 };

export function boostingOptions(task: Task): BoostingOptions {
  return scoresOf(task) === 1 ? oneScore : manyScores;
}

/** Scores a round: one for numbers and two classes, else one a class. */
export function scoresOf(task: Task): number {
  return task.kind === "regression" || task.classes.length <= 2 ? 1 : task.classes.length;
}

/** Values of a prediction: probabilities of the classes, or one number. */
export function valuesPerRow(task: Task): number {
  return task.kind === "regression" ? 1 : task.classes.length;
}
