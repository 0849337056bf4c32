import type { Flag } from "./flag.ts";
import { backendNames } from "../../engine/tfjs/backend.ts";

/** Flags of the TensorFlow.js engine. */
export const engineFlags = {
  backend: {
    type: "choice",
    choices: ["auto", ...backendNames],
    default: "auto",
    commands: ["fit"],
    help: "what computes for --engine tfjs",
    details:
      "auto takes the first that starts; where both a GPU and a CPU start, it takes the faster one in a short " +
      "trial. The report names it and those that were refused. If the backend that you name does not start, the " +
      "run ends with exit code 3. occam-tab engines lists what this machine has.",
  },
  device: {
    type: "choice",
    choices: ["auto", "cpu", "gpu"],
    default: "auto",
    commands: ["fit"],
    help: "the processor for --engine tfjs",
    details: "gpu refuses software that only emulates a GPU.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
