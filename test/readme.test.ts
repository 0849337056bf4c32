import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { isFlagName } from "../src/commands/flags/index.ts";
import { cli } from "./support/cli.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** Fenced blocks with the language behind the fence. */
const blocks = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gmu)].map(([, language = "", code = ""]) => ({
  language,
  code,
}));

const run = promisify(execFile);

describe("README.md", () => {
  it("names the two commands that do everything", () => {
    const plain = blocks.filter((block) => block.language === "").map((block) => block.code.trim());
    expect(plain).toContain("npm ci && npx occam-tab fit data/credit-status.csv");
    expect(plain).toContain("npm ci && npm test");
  });

  it.each(blocks.filter((block) => block.language === "js"))("runs its program: $code", async ({ code }) => {
    const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "--eval", code], {
      cwd: root,
    });
    expect(stderr).toBe("");
    expect(stdout.trim()).not.toBe("");
  });

  const lines = blocks.filter((block) => block.language === "sh").flatMap((block) => block.code.trim().split("\n"));

  it.each(lines)("runs its command: %s", async (line) => {
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain!);
    expect(words.slice(0, 2)).toEqual(["npx", "occam-tab"]);
    const { stdout } = await run(process.execPath, [cli, ...words.slice(2)], { cwd: root });
    expect(stdout).not.toBe("");
  });

  it("shows a terminal in which no line is wider than 80 columns", () => {
    const wide = blocks
      .filter((block) => block.language === "text")
      .flatMap((block) => block.code.split("\n"))
      .filter((line) => line.length > 80);
    expect(wide).toEqual([]);
  });

  it("links only files that are there", () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/gu)].map((match) => match[1]!);
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((link) => !existsSync(new URL(`../${link}`, import.meta.url)))).toEqual([]);
  });

  it("names only flags that exist", () => {
    const named = [...readme.matchAll(/`[^`\n]*?--([a-z][a-z-]*)/gu)].map((match) => match[1]!);
    // check is of an exported Python file, ignore-scripts of npm, rm of Docker
    const others = ["help", "json", "check", "ignore-scripts", "rm"];
    expect(named.filter((name) => !isFlagName(name) && !others.includes(name))).toEqual([]);
  });
});
