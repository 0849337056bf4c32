import { UserError } from "../base/errors.ts";
import type { Matrix64 } from "../base/matrix.ts";
import { calibratedBy } from "../evaluate/calibration.ts";
import { intervalAt } from "../evaluate/conformal.ts";
import { deciderOf } from "../evaluate/decide.ts";
import { mostProbable } from "../evaluate/score.ts";
import type { CalibrationRule, DecisionRule, IntervalRule } from "../evaluate/results.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import type { Task } from "../prepare/prepared.ts";

/** What a caller wants beside predictions. */
export interface ExtrasAsked {
  readonly threshold: number | null; // overrules that of the model
  readonly positive: string | null; // the class it is a threshold of
  readonly interval: number | null; // per cent
}

/** What is added to predictions, as plain values: they go to worker threads. */
export interface Extras {
  readonly decision: DecisionRule | null;
  readonly certainty: { readonly level: number; readonly rule: IntervalRule | CalibrationRule } | null;
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
  return { decision: ruleFor(model, asked), certainty: certaintyFor(model, asked.interval) };
}

/** The columns of extras, in their order. */
export function extraColumns({ decision, certainty }: Extras, task: Task): readonly ExtraColumn[] {
  const columns = certainty === null ? [] : certaintyColumns(certainty.rule, certainty.level);
  if (decision === null || task.kind === "regression") return columns;
  const { classes } = task;
  const decide = deciderOf(decision, classes);
  return [{ name: "decision", of: (prediction) => classes[decide(prediction)]! }, ...columns];
}

function certaintyColumns(rule: IntervalRule | CalibrationRule, level: number): readonly ExtraColumn[] {
  if (rule.kind === "errors") {
    return (["low", "high"] as const).map((name) => ({
      name,
      of: (prediction) => intervalAt(rule, prediction[0]!, level)?.[name] ?? Number.NaN,
    }));
  }
  const probability = (share: Float64Array) => (share.length === 2 ? share[1]! : share[mostProbable(share)]!);
  return (
    [
      ["calibrated", "share"],
      ["low", "low"],
      ["high", "high"],
    ] as const
  ).map(([name, part]) => ({
    name,
    of: (share) => calibratedBy(rule, probability(share), level)[part],
  }));
}

/** The cells of extra columns, one list a row. */
export function extraCells(columns: readonly ExtraColumn[], { data, columns: width }: Matrix64, row: number) {
  const prediction = data.subarray(row * width, (row + 1) * width);
  return columns.map(({ of }) => of(prediction));
}

function certaintyFor({ certainty: rule }: ModelArtifact, level: number | null): Extras["certainty"] {
  if (level === null) return null;
  if (rule === undefined) {
    throw new UserError("The model does not say how sure it is.", { hint: "Fit it again with this version." });
  }
  const known = rule.kind === "errors" ? rule.levels.map((one) => one.level) : [level];
  if (known.includes(level)) return { level, rule };
  throw new UserError(`The model has no interval of ${level}%: it was fitted on too few rows.`, {
    hint: `Ask for one of at most ${Math.max(...known)}%.`,
  });
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
