import { pruneBys } from "../../descent/options.ts";
import { builtInEngines, engineNames } from "../../engine/choose.ts";
import type { Flag } from "./flag.ts";
import { idsIncluded, modelIds, savedIds } from "../../models/names.ts";

const endless = Number.MAX_SAFE_INTEGER;

/** Flags that say what to train, how much of it, and on what. */
export const trainingFlags = {
  repeats: {
    type: "number",
    value: "TIMES",
    whole: true,
    low: 1,
    high: 50,
    commands: ["fit", "bench"],
    help: "repeats of cross-validation (default: fit 3 up to 1,000 rows, else 1; bench 1)",
    details:
      "In a fit each repeat has other folds: more repeats narrow the intervals of a small table, and time grows in " +
      "proportion. In a bench the folds stay and only the random numbers differ, so a guard detects much smaller " +
      "drops: --update stores four repeats, and a check runs as many as its baseline has.",
  },
  "all-repeats": {
    type: "switch",
    commands: ["fit"],
    help: "write a line for each repeat of a row in predictions.csv",
    details:
      "Without it predictions.csv has one line a row, in the order of the table: the mean of what the models of all " +
      "repeats predicted. With it costs and coverage of the report can be computed again to the last digit.",
  },
  seed: {
    type: "number",
    value: "NUMBER",
    whole: true,
    low: 0,
    high: 4294967295,
    default: 1,
    commands: ["fit", "inspect", "bench", "study"],
    help: "seed of all random numbers",
    details: "The same seed gives the same bytes, with any number of jobs and on every version of Node.",
  },
  preset: {
    type: "choice",
    choices: ["tiny", "balanced", "strong", "best"],
    default: "balanced",
    commands: ["fit", "bench", "study"],
    help: "how large a network to train; or best, for the best score",
    details:
      "balanced is an ensemble of six small networks. tiny has four and prunes further, at the price of some " +
      "loss. strong has eight and gives up less, for more time and parameters. From 5,000 training rows on, none " +
      "has more than four. best is for the best score at any size: balanced, and " +
      "a portfolio of all models, saved as portfolio.json, which takes about six times as long.",
  },
  models: {
    type: "list",
    value: "MODELS",
    choices: [...modelIds, "default", "all"],
    commands: ["fit", "bench"],
    help: `models that take part (default: ${idsIncluded("by default").join(",")})`,
    details:
      `Any of ${modelIds.join(", ")}. "default" stands for those of the default, so default,dense adds one; "all" ` +
      `stands for all but ${idsIncluded("by name").join(" and ")}. They run on the same folds.`,
  },
  save: {
    type: "list",
    value: "MODELS",
    choices: savedIds,
    commands: ["fit"],
    help: "models to save as MODEL.json, beside the recommended one",
    details:
      "Each is trained on all rows as well, and takes part in the comparison. The network is always saved as " +
      "model.json, and what the report recommends as recommended.json where that is another model.",
  },
  trees: {
    type: "number",
    value: "TREES",
    whole: true,
    low: 1,
    high: 10_000,
    default: 500,
    commands: ["fit", "bench"],
    help: "trees of the forest",
    details: "500 is beyond the point where more trees help on most tables.",
  },
  "time-limit": {
    type: "number",
    value: "SECONDS",
    whole: false,
    low: 1,
    high: 604_800,
    commands: ["fit"],
    help: "end after about this many seconds",
    details:
      "When time is up, each network keeps its best state and the forest keeps the trees it has. When a table is " +
      "too large for the limit, all models learn from a sample of it. The report says so, and that the run cannot " +
      "be repeated exactly. With --max-operations it can.",
  },
  "max-parameters": {
    type: "number",
    value: "NUMBER",
    whole: true,
    low: 1,
    high: endless,
    commands: ["fit"],
    help: "largest network to aim for, in parameters",
    details:
      "The descent prunes further, at the price of some loss, until the whole ensemble of networks is at most this " +
      "large. A layer keeps two weights for each unit that is left, so a network can end above the limit; the " +
      "report then warns.",
  },
  "prune-by": {
    type: "choice",
    choices: pruneBys,
    default: "gradient",
    commands: ["fit", "bench"],
    help: "how the importance of a weight is measured",
    details:
      "gradient weighs the magnitude of a weight by the gradients that it has seen; magnitude is its size alone; " +
      "sensitivity is its largest share of the input of its unit, over training rows (arXiv:1910.05422); movement is " +
      "how far it moved away from zero since the last pruning.",
  },
  "max-operations": {
    type: "number",
    value: "NUMBER",
    whole: true,
    low: 1,
    high: endless,
    commands: ["fit"],
    help: "limit on training, in multiply-adds",
    details: "Counted over all members of one fold. Unlike --time-limit, it stops every run at the same point.",
  },
  engine: {
    type: "choice",
    choices: engineNames,
    default: "auto",
    commands: ["fit", "study"],
    help: "what trains the networks",
    details:
      `auto is ${builtInEngines[0].name}. ${builtInEngines.map(({ name, what }) => `${name}: ${what}`).join(". ")}. ` +
      "tfjs: TensorFlow.js, if it is installed. The report names the engine.",
  },
  jobs: {
    type: "number",
    value: "THREADS",
    whole: true,
    low: 1,
    high: 256,
    commands: ["fit", "bench", "study", "worker"],
    help: "worker threads (default: one per core)",
    details: "The number of jobs changes only the time, never a result.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
