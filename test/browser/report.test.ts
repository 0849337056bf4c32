import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { renderInspection } from "../../src/report/inspection.ts";
import { renderReport } from "../../src/report/report.ts";
import {
  attackResults,
  attacks,
  bigResults,
  binaryResults,
  multiclassResults,
  regressionResults,
} from "../support/report-fixtures.ts";
import { axeSource, useChromium } from "./chromium.ts";

const { folder, browser } = useChromium();
const axe = axeSource();

interface View {
  readonly width: number;
  readonly colorScheme: "light" | "dark";
  readonly media: "screen" | "print";
}

/** Opens a page, lets `look` at it, and returns what it complained about and what it asked for. */
async function open(html: string, view: View, look: (page: Page) => Promise<void>): Promise<readonly string[]> {
  const file = join(folder, "report.html");
  writeFileSync(file, html);
  const address = pathToFileURL(file).href;
  const { width, colorScheme, media } = view;
  const page = await browser().newPage({ viewport: { width, height: 900 }, colorScheme });
  const heard: string[] = [];
  page.on("console", (message) => heard.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => heard.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => {
    if (request.url() !== address) heard.push(`request: ${request.url()}`);
  });
  await page.emulateMedia({ media, colorScheme });
  await page.goto(address);
  await look(page);
  await page.close();
  return heard;
}

/** Rules that axe finds broken, with the first element of each. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'], preload: false, iframes: false }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html.slice(0, 160)))",
  );
  if (!Array.isArray(found)) throw new Error("axe gave no list.");
  return found.map(String);
}

/** One table of data in every section, and every long name: enough for rules that look at kinds of things, in a third of the time. */
async function unfoldSome(page: Page): Promise<void> {
  await page.evaluate(
    "document.querySelectorAll('.long, .part').forEach((one) => { (one.matches('details') ? one : one.querySelector('details.data') ?? {}).open = true; })",
  );
}

async function unfold(page: Page): Promise<void> {
  await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
}

function overflow(page: Page): Promise<number> {
  return page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

const views: readonly View[] = [
  { width: 360, colorScheme: "light", media: "screen" },
  { width: 360, colorScheme: "dark", media: "screen" },
  { width: 1600, colorScheme: "light", media: "screen" },
  { width: 1600, colorScheme: "dark", media: "screen" },
  { width: 700, colorScheme: "dark", media: "print" },
];

const pages: readonly (readonly [string, string])[] = [
  ["a report on two classes", renderReport(binaryResults())],
  ["a report on 26 classes", renderReport(multiclassResults())],
  ["a report on a number", renderReport(regressionResults())],
  ["a report on names that attack", renderReport(attackResults())],
  ["an inspection", renderInspection({ ...binaryResults(), findings: [] })],
];

describe.each(pages)("%s in Chromium", (_, html) => {
  it.each(views)(
    "is silent, asks for nothing and never scrolls sideways at $width px, $colorScheme, on $media",
    async (view) => {
      const heard = await open(html, view, async (page) => {
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        await unfold(page);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
      });
      expect(heard).toEqual([]);
    },
  );

  it("breaks no rule of axe: wide and light with its parts unfolded, narrow and dark as it opens", async () => {
    await open(html, { width: 1600, colorScheme: "light", media: "screen" }, async (page) => {
      await unfoldSome(page);
      expect(await violations(page)).toEqual([]);
    });
    await open(html, { width: 360, colorScheme: "dark", media: "screen" }, async (page) => {
      expect(await violations(page)).toEqual([]);
    });
  });
});

describe("a report on names that attack", () => {
  it("shows them as text and runs none", async () => {
    await open(renderReport(attackResults()), { width: 1600, colorScheme: "light", media: "screen" }, async (page) => {
      await unfold(page);
      const text = await page.evaluate<string>("document.body.textContent");
      for (const attack of attacks.filter((one) => one.length < 40 && !/\p{Cc}|\p{Cf}|\p{Zl}/u.test(one))) {
        expect(text).toContain(attack);
      }
      expect(text).toContain("⟨U+202E⟩gnp.exe");
      expect(await page.evaluate("typeof window.attacked")).toBe("undefined");
      expect(await page.evaluate("document.scripts.length + document.images.length")).toBe(0);
    });
  });
});

describe("a report on 500 columns", () => {
  it("stays within the window, silent", async () => {
    const heard = await open(
      renderReport(bigResults()),
      { width: 360, colorScheme: "light", media: "screen" },
      async (page) => {
        expect(await overflow(page)).toBeLessThanOrEqual(0);
      },
    );
    expect(heard).toEqual([]);
  });
});

describe("the link to the results", () => {
  it("downloads them as results.json", async () => {
    const results = binaryResults();
    await open(renderReport(results), { width: 1600, colorScheme: "light", media: "screen" }, async (page) => {
      await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("a.download")]);
      expect(download.suggestedFilename()).toBe("results.json");
      const saved: unknown = JSON.parse(readFileSync(await download.path(), "utf8"));
      expect(saved).toEqual(JSON.parse(JSON.stringify(results)));
    });
  });
});
