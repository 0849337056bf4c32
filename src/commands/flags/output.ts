import type { Flag } from "./flag.ts";

/** Flags that every command has, or nearly. */
export const outputFlags = {
  out: {
    type: "text",
    value: "PATH",
    commands: ["fit", "predict", "learn", "export", "report", "inspect", "bench", "study"],
    help: "where to write",
    details:
      "A folder for fit, bench (default: reports/NAME) and study (reports/NAME-STUDY), a file for predict " +
      "and export (default: standard output), learn (default: the model itself), report (default: " +
      "report.html beside the results) and inspect (no file without it).",
  },
  rejects: {
    type: "text",
    value: "FILE",
    commands: ["predict"],
    help: "keep bad lines apart and go on",
    details: "Lines with too many or too few fields go to this file, under the header, and have no prediction.",
  },
  open: {
    type: "switch",
    commands: ["report"],
    help: "show the report in the browser",
    details: "Opens the written file with the default program of the system.",
  },
  json: {
    type: "switch",
    commands: ["fit", "predict", "learn", "export", "report", "inspect", "bench", "study", "engines", "queue"],
    help: "results as JSON on standard output",
    details: "A command that writes files writes them as well.",
  },
  quiet: {
    type: "switch",
    commands: ["fit", "predict", "learn", "export", "report", "inspect", "bench", "study", "worker"],
    help: "no progress and no notes",
    details: "Results still go to standard output, and errors to standard error.",
  },
  force: {
    type: "switch",
    commands: ["fit", "predict", "learn", "export", "report", "inspect", "bench", "study"],
    help: "overwrite existing output",
    details: "Without it a run ends before it starts when its output exists.",
  },
  config: {
    type: "text",
    value: "FILE",
    commands: ["fit", "predict", "learn", "export", "report", "inspect", "bench", "study", "worker", "queue"],
    help: "JSON file with flags by name",
    details:
      'An object such as {"target": "price", "folds": 10, "ignore": ["a, b"]}. The command line overrules it; ' +
      "a name that is not a flag ends the run.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
