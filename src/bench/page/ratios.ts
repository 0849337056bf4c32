import { headlineOf, meanCost, meanScore, modelOf } from "../lookup.ts";
import type { SuiteScores, SuiteSet } from "../scores.ts";

/** One set of a suite: a model against the reference model, both means known. */
export interface RatioMark {
  readonly set: SuiteSet;
  readonly model: string;
  readonly score: number; // model ÷ reference of the headline: below 1 is better
  readonly parameters: number; // model ÷ reference
}

/**
 * Every model of every set against the reference model, where both tell their parameters; guessing is not worth its
 * place on the scale.
 */
export function ratioMarks({ sets, summary }: SuiteScores): readonly RatioMark[] {
  return sets.flatMap((set) => {
    const reference = modelOf(set, summary.against);
    const base = meanScore(reference, headlineOf(set));
    const size = meanCost(reference, "parameters");
    if (base === null || size === null || !(base > 0) || !(size > 0)) return [];
    return set.models.flatMap((model): RatioMark[] => {
      const score = meanScore(model, headlineOf(set));
      const parameters = meanCost(model, "parameters");
      if (model.id === summary.against || model.id === "dummy" || score === null || parameters === null || !(score > 0))
        return [];
      return [{ set, model: model.id, score: score / base, parameters: Math.max(1, parameters) / size }];
    });
  });
}
