import type { CommandName } from "../flags/flag.ts";
import type { FlagValues } from "../flags/index.ts";
import type { World } from "../world.ts";

/** One run of a command. */
export interface Call {
  readonly world: World;
  readonly signal: AbortSignal;
  readonly words: readonly string[]; // positional arguments, as many as the command takes
  readonly flags: FlagValues;
  readonly again: string; // the command that gives the same result, quoted for a shell
}

/** A positional argument, as the help describes it. */
export interface Word {
  readonly name: string;
  readonly help: string;
  readonly optional?: boolean;
}

/** A command. Its flags are the rows of `flags/` that name it. */
export interface Command {
  readonly name: CommandName;
  readonly summary: string; // one line, no full stop
  readonly words: readonly Word[];
  readonly details: readonly string[]; // paragraphs of `occam-tab help NAME`
  readonly examples: readonly { readonly line: string; readonly says: string }[];
  /** Returns the exit code. Throws a `UserError` for what the user can fix. */
  run(call: Call): Promise<number>;
}
