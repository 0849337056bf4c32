import { exportTargets } from "../../export/targets.ts";
import { dialects } from "../../export/sql/dialects.ts";
import type { Flag } from "./flag.ts";

/** Flags of `export`. */
export const exportFlags = {
  to: {
    type: "choice",
    choices: exportTargets.map((target) => target.id),
    commands: ["export"],
    help: "the format to write",
    details: `${exportTargets.map(({ id, what }) => `${id} is ${what}`).join("; ")}.`,
  },
  dialect: {
    type: "choice",
    choices: dialects.map((dialect) => dialect.id),
    default: "postgres",
    commands: ["export"],
    help: "the SQL that --to sql writes",
    details: "Names, types and functions differ between databases; the numbers are the same.",
  },
  table: {
    type: "text",
    value: "NAME",
    default: "input",
    commands: ["export"],
    help: "the table that --to sql reads",
    details:
      "It has the columns of the training table, under the same names. A schema is part of the name: sales.homes.",
  },
} as const satisfies Readonly<Record<string, Flag>>;
