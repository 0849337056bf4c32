import type { CommandName } from "../flags/flag.ts";
import type { FlagValues } from "../flags/index.ts";

/** A stream for people or pipes. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(content: string | Uint8Array): unknown; // false asks to wait for "drain"
  once?(event: "drain" | "close", listener: () => void): unknown;
  removeListener?(event: "drain" | "close", listener: () => void): unknown;
}

/** The world as a command sees it; tests pass their own. */
export interface World {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: Output; // results only
  readonly errors: Output; // progress, notes and mistakes
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly began: number; // when the program started, by the clock of runs: time limits count from there
}

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
