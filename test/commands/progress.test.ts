import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { World } from "../../src/commands/world.ts";
import { liveLine, progressDisplay } from "../../src/commands/terminal/progress.ts";
import type { Progress } from "../../src/run/request.ts";

/** A world whose clock moves on by `step` milliseconds each time somebody looks at it. */
function worldOf(isTTY: boolean, step = 1000): { world: World; text: () => string } {
  let text = "";
  let clock = 0;
  const world = {
    input: Readable.from([]),
    output: { write: () => {} },
    errors: { isTTY, columns: 80, write: (words: string) => (text += words) },
    environment: { NO_COLOR: "1" },
    now: () => new Date((clock += step)),
    began: 0,
  };
  return { world, text: () => text };
}

const round: Progress = {
  kind: "round",
  model: "occam",
  fold: 1,
  round: 14,
  holdoutLoss: 0.43219,
  weightShare: 0.123,
  share: 0.25,
};
const stage: Progress = { kind: "stage", stage: "train", message: "Training." };
const finding = {
  code: "identifier-column",
  severity: "warning",
  column: "id",
  message: 'Column "id" names its rows.',
  action: "Left out.",
} as const;

describe("progress where there is no terminal", () => {
  it("is one line an event and says nothing of single rounds", () => {
    const { world, text } = worldOf(false);
    const tell = progressDisplay(world, false);
    for (const progress of [stage, round, { kind: "done", model: "occam", fold: 1, share: 0.5 } as const]) {
      tell.show(progress);
    }
    tell.clear();
    expect(text()).toBe("Training.\n50% done: occam, fold 2\n");
  });

  it("says what was inferred, lists warnings and counts notes", () => {
    const { world, text } = worldOf(false);
    const note = { ...finding, severity: "note" } as const;
    const findings = [finding, note, note];
    progressDisplay(world, false).show({ kind: "plan", task: "Two classes.", split: "Five folds.", findings });
    expect(text()).toBe(
      'Two classes.\nFive folds.\nWarning: Column "id" names its rows. Left out.\n2 notes on the data: see the report or "occam-tab inspect".\n',
    );
  });

  it("shows what a name would do to a terminal instead of doing it", () => {
    const { world, text } = worldOf(false);
    progressDisplay(world, false).say("Predicting \u001b[2J\u202e.");
    expect(text()).not.toContain("\u001b");
    expect(text()).not.toContain("\u202e");
  });
});

describe("progress in a terminal", () => {
  it("is one line that is drawn again, cleared before a sentence that stays", () => {
    const { world, text } = worldOf(true);
    const tell = progressDisplay(world, false);
    tell.show(stage);
    tell.show(round);
    tell.say("A note.");
    tell.clear();
    const [first = "", second = "", ...rest] = text().split("\r\u001b[K").slice(1);
    expect(first).toBe("Training.");
    expect(second).toMatch(/^25% {2}fold 2 {2}occam {2}round 14 {2}loss 0\.432 {2}12% of weights left/u);
    expect(rest).toEqual(["A note.\n"]);
  });

  it("draws at most ten times a second", () => {
    const { world, text } = worldOf(true, 10);
    const tell = progressDisplay(world, false);
    for (let i = 0; i < 100; i++) tell.show(round);
    expect(text().split("\r").length - 1).toBeLessThanOrEqual(11);
  });

  it("never takes more than the line it has", () => {
    const { world, text } = worldOf(true);
    progressDisplay(world, false).show({ ...round, model: "m".repeat(200) });
    expect(text().replace("\r\u001b[K", "").length).toBeLessThan(80);
  });
});

describe("a quiet run", () => {
  it("says nothing", () => {
    const { world, text } = worldOf(true);
    const tell = progressDisplay(world, true);
    tell.show(round);
    tell.say("A note.");
    tell.clear();
    expect(text()).toBe("");
  });
});

describe("liveLine", () => {
  it("tells the time left once the share says something", () => {
    expect(liveLine(round, 30)).toContain("90 s to go");
    expect(liveLine(round, 1)).not.toContain("to go");
  });

  it("leaves out the loss of a model without rounds", () => {
    expect(liveLine({ kind: "round", model: "forest", fold: 1, share: 0.25 }, 1)).toBe("25%  fold 2  forest");
  });

  it("calls the model on all rows by that name and small shares by one digit", () => {
    expect(liveLine({ kind: "done", model: "occam", fold: null, share: 0.004 }, 0)).toBe("0.4%  all rows  occam");
    expect(liveLine({ kind: "done", model: "occam", fold: null, share: 0.096 }, 0)).toBe("10%  all rows  occam");
  });
});
