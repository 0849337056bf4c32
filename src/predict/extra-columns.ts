import { UserError } from "../base/errors.ts";
import { calibratedBy } from "../evaluate/calibration.ts";
import { intervalAt } from "../evaluate/conformal.ts";
import { deciderOf } from "../evaluate/decide.ts";
import { mostProbable } from "../evaluate/score.ts";
import type { CalibrationRule, IntervalRule } from "../evaluate/results/certainty.ts";
import type { DecisionRule } from "../evaluate/results/decision.ts";
import type { Graph } from "../export/graph.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import type { BackgroundColumn } from "../model/background.ts";
import { waysOf } from "./batch/ways.ts";
import { rowExplainer } from "./explain.ts";

/** What a caller wants beside predictions. */
export interface ExtrasAsked {
  readonly threshold: number | null; // overrules that of the model
  readonly positive: string | null; // the class it is a threshold of
  readonly interval: number | null; // per cent
  readonly explain: number | null; // columns that moved a prediction most
}

/** What is added to predictions, as plain values: they go to worker threads. */
export interface Extras {
  readonly decision: DecisionRule | null;
  readonly certainty: { readonly level: number; readonly rule: IntervalRule | CalibrationRule } | null;
  readonly explanation: { readonly count: number; readonly background: readonly BackgroundColumn[] } | null;
}

/** Columns that stand beside a prediction. */
export interface ExtraColumns {
  readonly names: readonly string[];
  /** The cells of a row, by its prediction (probabilities, or a number in target units) and its features. */
  cells(prediction: Float64Array, features: Float64Array): readonly (string | number)[];
}

/** A column that follows from the prediction of a row alone. */
interface ExtraColumn {
  readonly name: string;
  readonly of: (prediction: Float64Array) => string | number;
}

/**
 * What a model can add to its predictions: a decision, where the model keeps a rule or a threshold is asked for, how
 * sure it is, and why. Throws a UserError for what the model cannot say.
 */
export function extrasOf(model: ModelArtifact, asked: ExtrasAsked): Extras {
  return {
    decision: ruleFor(model, asked),
    certainty: certaintyFor(model, asked.interval),
    explanation: explanationFor(model, asked.explain),
  };
}

/** The columns of extras, in their order. */
export function extraColumns({ decision, certainty, explanation }: Extras, graph: Graph): ExtraColumns {
  const columns = [
    ...(decision === null ? [] : decisionColumns(decision, graph)),
    ...(certainty === null ? [] : certaintyColumns(certainty.rule, certainty.level)),
  ];
  const why = explanation === null ? null : explanationColumns(explanation, graph);
  return {
    names: [...columns.map(({ name }) => name), ...(why?.names ?? [])],
    cells: (prediction, features) => [
      ...columns.map(({ of }) => of(prediction)),
      ...(why?.cells(prediction, features) ?? []),
    ],
  };
}

function decisionColumns(rule: DecisionRule, { task }: Graph): readonly ExtraColumn[] {
  if (task.kind === "regression") return [];
  const decide = deciderOf(rule, task.classes);
  return [{ name: "decision", of: (prediction) => task.classes[decide(prediction)]! }];
}

/**
 * A share with eight decimals: as few as effects on a probability need for a sum that is as exact as the probability is
 * written.
 */
const roundedShare = (value: number): number => Number(value.toFixed(8));

/**
 * The columns that moved a prediction most: the baseline and all effects sum to the prediction, or to the probability
 * of the predicted class.
 */
function explanationColumns(
  { count, background }: NonNullable<Extras["explanation"]>,
  graph: Graph,
): Pick<ExtraColumns, "names" | "cells"> {
  const explainer = rowExplainer(graph, background, waysOf);
  const rounded = graph.task.kind === "classification" ? roundedShare : (value: number) => value;
  const places = Array.from({ length: Math.min(count, explainer.columns) }, (_, i) => i);
  return {
    names: [
      "baseline",
      ...places.flatMap((i) => [`reason${i + 1}`, `effect${i + 1}`]),
      "effect_others",
      "effect_error",
    ],
    cells(prediction, features) {
      const { baseline, effects } = explainer.explain(features, mostProbable(prediction));
      const shown = effects.slice(0, count);
      return [
        rounded(baseline),
        ...shown.flatMap(({ column, effect }) => [column, rounded(effect)]),
        rounded(effects.slice(count).reduce((sum, { effect }) => sum + effect, 0)),
        rounded(effects.reduce((most, { standardError }) => Math.max(most, standardError), 0)),
      ];
    },
  };
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
    of: (share) => roundedShare(calibratedBy(rule, probability(share), level)[part]),
  }));
}

function explanationFor({ background }: ModelArtifact, count: number | null): Extras["explanation"] {
  if (count === null) return null;
  if (background !== undefined) return { count, background };
  throw new UserError("The model keeps nothing that its predictions could be explained against.", {
    hint: "Fit it again with this version.",
  });
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
