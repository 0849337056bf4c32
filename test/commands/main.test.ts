import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shellQuoted } from "../../src/commands/command-line/again.ts";
import { commandsFor } from "../../src/commands/command-line/commands.ts";
import { flags } from "../../src/commands/flags/index.ts";
import { say } from "../support/world.ts";

const commands = await commandsFor(undefined);
const names = commands.map(({ name }) => name);

describe("help", () => {
  it("of every command fits 80 columns, shows an example and goes to standard output with exit code 0", async () => {
    for (const typed of [
      ["--help"],
      ...names.map((name) => [name, "--help"]),
      ...names.map((name) => ["help", name]),
    ]) {
      const { code, output, errors } = await say(typed);
      expect([typed, code, errors]).toEqual([typed, 0, ""]);
      expect(output).toMatch(/^Examples$/imu);
      expect(output.split("\n").filter((line) => line.length > 80)).toEqual([]);
    }
  });

  it("of every flag fits 80 columns and names the commands that take it", async () => {
    for (const name of Object.keys(flags)) {
      const { code, output } = await say(["help", name]);
      expect([name, code]).toEqual([name, 0]);
      expect(output).toContain("Used by ");
      expect(output.split("\n").filter((line) => line.length > 80)).toEqual([]);
    }
  });

  it("names each flag of a command in its help", async () => {
    const { output } = await say(["fit", "--help"]);
    const named = Object.keys(flags).filter((name) => new RegExp(`--${name}[ \\n]`, "u").test(output));
    const own = Object.entries(flags).flatMap(([name, flag]) =>
      flag.commands.some((command) => command === "fit") ? [name] : [],
    );
    expect(named).toEqual(own);
  });

  it("explains each word of a command, and has no empty part", async () => {
    for (const command of commands) {
      const { output } = await say(["help", command.name]);
      for (const { name, help } of command.words) {
        expect(output.replace(/\s+/gu, " ").toLowerCase()).toContain(`${name} ${help}.`.toLowerCase());
      }
      expect(output).not.toMatch(/^[A-Z]+\n+[A-Z]+$/mu);
    }
  });

  it("without a command is a mistake: the overview on standard error and exit code 2", async () => {
    const { code, output, errors } = await say([]);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain("Usage: occam-tab COMMAND");
  });

  it("on an unknown topic suggests the nearest", async () => {
    expect(await say(["help", "treees"])).toEqual({
      code: 2,
      output: "",
      errors: 'occam-tab: There is no help on "treees".\n  Did you mean "trees"?\n',
    });
  });
});

describe("a mistake on the command line", () => {
  it.each([
    [["fitt"], "Unknown command 'fitt'.", "Did you mean fit?"],
    [
      ["fit", "iris.csv", "--compare", "dense"],
      "There is no --compare any more.",
      "Write --models default,NAME to add a model, or --models with all that take part.",
    ],
    [["fit", "x.csv", "--targt", "y"], "Unknown option '--targt'.", "Did you mean --target?"],
    [["fit", "x.csv", "--targt=y"], "Unknown option '--targt'.", "Did you mean --target?"],
    [["fit", "x.csv", "--workers=1"], "Unknown option '--workers'.", 'See "occam-tab fit --help".'],
    [["fit"], "Missing required argument 'DATA'.", 'See "occam-tab fit --help".'],
    [["fit", "a", "b"], "Too many arguments for 'fit'. Expected 1 argument but got 2.", 'See "occam-tab fit --help".'],
    [
      ["fit", "sales/a.csv.gz", "sales/b.csv.gz", "--seed", "2"],
      "Too many arguments for 'fit'. Expected 1 argument but got 2.",
      "Do several files make up one table? Name their folder, or a pattern in quotes: '*.csv.gz'.",
    ],
    [["fit", "x.csv", "--seed"], "Option '--seed <value>' argument missing.", 'See "occam-tab fit --help".'],
    [["--sed", "1"], "Unknown option '--sed'.", 'See "occam-tab --help".'],
    [
      ["fit", "x.csv", "--seed", "-1"],
      '--seed is a whole number from 0 to 4294967295, not "-1".',
      'See "occam-tab help seed".',
    ],
    [
      ["fit", "x.csv", "--task", "binry"],
      '--task is one of auto, binary, multiclass, regression, not "binry".',
      'Did you mean "binary"?',
    ],
    [["completion", "bsh"], 'There is no completion for "bsh".', 'Did you mean "bash"?'],
  ])("%j ends in one sentence, a way out and exit code 2", async (typed, sentence, hint) => {
    expect(await say(typed)).toEqual({ code: 2, output: "", errors: `occam-tab: ${sentence}\n  ${hint}\n` });
  });
});

describe("--config", () => {
  async function config(content: string): Promise<string> {
    const file = join(await mkdtemp(join(tmpdir(), "occam-config-")), "occam.config.json");
    await writeFile(file, content);
    return file;
  }

  it("refuses a key that is no flag and suggests the nearest", async () => {
    const file = await config('{"trees": 10, "fold": 3}');
    const { code, errors } = await say(["fit", "x.csv", "--config", file]);
    expect(code).toBe(2);
    expect(errors).toBe(`occam-tab: "fold" in ${file} is not a flag.\n  Did you mean "folds"?\n`);
  });

  it("checks values as the command line does, also those of other commands", async () => {
    const file = await config('{"trees": 0}');
    expect((await say(["inspect", "x.csv", "--config", file])).errors).toContain("--trees is a whole number");
  });

  it("refuses what is no object, and what is no JSON", async () => {
    expect((await say(["fit", "x", "--config", await config("[1]")])).errors).toContain("holds no object of flags");
    expect((await say(["fit", "x", "--config", await config("folds: 5")])).errors).toContain("is not JSON");
  });

  it("gives way to the command line", async () => {
    const file = await config('{"seed": -5}');
    expect((await say(["fit", "x.csv", "--seed", "-1", "--config", file])).errors).toContain("--seed");
    const good = await config('{"trees": 10}');
    expect((await say(["fit", "x.csv", "--trees", "0", "--config", good])).errors).toContain('not "0"');
  });
});

describe("shellQuoted", () => {
  it("leaves plain words alone and quotes the rest for a POSIX shell", () => {
    expect(["data/a.csv", "a b", "it's", "$(x)", ""].map(shellQuoted)).toEqual([
      "data/a.csv",
      "'a b'",
      "'it'\\''s'",
      "'$(x)'",
      "''",
    ]);
  });
});
