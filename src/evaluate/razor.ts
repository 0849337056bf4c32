import { comparePairs, type FoldSize } from "./compare.ts";
import { headlineMetric } from "./metrics.ts";
import { adviseChoice, choiceSentence } from "./razor-words.ts";
import type { ModelResult, TaskKind } from "./results/models.ts";
import type { Choice, Comparison, Rival } from "./results/verdict.ts";

/**
 * Occam's razor over all models of a run: the smallest one, in parameters, that no larger one is shown to beat. A
 * model is shown to beat a smaller one when the corrected test (Nadeau and Bengio 2003; one-sided, Holm over all models
 * that are larger than the smaller one) excludes chance and the difference of the headline is beyond its margin. The
 * smallest model that truly none beats can be passed over by the tests of its own family alone, so a model larger than
 * needed is recommended in at most 5% of runs, and what the folds cannot tell goes to the smaller model, with the
 * interval of what that may cost. Null where no model was scored. `interrupted` are ids of models that a time limit
 * ended early.
 */
export function chooseModel(input: {
  readonly task: TaskKind;
  readonly models: readonly ModelResult[];
  readonly sizes: ReadonlyMap<number, FoldSize>; // by fold
  readonly repeats: number;
  readonly interrupted?: readonly string[];
}): Choice | null {
  const metric = headlineMetric(input.task);
  const models = input.models.filter(({ summary }) => summary[metric] !== undefined).toSorted(bySize);
  const families = models.map((smaller, at) => against(smaller, models.slice(at + 1), { ...input, metric }));
  const chosen = models.find((_, at) => !families[at]!.some(({ compared }) => compared.outcome === "better"));
  if (chosen === undefined) return null; // no model: the family of the largest is empty
  const rivals = models.flatMap((smaller, at): Rival[] =>
    families[at]!.flatMap(({ larger, compared }): Rival[] => {
      if (smaller === chosen) return [{ ...compared, model: larger.id, larger: true }];
      return larger === chosen ? [{ ...reversed(compared), model: smaller.id, larger: false }] : [];
    }),
  );
  const facts = { task: input.task, metric, chosen, models, rivals, interrupted: input.interrupted ?? [] };
  return { model: chosen.id, sentence: choiceSentence(facts), advice: adviseChoice(facts), rivals };
}

/** Each larger model against a smaller one, over the folds that both have. */
function against(
  smaller: ModelResult,
  larger: readonly ModelResult[],
  input: Omit<Parameters<typeof comparePairs>[0], "pairs">,
): readonly { readonly larger: ModelResult; readonly compared: Compared }[] {
  const pairs = larger.map(({ folds }) => ({ first: folds, second: smaller.folds }));
  return comparePairs({ ...input, pairs }).flatMap((comparison, at) =>
    comparison === null ? [] : [{ larger: larger[at]!, compared: rivalOf(comparison) }],
  );
}

/** Smaller first; of equal size guessing, then the one that predicts with fewer operations. */
function bySize(a: ModelResult, b: ModelResult): number {
  const guesses = ({ id }: ModelResult): number => (id === "dummy" ? 1 : 0);
  return (
    a.parameters - b.parameters || guesses(b) - guesses(a) || a.predictOperationsPerRow - b.predictOperationsPerRow
  );
}

type Compared = Omit<Rival, "model" | "larger">;

function rivalOf({ difference, low, high, margin, adjustedPValue, outcome, rowsToDecide }: Comparison): Compared {
  return { difference, low, high, margin, adjustedPValue, outcome, rowsToDecide };
}

/** The same comparison seen from the other model. */
function reversed(compared: Compared): Compared {
  const { difference, low, high, outcome } = compared;
  const turned = outcome === "better" ? "worse" : outcome === "worse" ? "better" : outcome;
  return { ...compared, difference: -difference, low: -high, high: -low, outcome: turned };
}
