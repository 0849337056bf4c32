import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { flagsOf } from "../../src/commands/flags/index.ts";
import { say } from "../support/world.ts";

/** What bash offers for the last of these words. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const { output } = await say(["completion", "bash"]);
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const ask = `${output}\nCOMP_WORDS=(${quoted})\nCOMP_CWORD=${words.length - 1}\n_occam_tab\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", ask], { encoding: "utf8" }).trim().split("\n");
}

describe("completion", () => {
  it("offers commands first", async () => {
    expect(await offered("occam-tab", "")).toEqual(expect.arrayContaining(["fit", "predict", "inspect", "report"]));
    expect(await offered("occam-tab", "pre")).toEqual(["predict"]);
  });

  it("offers the flags of the command, and no others", async () => {
    const wanted = [...flagsOf("fit").map(([name]) => `--${name}`), "--help"];
    expect(await offered("occam-tab", "fit", "data.csv", "--")).toEqual(wanted);
    expect(await offered("occam-tab", "report", "--o")).toEqual(["--out", "--open"]);
  });

  it("offers commands and flags behind help", async () => {
    expect(await offered("occam-tab", "help", "pre")).toEqual(expect.arrayContaining(["predict", "preset"]));
    expect(await offered("occam-tab", "help", "thresh")).toEqual(["threshold"]);
  });

  it("offers behind npx occam-tab what it offers behind occam-tab", async () => {
    const { output } = await say(["completion", "bash"]);
    const ask = `${output}\nCOMP_WORDS=(npx occam-tab fit --preset '')\nCOMP_CWORD=4\n_occam_tab_npx\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(execFileSync("bash", ["-c", ask], { encoding: "utf8" }).trim().split("\n")).toEqual([
      "tiny",
      "balanced",
      "strong",
      "best",
    ]);
  });

  it("offers the choices of a flag", async () => {
    expect(await offered("occam-tab", "fit", "--preset", "")).toEqual(["tiny", "balanced", "strong", "best"]);
  });

  it("offers for fish behind npx and help what it offers elsewhere", async () => {
    const { output } = await say(["completion", "fish"]);
    const after = (program: string) => output.split("\n").filter((line) => line.startsWith(`complete -c ${program} `));
    expect(after("npx")).toHaveLength(after("occam-tab").length + 1);
    const help = after("occam-tab").find((line) => line.includes("from help"));
    expect(help).toMatch(/ predict .* threshold/u);
  });

  it.each(["bash", "zsh", "fish"])("names every flag of every command for %s", async (shell) => {
    const { code, output } = await say(["completion", shell]);
    expect(code).toBe(0);
    const missing = flagsOf("fit").filter(([name]) => !output.includes(name));
    expect(missing).toEqual([]);
  });
});
