import { type FlagName, flagsOf } from "../flags/index.ts";
import type { Command } from "./command.ts";

/** Flags that say where and how fast, not what: they change no result. */
const withoutEffect = new Set<FlagName>([
  "jobs",
  "out",
  "json",
  "quiet",
  "force",
  "config",
  "open",
  "plan",
  "part",
  "merge",
  "queue",
  "tables",
]);

/** The command that gives the same result again, with what a configuration file said, quoted for a shell. */
export function commandLine(command: Command, words: readonly string[], given: ReadonlyMap<FlagName, unknown>): string {
  const parts = ["occam-tab", command.name, ...words];
  for (const [name] of flagsOf(command.name)) {
    if (!given.has(name) || withoutEffect.has(name)) continue;
    const value = given.get(name);
    if (value === true) parts.push(`--${name}`);
    else if (value !== false) parts.push(`--${name}`, String(value));
  }
  return parts.map(shellQuoted).join(" ");
}

/** A word as a POSIX shell reads it back. */
export function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
