import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

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
