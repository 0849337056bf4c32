import { UserError } from "../base/errors.ts";
import type { Matrix64 } from "../base/matrix.ts";
import { deciderOf } from "../evaluate/decide.ts";
import type { DecisionRule } from "../evaluate/results.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import type { Task } from "../prepare/prepared.ts";

/** What a caller wants beside predictions. */
export interface ExtrasAsked {
  readonly threshold: number | null; // overrules that of the model
  readonly positive: string | null; // the class it is a threshold of
}

/** What is added to predictions, as plain values: they go to worker threads. */
export interface Extras {
  readonly decision: DecisionRule | null;
}

/** A column that follows from the prediction of a row alone: its name and its cell. */
export interface ExtraColumn {
  readonly name: string;
  readonly of: (prediction: Float64Array) => string | number; // probabilities, or one number in target units
}

/**
 * What a model can add to its predictions: a decision, where the model keeps a rule or a threshold is asked for. Throws
 * a UserError for what the model has no classes for.
 */
export function extrasOf(model: ModelArtifact, asked: ExtrasAsked): Extras {
  return { decision: ruleFor(model, asked) };
}

/** The columns of extras, in their order. */
export function extraColumns({ decision }: Extras, task: Task): readonly ExtraColumn[] {
  if (decision === null || task.kind === "regression") return [];
  const { classes } = task;
  const decide = deciderOf(decision, classes);
  return [{ name: "decision", of: (prediction) => classes[decide(prediction)]! }];
}

/** The cells of extra columns, one list a row. */
export function extraCells(columns: readonly ExtraColumn[], { data, columns: width }: Matrix64, row: number) {
  const prediction = data.subarray(row * width, (row + 1) * width);
  return columns.map(({ of }) => of(prediction));
}

function ruleFor({ task, decision, target }: ModelArtifact, { threshold, positive }: ExtrasAsked): DecisionRule | null {
  if (threshold === null && positive === null) return decision ?? null;
  const flag = threshold === null ? "--positive" : "--threshold";
  if (task.kind === "regression") {
    throw new UserError(`${flag} is for classes, and "${target}" is a number.`, { hint: "Leave it out." });
  }
  if (threshold === null) {
    throw new UserError("--positive says whose threshold is meant.", { hint: "Add --threshold, or leave it out." });
  }
  const { classes } = task;
  const called = positive ?? decision?.positive ?? (classes.length === 2 ? classes[1]! : null);
  const hint = `Name one with --positive: ${classes.slice(0, 10).join(", ")}${classes.length > 10 ? ", …" : ""}.`;
  if (called === null || classes.length < 2) {
    throw new UserError(`A threshold among ${classes.length} classes needs the class that it is of.`, { hint });
  }
  if (!classes.includes(called)) throw new UserError(`"${called}" is not a class of this model.`, { hint });
  return { positive: called, threshold, costs: [] };
}
