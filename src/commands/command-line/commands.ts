import type { CommandName } from "../flags/flag.ts";
import type { Command } from "./command.ts";

type LoadedName = Exclude<CommandName, "help">;

/** How each command is loaded, in the order of the help. Most of the time to start goes into loading files. */
const loaders: Readonly<Record<LoadedName, () => Promise<Command>>> = {
  fit: async () => (await import("../fit.ts")).fitCommand,
  predict: async () => (await import("../predict.ts")).predictCommand,
  learn: async () => (await import("../learn.ts")).learnCommand,
  export: async () => (await import("../export.ts")).exportCommand,
  report: async () => (await import("../report.ts")).reportCommand,
  inspect: async () => (await import("../inspect.ts")).inspectCommand,
  bench: async () => (await import("../bench.ts")).benchCommand,
  study: async () => (await import("../study.ts")).studyCommand,
  worker: async () => (await import("../worker.ts")).workerCommand,
  queue: async () => (await import("../queue.ts")).queueCommand,
  engines: async () => (await import("../engines.ts")).enginesCommand,
  completion: async () => (await import("../completion.ts")).completionCommand(allCommands),
};

/** The command that the first word names, alone; all where it names none, as help and mistakes ask for all. */
export async function commandsFor(word: string | undefined): Promise<readonly Command[]> {
  return isCommandName(word) ? [await loaders[word]()] : await allCommands();
}

export function isCommandName(word: string | undefined): word is LoadedName {
  return word !== undefined && Object.hasOwn(loaders, word);
}

function allCommands(): Promise<readonly Command[]> {
  return Promise.all(Object.values(loaders).map((load) => load()));
}
