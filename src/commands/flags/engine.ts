import type { Flag } from "./flag.ts";
import { backendNames } from "../../engine/tfjs/backend.ts";

/** Flags of the TensorFlow.js engine. */
export const engineFlags = {
  backend: {
    type: "choice",
    choices: ["auto", ...backendNames],
    default: "auto",
    commands: ["fit"],
    help: "what computes under --engine tfjs",
    details:
      "auto takes the first that starts, and where a GPU and a CPU are there the faster one in a short trial; " +
      "the report names it and those that were refused. A backend that is named runs or ends the run with exit " +
      "code 3. occam-tab engines lists what this machine has.",
  },
  device: {
    type: "choice",
    choices: ["auto", "cpu", "gpu"],
    default: "auto",
    commands: ["fit"],
    help: "the processor under --engine tfjs",
    details: "gpu refuses software that only imitates one.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
