import { madeKinds } from "../../study/made.ts";
import type { Flag } from "./flag.ts";

/** Flags of studies, and of training over time. */
export const studyFlags = {
  made: {
    type: "choice",
    choices: madeKinds,
    commands: ["study"],
    help: "study generated data instead of a file",
    details: "They follow a known law, so that the curve of the theory can be drawn beside what was measured.",
  },
  megabatches: {
    type: "number",
    value: "NUMBER",
    whole: true,
    low: 2,
    high: 100,
    default: 8,
    commands: ["study"],
    help: "parts in which the data arrive",
    details: "All of equal size, dealt at random, or in the order of --time.",
  },
  seeds: {
    type: "number",
    value: "NUMBER",
    whole: true,
    low: 1,
    high: 100,
    commands: ["study"],
    help: "repetitions, each with other rows and random numbers (default: 3; made data 10)",
    details: "Intervals are over these seeds: one seed has none, and few seeds have wide ones.",
  },
  replay: {
    type: "text",
    value: "POLICY",
    commands: ["learn", "study"],
    help: "rows learnt again: none, last, all or reservoir:ROWS (default: study all, learn reservoir:2000)",
    details:
      "none learns from the new rows alone, last also from those of the previous megabatch, all from every row so " +
      "far, and reservoir:1000 from a sample of at most 1000 rows, in which each row so far is as likely as any " +
      "other.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
