import type { Flag } from "./flag.ts";

/** Flags of `bench` alone. */
export const benchFlags = {
  baseline: {
    type: "text",
    value: "FILE",
    commands: ["bench"],
    help: "stored scores to compare with; exit 1 if worse",
    details:
      "A regression is a mean paired drop that exceeds the tolerance, exceeds twice its standard error over folds, " +
      "and is unlikely by chance among everything compared: one false alarm in 500 checks.",
  },
  update: {
    type: "switch",
    commands: ["bench"],
    help: "write the baseline instead of comparing with it",
    details: "Nothing is checked: the scores of this run become the ones that later runs are compared with.",
  },
  tolerance: {
    type: "list",
    value: "METRIC=SHARE",
    commands: ["bench"],
    help: "how far a metric may drop (default: logLoss=0.01,accuracy=0.005,rmse=0.01)",
    details:
      "A share of the stored mean for log-losses, RMSE, MAE and the Brier score; absolute for all other metrics: " +
      "accuracy=0.005 is half a point. Names are those of scores.json. Naming a metric that is not guarded by " +
      "default guards it too.",
  },
  strict: {
    type: "switch",
    commands: ["bench"],
    help: "with --baseline, exit 1 too if a table was not compared",
    details:
      "A table whose data changed since the baseline, or that the baseline does not know, is named and not compared. " +
      "A table that the baseline has and this run lacks ends the run with 1 in any case.",
  },
  "any-seed": {
    type: "switch",
    commands: ["bench"],
    help: "compare even if the baseline has another seed",
    details: "Without it another seed ends the run, because the comparison would include its noise.",
  },
  reference: {
    type: "list",
    value: "FILES",
    commands: ["bench"],
    help: "scores of other tools, shown beside ours",
    details: "CSV files of scores by fold, on the same folds; commas separate several.",
  },
  plan: {
    type: "text",
    value: "FILE",
    commands: ["bench"],
    help: "write all jobs to FILE and train nothing; with --part or --merge, follow it",
    details:
      "The plan (JSON) holds models, seed and all other options, the jobs with what they cost, and a hash of every " +
      "table. A part that follows it reads only the tables that it needs. It ends before it trains if one of these " +
      "has changed, or if the plan is of another version.",
  },
  part: {
    type: "text",
    value: "K/N",
    commands: ["bench"],
    help: "do part K of N and leave the results in the folder of the suite",
    details:
      "Parts run anywhere, at once or not, and all write to one folder on shared storage (--out). Each file is " +
      "written whole or not at all, and a part that is started again does what is left. auto takes the index that a " +
      "scheduler sets: SLURM_ARRAY_TASK_ID of Slurm, AWS_BATCH_JOB_ARRAY_INDEX of AWS Batch, and as auto/N " +
      "JOB_COMPLETION_INDEX of Kubernetes. Jobs are dealt so that all parts take about the same time.",
  },
  merge: {
    type: "switch",
    commands: ["bench"],
    help: "make the scores from finished parts, and train nothing",
    details: "Ends with the number of jobs that are missing, if any are. The scores are those of one process.",
  },
  fresh: {
    type: "switch",
    commands: ["bench", "study"],
    help: "compute everything again",
    details: "Without it, what an earlier run of the same command finished is not computed again.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
