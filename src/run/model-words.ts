import type { FitRequest, ModelId } from "./request.ts";

const labels: Readonly<Record<ModelId, string>> = {
  occam: "Occam network",
  forest: "Random forest",
  linear: "Linear model",
  dummy: "Guessing",
  dense: "Dense network",
  pruned: "Pruned once",
  gradual: "Pruned gradually",
  random: "Random mask",
  small: "Small dense network",
  paper: "Published loop",
  "forest-100": "Random forest, 100 trees",
  "forest-tuned": "Forest, leaves tuned",
  "forest-calibrated": "Forest, calibrated",
  "forest-mljs": "ml-random-forest",
};

export function labelOf(model: ModelId): string {
  return labels[model];
}

/** What a model is, in one sentence for the report. */
export function describe(model: ModelId, { preset, trees }: Pick<FitRequest, "preset" | "trees">): string {
  const descriptions: Readonly<Record<ModelId, string>> = {
    occam: `A bag of small networks, pruned while they train and tested after every cut (preset ${preset}).`,
    forest: `${trees} trees of unlimited depth on bootstrap samples, features drawn anew for every split.`,
    linear: "Logistic or linear regression on the plain inputs, trained by the same descent.",
    dummy: "Always predicts the class shares or the mean of the training rows.",
    dense: "The same networks, trained to the end without pruning.",
    pruned: "The same networks, trained, pruned once to the size that Occam found, and retrained.",
    gradual: "The same networks, pruned on a fixed cubic schedule to the size that Occam found.",
    random: "The same networks with a random part of the weights, as many as Occam kept.",
    small: "Dense networks with as many parameters as Occam kept.",
    paper: "The same networks under the loop of the public scripts: pruned after every epoch, without a test.",
    "forest-100": "100 trees, otherwise like the random forest.",
    "forest-tuned": `${trees} trees with the leaf size that is best out of bag.`,
    "forest-calibrated": `${trees} trees with probabilities calibrated out of bag.`,
    "forest-mljs": "The npm package ml-random-forest, as it is.",
  };
  return descriptions[model];
}
