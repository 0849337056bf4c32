import { Readable } from "node:stream";
import type { World } from "../../src/commands/world.ts";
import { main } from "../../src/commands/command-line/main.ts";

export interface Said {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a command line in this process, in a world of strings. */
export async function say(typed: readonly string[], world: Partial<World> & { text?: string } = {}): Promise<Said> {
  let output = "";
  let errors = "";
  const full: World = {
    input: Readable.from(world.text === undefined ? [] : [Buffer.from(world.text)]),
    output: { write: (text: string) => (output += text) },
    errors: { write: (text: string) => (errors += text) },
    environment: {},
    now: () => new Date("2026-01-02T03:04:05Z"),
    began: performance.now(),
    ...world,
  };
  const code = await main(typed, full, new AbortController().signal);
  return { code, output, errors };
}
