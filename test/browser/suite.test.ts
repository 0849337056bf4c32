import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { compareWithBaseline } from "../../src/bench/guard.ts";
import { renderSuite } from "../../src/bench/page/page.ts";
import { suiteScores, suiteSet } from "../support/suite.ts";
import { axeSource, useChromium } from "./chromium.ts";

const { folder, browser } = useChromium();
const axe = axeSource();

const attack = `"><img src=x onerror=alert(1)><script>alert(2)</script>\u202e`;

/** Sets with long and hostile names, ten models, one of them from elsewhere. */
function page(): string {
  const models = ["occam", "forest", "linear", "dummy", "dense", "small", "paper", attack];
  const names = Array.from({ length: 8 }, (_, i) => (i === 3 ? attack : i === 4 ? "x".repeat(2000) : `set ${i}`));
  const sets = names.map((name, i) =>
    suiteSet(
      name,
      Object.fromEntries(
        models.map((id, k) => [id, { logLoss: [0.2 + k / 50 + i / 100, 0.3 + k / 50], accuracy: [0.8, 0.9] }]),
      ),
      { parameters: Object.fromEntries(models.map((id, k) => [id, 100 * (k + 1)])) },
    ),
  );
  const scores = suiteScores(sets, { suite: attack, command: `occam-tab bench '${attack}'` });
  const stored = suiteScores(
    sets.map((set) => ({
      ...set,
      models: set.models.map((model) => ({
        ...model,
        folds: model.folds.map((fold) => ({
          ...fold,
          metrics: { ...fold.metrics, accuracy: 0.99, rocAuc: 1 },
        })),
      })),
    })),
  );
  return renderSuite(scores, compareWithBaseline(scores, stored, { accuracy: 0.005, logLoss: 0.01 }));
}

describe("the page of a suite", () => {
  it.each([
    [360, "light"],
    [1600, "dark"],
  ] as const)(
    "at %d px, %s: no message, no request, nothing from data that runs, no sideways scroll, no axe violation",
    async (width, colorScheme) => {
      const file = join(folder, "suite.html");
      writeFileSync(file, page());
      const address = pathToFileURL(file).href;
      const view = await browser().newPage({ viewport: { width, height: 900 }, colorScheme });
      const heard: string[] = [];
      view.on("console", (message) => heard.push(message.text()));
      view.on("pageerror", (error) => heard.push(error.message));
      view.on("dialog", (dialog) => heard.push(dialog.message()));
      view.on("request", (request) => heard.push(...(request.url() === address ? [] : [request.url()])));
      await view.goto(address);
      expect(await view.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      expect(await view.evaluate("document.querySelectorAll('main img, main script').length")).toBe(0);
      expect(
        await view.evaluate(
          "[...document.querySelectorAll('a[href^=\"#\"]')].filter((a) => document.querySelector(a.getAttribute('href')) === null).length",
        ),
      ).toBe(0);
      await view.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      await view.evaluate(axe);
      const broken =
        "axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html.slice(0, 160)))";
      expect(await view.evaluate(broken)).toEqual([]);
      expect(heard).toEqual([]);
      await view.close();
    },
  );
});
