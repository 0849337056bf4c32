import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { renderReport } from "../../src/report/report.ts";
import { binaryResults, multiclassResults, regressionResults } from "../support/report-fixtures.ts";
import { findChromium, launch } from "./chromium.ts";

const folder = resolve(process.env["SCREENSHOTS"] ?? "reports/screenshots");
const views = [
  { name: "wide-light", width: 1600, colorScheme: "light" },
  { name: "wide-dark", width: 1600, colorScheme: "dark" },
  { name: "phone-light", width: 360, colorScheme: "light" },
  { name: "phone-dark", width: 360, colorScheme: "dark" },
] as const;

it("draws the three kinds of report in every view, for a person to look at", async () => {
  const chromium = findChromium();
  if (chromium === null) throw new Error("Chromium is not installed.");
  mkdirSync(folder, { recursive: true });
  const reports = { binary: binaryResults, multiclass: multiclassResults, regression: regressionResults };
  for (const [name, results] of Object.entries(reports)) {
    writeFileSync(join(folder, `${name}.html`), renderReport(results()));
  }
  const browser = await launch(chromium);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".html"))) {
    const base = join(folder, file.replace(/\.html$/, ""));
    for (const { name, width, colorScheme } of views) {
      const page = await browser.newPage({ viewport: { width, height: 1000 }, colorScheme });
      await page.setContent(readFileSync(join(folder, file), "utf8"));
      await page.screenshot({ path: `${base}-${name}.png`, fullPage: true });
      await page.close();
    }
    const page = await browser.newPage();
    await page.setContent(readFileSync(join(folder, file), "utf8"));
    await page.pdf({ path: `${base}.pdf`, format: "A4" });
    await page.close();
  }
  await browser.close();
  expect(readdirSync(folder).length).toBeGreaterThan(0);
});
