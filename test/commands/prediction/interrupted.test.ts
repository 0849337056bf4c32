import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { formatModel } from "../../../src/model/artifact.ts";
import { exampleModel } from "../../model/models.ts";
import { cli } from "../../support/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "occam-tab interrupted "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const model = join(folder, "model.json");
writeFileSync(model, formatModel(exampleModel(1)));
const rows = `age,colour,note\n${`40,red,${"x".repeat(80)}\n`.repeat(60_000)}`; // above what is read whole

/** A streamed prediction that waits for more rows, ended by a signal, and the files that it leaves. */
async function interrupted(signal: NodeJS.Signals) {
  const place = mkdtempSync(join(folder, "out "));
  const typed = [cli, "predict", model, "-", "--out", join(place, "told.csv"), "--quiet"];
  const child = spawn(process.execPath, typed, { stdio: ["pipe", "ignore", "ignore"] });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  child.stdin.on("error", () => {});
  child.stdin.write(rows); // and no end
  while (child.exitCode === null && readdirSync(place).length === 0) await wait(20);
  expect(readdirSync(place)).toEqual([beside]); // it is being written
  child.kill(signal);
  return { code: await ended, files: readdirSync(place) };
}

const beside = expect.stringMatching(/^\.told\.csv\./u);

describe("a prediction that ends before its input", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s leaves nothing of its output", async (signal, code) => {
    expect(await interrupted(signal)).toEqual({ code, files: [] });
  });

  it("by SIGKILL leaves nothing under the name of its output", async () => {
    expect(await interrupted("SIGKILL")).toEqual({ code: null, files: [beside] });
  });
});
