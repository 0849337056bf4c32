import type { Random } from "../../src/base/random.ts";
import { diagnoseClassification, diagnoseRegression } from "../../src/evaluate/diagnostics.ts";
import type { Diagnostics } from "../../src/evaluate/results/errors.ts";
import type { FoldResult, ModelResult } from "../../src/evaluate/results/models.ts";
import { scoreClassification, scoreRegression } from "../../src/evaluate/score.ts";
import { summariseModel } from "../../src/evaluate/summary.ts";

/** How good and how large an invented model is. */
export interface Recipe {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly skill: number; // 0 guesses; 3 is rarely wrong
  readonly parameters: number;
  readonly trainOperations: number;
  readonly seconds: number;
}

/** An invented table's truth: class numbers or values, one a row, with the fold that tests the row. */
export interface Truth {
  readonly classes: readonly string[]; // empty for regression
  readonly values: Float64Array;
  readonly difficulty: Float64Array; // shared by the models, so that their errors go together
  readonly folds: number;
}

/** Draws a truth of so many rows; classes get rarer towards the end. */
export function drawTruth(random: Random, rows: number, folds: number, classes: readonly string[]): Truth {
  const values = Float64Array.from({ length: rows }, (_, row) =>
    classes.length === 0
      ? 180 + 60 * random.normal() + (row % 7) * 4
      : Math.floor(classes.length * random.uniform() ** 1.35),
  );
  return {
    classes,
    values,
    difficulty: Float64Array.from({ length: rows }, () => random.normal()),
    folds,
  };
}

/** Invented predictions, scored by the real metrics: one model with its diagnostics. */
export function score(random: Random, truth: Truth, recipe: Recipe): { model: ModelResult; diagnostics: Diagnostics } {
  const rows = Array.from({ length: truth.values.length }, (_, row) => row);
  const columns = Math.max(1, truth.classes.length);
  const all = new Float32Array(rows.length * columns);
  for (const row of rows) all.set(predict(random, truth, row, recipe.skill), row * columns);
  const of = (some: readonly number[]) => ({
    rows: some.length,
    columns,
    data: Float32Array.from(some.flatMap((row) => [...all.subarray(row * columns, (row + 1) * columns)])),
  });
  const regression = truth.classes.length === 0;
  const folds = Array.from({ length: truth.folds }, (_, fold): FoldResult => {
    const own = rows.filter((row) => row % truth.folds === fold);
    const values = own.map((row) => truth.values[row]!);
    const wobble = () => 0.85 + 0.3 * random.uniform();
    return {
      fold,
      metrics: regression ? scoreRegression(values, of(own)) : scoreClassification(values, of(own)),
      parameters: Math.round(recipe.parameters * wobble()),
      bytes: Math.round(recipe.parameters * 5.2 + 900),
      trainOperations: Math.round(recipe.trainOperations * wobble()),
      trainSeconds: recipe.seconds * wobble(),
      predictOperationsPerRow: recipe.id === "forest" ? 4310 : recipe.parameters,
      predictMicrosecondsPerRow: recipe.id === "forest" ? 38.2 * wobble() : 0.4 + recipe.parameters / 900,
    };
  });
  const test = Math.round(rows.length / truth.folds);
  const sizes = new Map(folds.map(({ fold }) => [fold, { train: rows.length - test, test }]));
  const { id, label, description } = recipe;
  return {
    model: summariseModel({ id, label, description, folds, sizes }),
    diagnostics: regression
      ? diagnoseRegression({ model: id, truth: truth.values, predictions: of(rows) })
      : diagnoseClassification({
          model: id,
          classes: truth.classes,
          truth: truth.values,
          probabilities: of(rows),
        }),
  };
}

function predict(random: Random, truth: Truth, row: number, skill: number): readonly number[] {
  const value = truth.values[row]!;
  const hard = truth.difficulty[row]!;
  if (truth.classes.length === 0) {
    return [180 + (value - 180) * (1 - Math.exp(-skill)) + (hard * 14 + random.normal() * 6) * Math.min(1, skill)];
  }
  const logits = truth.classes.map((_, k) => {
    const near = Math.abs(k - value) === 1 ? 0.45 * skill : 0;
    return (k === value ? skill * (1.6 + 1.1 * hard) : near) + (skill > 0 ? 0.6 * random.normal() : -k * 0.25);
  });
  const top = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
