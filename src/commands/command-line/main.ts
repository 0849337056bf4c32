import { Command as Parser, CommanderError, Option } from "commander";
import { exitCode, nearest, UserError } from "../../base/errors.ts";
import type { Command } from "./command.ts";
import type { World } from "../world.ts";
import { commandsFor, isCommandName } from "./commands.ts";
import { readJson } from "../files/read.ts";
import { fallback, parseFlag } from "../flags/flag.ts";
import { formerFlag } from "./former-flags.ts";
import { commandLine } from "./again.ts";
import { brief, manual, manualOfFlag, overview } from "./help.ts";
import { type FlagName, type FlagValues, flags, flagsOf, isFlagName } from "../flags/index.ts";
import { version } from "../machine/version.ts";
import { errorScreen, outputScreen } from "../terminal/screen.ts";

/**
 * Runs one command line and returns its exit code. `typed` are the words after "occam-tab". Mistakes are written to
 * `world.errors`; only a bug throws.
 */
export async function main(typed: readonly string[], world: World, signal: AbortSignal): Promise<number> {
  try {
    return await dispatch(typed, world, signal);
  } catch (error) {
    const mistake = asMistake(error, typed);
    if (mistake === null) throw error;
    errorScreen(world).print(
      `occam-tab: ${mistake.message}`,
      ...(mistake.hint === undefined ? [] : [`  ${mistake.hint}`]),
    );
    return mistake.exitCode;
  }
}

function asMistake(error: unknown, typed: readonly string[]): UserError | null {
  const [word] = typed;
  if (error instanceof UserError) return error;
  if (!(error instanceof CommanderError)) return null;
  const former = formerFlag(error.message);
  if (former !== null) return former;
  const [message = "", hint] = error.message.replace(/^error: /u, "").split("\n");
  const help = isCommandName(word) ? `${word} --help` : "--help";
  const pattern = error.code === "commander.excessArguments" ? expandedPattern(typed) : null;
  const way =
    pattern === null
      ? (hint?.replace(/^\((.*)\)$/u, "$1") ?? `See "occam-tab ${help}".`)
      : `Do several files make up one table? Name their folder, or a pattern in quotes: '${pattern}'.`;
  const named = message.replace(/^(unknown option '--[^=']+)=.*'$/u, "$1'");
  const sentence = named.charAt(0).toUpperCase() + named.slice(1).replace(/\.$/u, "");
  return new UserError(`${sentence}.`, { hint: way });
}

/** A pattern such as *.csv that a shell may have replaced by the files that it finds; null where none looks so. */
function expandedPattern(typed: readonly string[]): string | null {
  const endings = typed
    .filter((word) => !word.startsWith("-"))
    .map((word) => /\.(?:[a-z]+\.gz|[a-z]+)$/iu.exec(word)?.[0]);
  const twice = endings.find((ending, at) => ending !== undefined && endings.indexOf(ending) < at);
  return twice === undefined ? null : `*${twice}`;
}

async function dispatch(typed: readonly string[], world: World, signal: AbortSignal): Promise<number> {
  let code: number = exitCode.fine;
  const commands = await commandsFor(typed[0]);
  const program = parser(world, () => overview(commands)).name("occam-tab");
  program.version(version, "-V, --version").helpCommand(false);
  for (const command of commands) {
    const verb = parser(world, () => brief(command)).name(command.name);
    for (const word of command.words) verb.argument(word.optional === true ? `[${word.name}]` : `<${word.name}>`);
    for (const [name, flag] of flagsOf(command.name)) {
      const option = new Option(flag.type === "switch" ? `--${name}` : `--${name} <value>`);
      verb.addOption(flag.type === "list" ? option.argParser(collect) : option);
    }
    verb.action(async () => {
      const { values, given } = await resolveFlags(command, verb);
      const again = commandLine(command, verb.args, given);
      code = await command.run({ world, signal, words: verb.args, flags: values, again });
    });
    program.addCommand(verb);
  }
  const help = parser(world, () => overview(commands))
    .name("help")
    .argument("[TOPIC]");
  program.addCommand(help.action((topic: string | undefined) => outputScreen(world).pass(explain(topic, commands))));
  if (typed.length === 0) {
    errorScreen(world).pass(overview(commands));
    return exitCode.input;
  }
  try {
    await program.parseAsync([...typed], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCode.fine;
    throw error;
  }
  return code;
}

function parser(world: World, text: () => string): Parser {
  return new Parser()
    .exitOverride()
    .configureHelp({ formatHelp: text })
    .configureOutput({ writeOut: (words) => outputScreen(world).pass(words), writeErr: () => {} });
}

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Command line over configuration file over default; every value checked by its row of the table. */
async function resolveFlags(
  command: Command,
  verb: Parser,
): Promise<{ values: FlagValues; given: ReadonlyMap<FlagName, unknown> }> {
  const raw = new Map<FlagName, unknown>();
  for (const option of verb.options) {
    const name = option.long?.slice(2) ?? "";
    if (!isFlagName(name) || verb.getOptionValueSource(option.attributeName()) !== "cli") continue;
    const value: unknown = verb.getOptionValue(option.attributeName());
    // Commander reads "--no-header" as header = false.
    raw.set(name, option.negate ? true : Array.isArray(value) ? value.join(",") : value);
  }
  const file = raw.get("config");
  if (typeof file === "string") {
    for (const [name, value] of await readConfig(file, command)) if (!raw.has(name)) raw.set(name, value);
  }
  const values = Object.fromEntries(
    Object.keys(flags).map((name) => {
      if (!isFlagName(name)) throw new Error(`${name} is in no table`);
      return [name, raw.has(name) ? parseFlag(name, flags[name], raw.get(name)) : fallback(flags[name])];
    }),
  );
  // Each value came from its own row. This is the one place where the table meets its types.
  return { values: values as unknown as FlagValues, given: raw };
}

/** The flags of a configuration file that this command takes; those of other commands are ignored. */
async function readConfig(file: string, command: Command): Promise<readonly (readonly [FlagName, unknown])[]> {
  const config = await readJson(file);
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new UserError(`${file} holds no object of flags.`, { hint: 'It looks like {"folds": 10}.' });
  }
  const rows: (readonly [FlagName, unknown])[] = [];
  for (const [name, value] of Object.entries(config)) {
    if (!isFlagName(name) || name === "config") {
      const near = nearest(name, Object.keys(flags));
      throw new UserError(`"${name}" in ${file} is not a flag.`, {
        hint: near === undefined ? `See "occam-tab help ${command.name}".` : `Did you mean "${near}"?`,
      });
    }
    parseFlag(name, flags[name], value);
    if (flagsOf(command.name).some(([own]) => own === name)) rows.push([name, value]);
  }
  return rows;
}

function explain(topic: string | undefined, commands: readonly Command[]): string {
  if (topic === undefined) return overview(commands);
  const command = commands.find((each) => each.name === topic);
  const flag = manualOfFlag(topic);
  // queue is the name of both.
  if (command !== undefined) return flag === null ? manual(command) : `${manual(command)}\nFLAG\n${flag}`;
  if (flag !== null) return flag;
  const near = nearest(topic, [...commands.map((each) => each.name), ...Object.keys(flags)]);
  throw new UserError(`There is no help on "${topic}".`, {
    hint: near === undefined ? 'See "occam-tab --help".' : `Did you mean "${near}"?`,
  });
}
