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
