import type { Command } from "./command.ts";
import { type Flag, range } from "../flags/flag.ts";
import { flags, flagsOf, isFlagName } from "../flags/index.ts";
import { wrap } from "../terminal/terminal.ts";

const width = 80;
const column = 28; // where the right-hand side begins

/** `occam-tab --help`. */
export function overview(commands: readonly Command[]): string {
  return [
    "occam-tab: which model does a table need, and how small can it be?",
    "",
    "Usage: occam-tab COMMAND ...",
    "",
    ...commands.map((command) => pair(`  ${command.name}`, command.summary)),
    "",
    "Examples",
    "  occam-tab fit data.csv",
    "  occam-tab predict reports/data/model.json new.csv",
    "",
    'More: "occam-tab COMMAND --help", and "occam-tab help COMMAND" or',
    '"occam-tab help FLAG" for all details.',
    "",
  ].join("\n");
}

/** `occam-tab COMMAND --help`: one line per flag. */
export function brief(command: Command): string {
  return [
    paragraph(`occam-tab ${command.name}: ${command.summary}`, 0, 2),
    "",
    usage(command),
    "",
    ...command.words.map((word) => pair(`  ${word.name}`, word.help)),
    ...(command.words.length > 0 ? [""] : []),
    ...flagsOf(command.name).map(([name, flag]) => pair(`  ${shape(name, flag)}`, summary(flag))),
    pair("  --help", "this text"),
    "",
    ...examples("Examples", command),
    `All details: "occam-tab help ${command.name}".`,
    "",
  ].join("\n");
}

/** `occam-tab help COMMAND`: every flag with its details, as a manual page. */
export function manual(command: Command): string {
  return [
    "NAME",
    paragraph(`occam-tab ${command.name} - ${command.summary}`, 2, 4),
    "",
    "SYNOPSIS",
    `  ${usage(command).replace("Usage: ", "")}`,
    "",
    ...under(
      "ARGUMENTS",
      command.words.map(({ name, help }) => `  ${name}\n${paragraph(sentence(help), 6)}`),
    ),
    ...under(
      "DESCRIPTION",
      command.details.map((each) => paragraph(each, 2)),
    ),
    ...under(
      "OPTIONS",
      flagsOf(command.name).map(([name, flag]) => entry(name, flag)),
    ),
    ...examples("EXAMPLES", command),
  ].join("\n");
}

/** `occam-tab help FLAG`. */
export function manualOfFlag(name: string): string | null {
  const bare = name.replace(/^--?/u, "");
  if (!isFlagName(bare)) return null;
  const flag = flags[bare];
  const users = `Used by ${flag.commands.join(", ")}; "${bare}" in a configuration file.`;
  return `${entry(bare, flag)}\n${paragraph(users, 2)}\n`;
}

function usage(command: Command): string {
  const words = command.words.map((word) => (word.optional === true ? `[${word.name}]` : word.name));
  const flags = flagsOf(command.name).length > 0 ? ["[--flags]"] : [];
  return `Usage: ${["occam-tab", command.name, ...words, ...flags].join(" ")}`;
}

function entry(name: string, flag: Flag): string {
  const text = `${sentence(summary(flag))} ${flag.details}`;
  return `  ${shape(name, flag)}\n${paragraph(text, 6)}`;
}

function shape(name: string, flag: Flag): string {
  if (flag.type === "switch") return `--${name}`;
  return `--${name} ${flag.type === "choice" ? "NAME" : flag.value}`;
}

/** One line with what a flag accepts and its default. */
function summary(flag: Flag): string {
  const notes: string[] = [];
  if (flag.type === "choice") notes.push(flag.choices.join(", "));
  if (flag.type === "number") notes.push(range(flag).replace(/^of /, ""));
  if ("default" in flag && flag.default !== undefined) notes.push(`default: ${flag.default}`);
  if (notes.length === 0) return flag.help;
  // Notes join the brackets in which a text ends.
  return flag.help.endsWith(")")
    ? `${flag.help.slice(0, -1)}; ${notes.join("; ")})`
    : `${flag.help} (${notes.join("; ")})`;
}

/** A text whose first line begins after `indent` spaces, and the others after `hanging`. */
function paragraph(text: string, indent: number, hanging = indent): string {
  const lines = wrap(text, width - indent, hanging - indent);
  return lines.map((line) => " ".repeat(indent) + line).join("\n");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function pair(left: string, right: string): string {
  const body = wrap(right, width - column).join(`\n${" ".repeat(column)}`);
  return left.length < column - 1 ? left.padEnd(column) + body : `${left}\n${" ".repeat(column)}${body}`;
}

/** Paragraphs under a heading, if there are any. */
function under(heading: string, paragraphs: readonly string[]): readonly string[] {
  return paragraphs.length === 0 ? [] : [heading, ...paragraphs.flatMap((each) => [each, ""])];
}

function examples(heading: string, command: Command): readonly string[] {
  return [heading, ...command.examples.flatMap(({ line, says }) => [`  ${line}`, `      ${says}`]), ""];
}
