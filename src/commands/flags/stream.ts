import type { Flag } from "./flag.ts";

/** Flags of a fit whose table need not fit in memory. */
export const streamFlags = {
  stream: {
    type: "switch",
    commands: ["fit"],
    help: "read a file larger than memory in two passes",
    details:
      "The first pass draws a sample, on which all models are fitted and compared, and rows that are kept for a " +
      "test. In the second pass the network goes on learning, megabatch after megabatch, from all other rows. " +
      "Reads CSV, TSV, JSON lines (plain or in gzip), Parquet and Arrow.",
  },
  sample: {
    type: "number",
    value: "ROWS",
    whole: true,
    low: 100,
    high: 10_000_000,
    default: 50_000,
    commands: ["fit"],
    help: "with --stream: rows that all models are fitted on",
    details: "Types, levels and quantiles come from these rows too. They must fit in memory.",
  },
  megabatch: {
    type: "number",
    value: "ROWS",
    whole: true,
    low: 1,
    high: 10_000_000,
    default: 100_000,
    commands: ["fit"],
    help: "with --stream: rows that the network learns at a time",
    details: "The same file, seed and megabatch give the same model, to the last byte.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
