import { nearest, UserError } from "../base/errors.ts";
import type { Command } from "./command-line/command.ts";
import type { Flag } from "./flags/flag.ts";
import { flagsOf } from "./flags/index.ts";
import { outputScreen } from "./terminal/screen.ts";

const shells = ["bash", "zsh", "fish"];

/** `occam-tab completion SHELL`: a script for the shell, made from the table of flags. */
export function completionCommand(all: () => Promise<readonly Command[]>): Command {
  return {
    name: "completion",
    summary: "print a script that completes commands and flags",
    words: [{ name: "SHELL", help: "the shell: bash, zsh or fish" }],
    details: [
      "The script comes from the same table of flags as this help. File names complete as usual.",
      'bash and zsh: put eval "$(occam-tab completion bash)" (or zsh) into the shell\'s start file. ' +
        "fish: occam-tab completion fish > ~/.config/fish/completions/occam-tab.fish",
    ],
    examples: [{ line: 'eval "$(occam-tab completion bash)"', says: "complete commands in this shell" }],
    run: async ({ words: [shell = ""], world }) => {
      outputScreen(world).pass(script(shell, await all()));
      return 0;
    },
  };
}

function script(shell: string, commands: readonly Command[]): string {
  if (shell === "bash") return bash(commands);
  if (shell === "zsh") return `autoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
  if (shell === "fish") return fish(commands);
  const near = nearest(shell, shells);
  throw new UserError(`There is no completion for "${shell}".`, {
    hint: near === undefined ? `Choose one of ${shells.join(", ")}.` : `Did you mean "${near}"?`,
  });
}

function choicesOf(flag: Flag): readonly string[] {
  return flag.type === "choice" || flag.type === "list" ? (flag.choices ?? []) : [];
}

function bash(commands: readonly Command[]): string {
  const names = commands.map((command) => command.name);
  const flagNames = [...new Set(commands.flatMap((command) => flagsOf(command.name).map(([name]) => name)))];
  const flagCases = commands.map((command) => {
    const words = flagsOf(command.name).map(([name]) => `--${name}`);
    return `    ${command.name}) words="${[...words, "--help"].join(" ")}" ;;`;
  });
  const valued = new Map(
    commands.flatMap((command) => flagsOf(command.name)).filter(([, flag]) => choicesOf(flag).length > 0),
  );
  const valueCases = [...valued].map(
    ([name, flag]) => `    --${name}) COMPREPLY=($(compgen -W "${choicesOf(flag).join(" ")}" -- "$now")); return ;;`,
  );
  return `_occam_tab() {
  local now="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names.join(" ")} --help --version" -- "$now")); return
  fi
  if [ "\${COMP_WORDS[1]}" = help ]; then
    COMPREPLY=($(compgen -W "${names.join(" ")} ${flagNames.join(" ")}" -- "$now")); return
  fi
  case "$before" in
${valueCases.join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${flagCases.join("\n")}
  esac
  case "$now" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$now")) ;;
    *) COMPREPLY=($(compgen -f -- "$now")) ;;
  esac
}
_occam_tab_npx() {
  if [ "\${COMP_WORDS[1]}" != occam-tab ]; then COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")); return; fi
  COMP_WORDS=("\${COMP_WORDS[@]:1}") COMP_CWORD=$((COMP_CWORD - 1))
  if [ "$COMP_CWORD" -eq 0 ]; then COMPREPLY=(occam-tab); else _occam_tab; fi
}
complete -o filenames -F _occam_tab occam-tab
complete -o filenames -F _occam_tab_npx npx
`;
}

/** For occam-tab itself, and behind npx. */
function fish(commands: readonly Command[]): string {
  const flagNames = [...new Set(commands.flatMap((command) => flagsOf(command.name).map(([name]) => name)))];
  const seen = (word: string) => `__fish_seen_subcommand_from ${word}`;
  const names = commands.map((command) => command.name);
  return ["occam-tab", "npx"]
    .flatMap((program) => {
      const begins = `complete -c ${program} -n`;
      const called = program === "npx" ? `${seen("occam-tab")}; and ` : "";
      const first = quoted(`${called}not ${seen(names.join(" "))}`);
      const help = [...names, ...flagNames].join(" ");
      return [
        ...(program === "npx" ? [`${begins} __fish_use_subcommand -a occam-tab`] : []),
        ...commands.map(({ name, summary }) => `${begins} ${first} -f -a ${name} -d ${quoted(summary)}`),
        `${begins} ${quoted(`${called}${seen("help")}`)} -f -a ${quoted(help)}`,
        ...commands.flatMap(({ name }) =>
          flagsOf(name).map(([flagName, flag]) => {
            const choices = choicesOf(flag);
            const other = flag.type === "switch" ? "" : " -r";
            const values = choices.length > 0 ? ` -x -a ${quoted(choices.join(" "))}` : other;
            return `${begins} ${quoted(`${called}${seen(name)}`)} -l ${flagName}${values} -d ${quoted(flag.help)}`;
          }),
        ),
      ];
    })
    .map((line) => `${line}\n`)
    .join("");
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
