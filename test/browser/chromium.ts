import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, beforeEach } from "vitest";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** Path of a Chromium on this machine, from CHROMIUM or the usual names; null when there is none. */
export function findChromium(): string | null {
  for (const name of [process.env["CHROMIUM"] ?? "", ...names]) {
    if (name === "") continue;
    try {
      return execFileSync("sh", ["-c", 'command -v "$1"', "sh", name], { encoding: "utf8" }).trim();
    } catch {
      // Not there under this name; the next one may be.
    }
  }
  return null;
}

/** A quiet Chromium with a profile of its own, thrown away when it closes. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The source of axe, to be evaluated in a page. */
export function axeSource(): string {
  return readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
}

/** A browser and a folder for the tests of a file, gone after them; without Chromium the tests are skipped. */
export function useChromium() {
  const executable = findChromium();
  const folder = mkdtempSync(join(tmpdir(), "occam-tab-"));
  let browser: Browser | null = null;
  beforeAll(async () => {
    if (executable !== null) browser = await launch(executable);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach((context) => {
    context.skip(executable === null, "Chromium is not installed");
  });
  return { folder, browser: () => browser! };
}
