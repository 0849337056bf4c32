import type { Flag, FlagValue } from "./flag.ts";
import { benchFlags } from "./bench.ts";
import { dataFlags } from "./data.ts";
import { decisionFlags } from "./decision.ts";
import { engineFlags } from "./engine.ts";
import { exportFlags } from "./export.ts";
import { outputFlags } from "./output.ts";
import { queueFlags } from "./queue.ts";
import { streamFlags } from "./stream.ts";
import { studyFlags } from "./study.ts";
import { trainingFlags } from "./training.ts";

/**
 * The one table of flags. Parsing, checks, help, shell completion and the configuration file are made from it.
 * A row's order here is its order in the help.
 */
export const flags = {
  ...dataFlags,
  ...decisionFlags,
  ...trainingFlags,
  ...streamFlags,
  ...engineFlags,
  ...benchFlags,
  ...queueFlags,
  ...studyFlags,
  ...exportFlags,
  ...outputFlags,
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof flags;

/** Every flag with its value: given, configured or the default. */
export type FlagValues = { readonly [Name in FlagName]: FlagValue<(typeof flags)[Name]> };

export function isFlagName(name: string): name is FlagName {
  return Object.hasOwn(flags, name);
}

/** The flags of one command, in the order of the table. */
export function flagsOf(command: string): readonly (readonly [FlagName, Flag])[] {
  const rows: (readonly [FlagName, Flag])[] = [];
  for (const name of Object.keys(flags)) {
    if (!isFlagName(name)) continue;
    const flag: Flag = flags[name];
    if (flag.commands.some((owner) => owner === command)) rows.push([name, flag]);
  }
  return rows;
}
