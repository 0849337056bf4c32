import type { Mark } from "../../evaluate/results/models.ts";

/** A way to a model of a given size. */
interface SizeMethod {
  readonly id: string;
  readonly label: string;
  readonly mark: Mark;
  readonly describe: string; // on a table
  readonly made: string | null; // where the data are made; null: not there
}

export const methods = [
  {
    id: "large",
    label: "Large",
    mark: { color: "purple", shape: "diamond" },
    describe: "a dense network of the starting width, not pruned",
    made: "least squares on the first features, as many as the starting width; of least norm beyond the rows",
  },
  {
    id: "small",
    label: "Small dense",
    mark: { color: "teal", shape: "square" },
    describe: "a dense network of the final size from the start",
    made: "least squares on as many features as the final size, from the first on",
  },
  {
    id: "pruned",
    label: "Pruned",
    mark: { color: "gold", shape: "triangle" },
    describe:
      "the large one with its largest weights alone, as many as leave that size connected to inputs and outputs",
    made: "the large one with its largest coefficients alone",
  },
  {
    id: "sensitivity",
    label: "By sensitivity",
    mark: { color: "moss", shape: "star" },
    describe: "the large one by data-informed sensitivity, kept or sampled (SiPP, arXiv:1910.05422), not retrained",
    made: null,
  },
  {
    id: "retrained",
    label: "Pruned, retrained",
    mark: { color: "orange", shape: "wye" },
    describe: "and 10 rounds more with those weights",
    made: "and least squares on those features again",
  },
  {
    id: "random",
    label: "Random mask",
    mark: { color: "crimson", shape: "cross" },
    describe: "as many weights in each layer, drawn at random and trained from the start",
    made: "least squares on as many of the features, drawn at random",
  },
  {
    id: "occam",
    label: "Occam",
    mark: { color: "blue", shape: "circle" },
    describe: "a guarded descent from the starting width to at most the parameters of the small one",
    made: "half of the features at a time, by their coefficients, with least squares after each pruning",
  },
] as const satisfies readonly SizeMethod[];

export type SizeMethodId = (typeof methods)[number]["id"];

export const methodIds: readonly SizeMethodId[] = methods.map(({ id }) => id);
