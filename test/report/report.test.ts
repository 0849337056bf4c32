import { describe, expect, it } from "vitest";
import type { Results } from "../../src/evaluate/results/results.ts";
import { renderInspection } from "../../src/report/inspection.ts";
import { renderReport } from "../../src/report/report.ts";
import {
  attackResults,
  bigResults,
  binaryResults,
  multiclassResults,
  regressionResults,
} from "../support/report-fixtures.ts";

const kinds: readonly (readonly [string, () => Results])[] = [
  ["two classes", binaryResults],
  ["26 classes", multiclassResults],
  ["a number", regressionResults],
  ["names that attack", attackResults],
  ["500 columns, 26 classes, 200 levels", bigResults],
];

describe.each(kinds)("a report on %s", (_, build) => {
  const results = build();
  const page = renderReport(results);

  it("is the same for the same results", () => {
    expect(renderReport(build())).toBe(page);
  });

  it("is the same for the results after a way through a file", () => {
    const read: Results = JSON.parse(JSON.stringify(results));
    expect(renderReport(read)).toBe(page);
  });

  it("is under 1 MB", () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  });

  it("has no script, no address to fetch from, no style and no handler in an attribute", () => {
    const tags = [...page.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag);
    expect(
      tags.filter((tag) =>
        /^<(script|img|iframe|object|embed|link|base|form|input|button|image|use|foreignObject)\b/i.test(tag),
      ),
    ).toEqual([]);
    const bare = tags.map((tag) => tag.replace(/"[^"]*"/g, '""'));
    expect(bare.filter((tag) => /\s(src|srcset|style|on\w+|xlink:href|action|formaction|data)\s*=/i.test(tag))).toEqual(
      [],
    );
    const addresses = tags.flatMap((tag) => [...tag.matchAll(/\shref="([^"]*)"/g)].map(([, address]) => address!));
    expect(addresses.filter((address) => !/^(#[a-z-]+|data:application\/json;base64,[\w+/=]+)$/.test(address))).toEqual(
      [],
    );
    expect(page).not.toMatch(/url\(|@import/);
  });

  it("has a policy that allows its own style sheet and nothing else", () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    expect(policy).toMatch(/^default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]+&#39;; /);
    expect(policy).not.toContain("unsafe");
  });

  it("has its sections in order, each in the contents", () => {
    const sections = [...page.matchAll(/<section class="part" id="([^"]+)"/g)].map(([, id]) => id);
    expect(sections).toEqual([
      "use",
      "importance",
      "comparison",
      "choice",
      "size",
      "training",
      "folds",
      "errors",
      "data",
      "limits",
      "reproduction",
    ]);
    const contents = /<nav.*?<\/nav>/s.exec(page)?.[0] ?? "";
    for (const id of ["verdict", ...sections]) expect(contents).toContain(`href="#${id}"`);
  });

  it("has every id once, and a target for every link within the page", () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!);
    expect(ids.length).toBe(new Set(ids).size);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it("names and describes every chart and has its data as a table", () => {
    const figures = [...page.matchAll(/<figure.*?<\/figure>/gs)].map(([figure]) => figure);
    expect(figures.length).toBeGreaterThan(7);
    for (const figure of figures) {
      expect(figure).toMatch(
        /role="img" aria-labelledby="[\w-]+t [\w-]+d"><title id="[\w-]+">[^<]+<\/title><desc id="[\w-]+">[^<]+<\/desc>/,
      );
      expect(figure).toMatch(/<details class="data"><summary>.*<table/s);
    }
  });

  it("prints no number that is none and no hole in a sentence", () => {
    const text = page.replace(/<style>.*?<\/style>/s, "").replace(/<[^>]*>/g, " ");
    expect(text).not.toMatch(/\b(NaN|undefined|null|Infinity|\[object)\b/);
  });
});

describe("the first screen", () => {
  it("says to use the forest when the forest is better than all smaller models", () => {
    const results = multiclassResults();
    expect(results.verdict?.outcome).toBe("worse");
    expect(heading(renderReport(results))).toMatch(/^Use the random forest:/);
  });

  it("shows the difference with its interval, the ratio of parameters and the ratio of training compute", () => {
    const page = renderReport(multiclassResults());
    const tiles = [...page.matchAll(/<p class="big">([^<]*)<\/p>/g)].map(([, text]) => text);
    expect(tiles).toEqual([
      expect.stringMatching(/^0\.\d+ worse$/),
      expect.stringMatching(/^\d+× fewer$/),
      expect.stringMatching(/^[\d.]+× more$/),
    ]);
    expect(page).toMatch(/interval of the difference: 0\.\d+ worse to 0\.\d+ worse/);
  });

  it("says what the rounds of a descent took, and what they would have taken at the operations of the first", () => {
    const results = binaryResults();
    const path = [0, 1].flatMap((fold) =>
      results.path
        .filter((point) => point.fold === fold)
        .map((point, round) => ({ ...point, operations: 4e6 + (round > 0 ? 1e6 : 0) * (fold + 1) }))
        .slice(0, 10),
    );
    expect(renderReport({ ...results, path })).toMatch(
      /took 5\.5\s?million multiply-adds on average; at the operations of its first round, before anything was pruned, it would have taken 40\s?million\./,
    );
  });

  it("points to warnings about the data, and is silent without any", () => {
    expect(renderReport(binaryResults())).toContain("Before you decide:");
    expect(renderReport(regressionResults())).not.toContain("Before you decide:");
    const binary = binaryResults();
    const warnings = binary.data.findings.filter(({ severity }) => severity === "warning");
    const pageWith = (findings: typeof warnings) =>
      renderReport({ ...binary, data: { ...binary.data, findings }, findings: [] });
    expect(pageWith(warnings.slice(0, 1))).toMatch(/1 warning .*Read it\./);
    expect(pageWith([...warnings, ...warnings])).toMatch(/ warnings .*Read them\./);
  });
});

describe("the copy of the results inside the page", () => {
  it("is the whole of them", () => {
    const results = binaryResults();
    expect(copyIn(renderReport(results))).toEqual(JSON.parse(JSON.stringify(results)));
  });

  it("goes without the points of curves when those are too many, and says so", () => {
    const page = renderReport(multiclassResults());
    expect(page).toContain("without the points of curves");
    expect(copyIn(page)).toMatchObject({ schema: "occam-tab/results@1", data: { name: "letters.csv" } });
  });
});

describe("figures fit the task", () => {
  it.each([
    [binaryResults, ["roc-chart", "pr-chart", "calibration-chart"], ["scatter-1", "areas-chart"]],
    [multiclassResults, ["areas-chart", "calibration-chart"], ["scatter-1", "pr-chart"]],
    [regressionResults, ["scatter-1", "scatter-2", "residual-chart"], ["roc-chart", "calibration-chart"]],
  ] as const)("of results %#", (build, present, absent) => {
    const page = renderReport(build());
    for (const id of present) expect(page).toContain(`" id="${id}">`);
    for (const id of absent) expect(page).not.toContain(`id="${id}"`);
  });
});

describe("an inspection", () => {
  it("shows the data without any model", () => {
    const { version, data, split } = binaryResults();
    const page = renderInspection({ version, data, split, findings: [] });
    expect(page).toContain("possible-leak");
    expect(page).toContain('id="data"');
    expect(page).not.toContain('id="folds"');
  });
});

function heading(page: string): string {
  return (/<h1>(.*?)<\/h1>/s.exec(page)?.[1] ?? "").replace(/<[^>]*>/g, "");
}

function copyIn(page: string): unknown {
  const base64 = /href="data:application\/json;base64,([^"]*)"/.exec(page)?.[1] ?? "";
  return JSON.parse(Buffer.from(base64, "base64").toString("utf8"));
}

describe("a confusion table", () => {
  it("names its rows in the order of the counts, not in that of the target's table", () => {
    const results = binaryResults();
    const turned = { ...results, data: { ...results.data, classes: results.data.classes.toReversed() } };
    expect(confusionIn(renderReport(turned))).toBe(confusionIn(renderReport(results)));
  });
});

function confusionIn(page: string): string {
  return /<table class="heat">.*?<\/table>/s.exec(page)?.[0] ?? "none";
}

describe("a report on little", () => {
  const results = binaryResults();
  const bare: Results = {
    ...results,
    models: results.models.slice(0, 2).map((model) => ({ ...model, folds: model.folds.slice(0, 1) })),
    verdict: { ...results.verdict!, comparisons: [], secondsRatio: 0 },
    split: { ...results.split, folds: results.split.folds.slice(0, 1) },
    data: { ...results.data, columns: [], findings: [] },
    path: [],
    sizes: [],
    diagnostics: [],
    importance: [],
    correlated: [],
    survival: [],
    partialDependence: [],
    options: {},
  };

  it("leaves out what is not there", () => {
    const page = renderReport(bare);
    expect(page).not.toContain('id="training"');
    expect(page).not.toContain('id="errors"');
    expect(page).toContain("Nothing stood out.");
  });

  it("leaves out network against forest where one of the two is missing", () => {
    for (const keep of [0, 1]) {
      const page = renderReport({ ...results, models: results.models.slice(keep, keep + 1) });
      expect(page).not.toContain("Random forest or small network?");
      expect(page).not.toContain('id="folds"');
    }
  });

  it("shows a model whose scores are not defined without inventing any", () => {
    const models = results.models.map((model) => (model.id === "linear" ? { ...model, summary: {} } : model));
    expect(renderReport({ ...results, models })).toContain("<td>–</td>");
  });
});

describe("a report on every model", () => {
  it("gives each its own look", () => {
    const results = regressionResults();
    const occam = results.models[0]!;
    const ids = ["dense", "pruned", "gradual", "random", "small", "paper", "forest-default", "forest-mljs"];
    const more = ids.map((id) => ({ ...occam, id, label: `Model ${id}`, description: "One more." }));
    const page = renderReport({ ...results, models: [...results.models, ...more] });
    for (const id of ids) expect(page).toContain(`Model ${id}`);
  });
});

describe("a report on a run that went wrong in places", () => {
  it("shows a dash for what is no number, and still draws the rest", () => {
    const results = binaryResults();
    const path = results.path.map((point, index) =>
      index % 3 === 0 ? { ...point, trainLoss: Number.POSITIVE_INFINITY, holdoutLoss: Number.NaN } : point,
    );
    const page = renderReport({
      ...results,
      path,
      verdict: { ...results.verdict!, secondsRatio: Number.NaN },
    });
    expect(page).toContain('<td class="n">–</td>');
    expect(page).not.toMatch(/\bNaN\b|Infinity/);
  });
});

describe("the note on an axis", () => {
  it("says that it does not start at zero exactly where it does not", () => {
    const page = renderReport(multiclassResults());
    const figures = [...page.matchAll(/<figure class="fig fig-wide" id="(size|folds)-chart">.*?<\/figure>/gs)];
    expect(figures.length).toBe(2);
    for (const [figure] of figures) {
      const ticks = [...figure.matchAll(/class="k">(−?[\d.]+)<\/text>/g)].map(([, text]) => Number(text));
      expect(figure.includes("does not start at zero")).toBe(!ticks.includes(0));
    }
  });
});
