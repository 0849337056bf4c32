import type { Flag } from "./flag.ts";
import { idsIncluded, modelIds } from "../../models/index.ts";

/** Flags of `bench` alone. */
export const benchFlags = {
  models: {
    type: "list",
    value: "MODELS",
    choices: modelIds,
    commands: ["bench"],
    help: `models to run (default: ${idsIncluded("always", "by default").join(",")})`,
    details: `Any of ${modelIds.join(", ")}.`,
  },
  baseline: {
    type: "text",
    value: "FILE",
    commands: ["bench"],
    help: "stored scores to compare with; exit 1 if worse",
    details:
      "A regression is a mean paired drop beyond the tolerance, beyond twice its standard error over folds, and " +
      "unlikely by chance among everything compared: one false alarm in 500 checks.",
  },
  update: {
    type: "switch",
    commands: ["bench"],
    help: "write the baseline instead of comparing with it",
    details: "Never together with a check: the scores of this run become what later runs are compared with.",
  },
  tolerance: {
    type: "list",
    value: "METRIC=SHARE",
    commands: ["bench"],
    help: "how far a metric may drop (default: logLoss=0.01,accuracy=0.005,rmse=0.01)",
    details:
      "A share of the stored mean for log-losses, errors and the Brier score, absolute for shares and areas: " +
      "accuracy=0.005 is half a point. Names are those of scores.json; naming one that is not guarded by default " +
      "guards it too.",
  },
  "any-seed": {
    type: "switch",
    commands: ["bench"],
    help: "compare although the baseline has another seed",
    details: "Without it another seed ends the run: its noise would be compared as well.",
  },
  reference: {
    type: "text",
    value: "FILE",
    commands: ["bench"],
    help: "scores from elsewhere, laid beside ours",
    details: "A CSV of scores by fold, on the same folds.",
  },
  fresh: {
    type: "switch",
    commands: ["bench"],
    help: "compute everything again",
    details: "Without it a finished set, fold and model is not computed a second time.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
