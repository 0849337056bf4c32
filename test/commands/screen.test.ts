import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Screen, styled } from "../../src/commands/terminal/screen.ts";
import { emptyFolder } from "../support/cli.ts";
import { say } from "../support/world.ts";

/** A screen with all that was written to it. */
function screenOf(isTTY: boolean, environment: Record<string, string> = {}, columns = 120) {
  let text = "";
  const output = { isTTY, columns, write: (words: string) => (text += words) };
  return { screen: new Screen(output, environment), text: () => text };
}

/** What a terminal would obey: controls but line feeds, direction marks, lone surrogates. */
const obeyed = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe("a screen", () => {
  it("colours on a terminal only, and never against NO_COLOR or a dumb terminal", () => {
    const shown = (isTTY: boolean, environment: Record<string, string>) => {
      const { screen, text } = screenOf(isTTY, environment);
      screen.print(styled("x", "red"));
      return text();
    };
    expect(shown(true, {})).toBe("\u001b[31mx\u001b[39m\n");
    expect(shown(true, { NO_COLOR: "" })).toBe("\u001b[31mx\u001b[39m\n");
    expect(shown(true, { NO_COLOR: "1" })).toBe("x\n");
    expect(shown(true, { TERM: "dumb" })).toBe("x\n");
    expect(shown(false, {})).toBe("x\n");
  });

  it("has the terminal's width within 40 and 100, and 80 elsewhere", () => {
    expect(screenOf(true).screen.width).toBe(100);
    expect(screenOf(true, {}, 20).screen.width).toBe(40);
    expect(screenOf(false).screen.width).toBe(80);
  });

  it("obeys COLUMNS, in a terminal or not, where it is a number", () => {
    for (const isTTY of [true, false]) {
      expect(screenOf(isTTY, { COLUMNS: "60" }).screen.width).toBe(60);
      expect(screenOf(isTTY, { COLUMNS: "200" }).screen.width).toBe(200);
    }
    expect(screenOf(false, { COLUMNS: "wide" }).screen.width).toBe(80);
    expect(screenOf(false, { COLUMNS: "0" }).screen.width).toBe(80);
  });

  it("shows any text in one line that a terminal obeys nothing of", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const { screen, text } = screenOf(true, { NO_COLOR: "1" });
        screen.print(`a ${name}`, styled(name, "bold"));
        expect(text()).not.toMatch(obeyed);
        expect(text().split("\n")).toHaveLength(3);
      }),
    );
  });

  it("passes what a program reads byte for byte, but shows it on a terminal", () => {
    const plain = screenOf(false);
    plain.screen.pass("a\u001b[31m\n");
    expect(plain.text()).toBe("a\u001b[31m\n");
    const live = screenOf(true);
    live.screen.pass("a\u001b[31m\nb\n");
    expect(live.text()).toBe("a␛[31m\nb\n");
  });

  it("is the only way to a terminal: no command writes to a stream itself", async () => {
    const folder = fileURLToPath(new URL("../../src/commands/", import.meta.url));
    const names = (await readdir(folder, { recursive: true })).filter((name) => /(?<!screen)\.ts$/u.test(name));
    expect(names.length).toBeGreaterThan(20);
    const sources = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
    const writing = names.filter((_, i) => /(?:output|errors|stdout|stderr)\.write\(/u.test(sources[i]!));
    // Bytes for a program, where the stream is no terminal.
    expect(writing.sort()).toEqual(["export.ts", join("prediction", "write.ts")]);
  });
});

const evil = "f\u001b]0;pwn\u0007\u009b31m\u202e\nNo score regressed";

describe("names from files", () => {
  it("are text in their own line in inspect, in fit, in predict and in mistakes", async () => {
    const folder = await emptyFolder();
    const file = join(folder, `${evil.replaceAll("/", "")}.csv`);
    const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},${(i * 5) % 11},"c${i % 2}${evil}"`);
    await writeFile(file, `"a${evil}",b,"y${evil}"\n${rows.join("\n")}\n`);
    const out = join(folder, `out${evil}`);
    const said = [
      await say(["inspect", file]),
      await say(["fit", file, "--folds", "2", "--repeats", "1", "--trees", "5", "--preset", "tiny", "--out", out]),
      await say(["report", join(out, "results.json"), "--force"]),
      await say(["inspect", join(out, "model.json")]),
      await say(["predict", join(out, "model.json"), file, "--id", `none${evil}`]),
      await say(["inspect", file, "--target", evil]),
      await say(["inspect", join(folder, `no${evil}`)]),
      await say(["inspect", file, `--${evil}`]),
      await say(["help", evil]),
      await say([evil]),
    ];
    expect(said.map(({ code }) => code)).toEqual([0, 0, 0, 0, 2, 2, 2, 2, 2, 2]);
    for (const { output, errors } of said) {
      expect(output + errors).not.toMatch(obeyed);
      expect(output + errors).not.toMatch(/^No score regressed/mu);
    }
  });

  it("are text in their own line in a bench and its baseline", async () => {
    const folder = await emptyFolder();
    const rows = Array.from({ length: 40 }, (_, i) => `${i % 7},${(i * 5) % 11},${i % 2}`);
    await mkdir(join(folder, "suite"));
    await writeFile(join(folder, "suite", "t.csv"), `a,b,y\n${rows.join("\n")}\n`);
    await writeFile(
      join(folder, "suite", "datasets.json"),
      JSON.stringify([{ name: `t${evil}`, file: "t.csv", task: "binary" }]),
    );
    const bench = (...more: string[]) =>
      say([
        "bench",
        join(folder, "suite"),
        "--out",
        join(folder, "out"),
        "--models",
        "dummy",
        "--repeats",
        "1",
        ...more,
      ]);
    const baseline = join(folder, "baseline.json");
    const first = await bench("--baseline", baseline, "--update");
    const stored = await readFile(baseline, "utf8");
    await writeFile(baseline, stored.replaceAll('"dummy"', JSON.stringify(`linear${evil}`)));
    const second = await bench("--baseline", baseline);
    expect([first.code, second.code]).toEqual([0, 1]);
    for (const { output, errors } of [first, second]) {
      expect(output + errors).not.toMatch(obeyed);
      expect(output + errors).not.toMatch(/^No score regressed/mu);
    }
  });
});
