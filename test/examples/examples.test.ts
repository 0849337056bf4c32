import { beforeAll, describe, expect, it } from "vitest";
import type { fit } from "../../src/commands/library/index.ts";

/** What an example prints and returns; the files are plain JavaScript, so that every Node runs them. */
interface Measured {
  readonly testLoss: number;
  readonly weights: number;
  readonly operations: number;
  readonly epochs: number;
}
interface Outcome {
  readonly dense: Measured;
  readonly occam: Measured;
  readonly trace?: readonly {
    readonly fraction: number | null;
    readonly published: number;
    readonly weights: number;
  }[];
}
type Example = (options: object) => Promise<Outcome>;

async function load(file: string): Promise<Readonly<Record<string, unknown>>> {
  const loaded: Readonly<Record<string, unknown>> = await import(new URL(file, import.meta.url).href);
  return loaded;
}

/** Runs an example in small; its lines and what it returns. */
async function run(file: string, name: string, options: object) {
  const lines: string[] = [];
  const example = (await load(file))[name] as Example;
  const outcome = await example({ ...options, ...short, say: (line: string) => lines.push(line) });
  return { lines, ...outcome };
}

/** Three rungs of one epoch each, after which less than a fifth is left but for the two weights that every unit keeps. */
const short = { rounds: 2, recoveryRounds: 1, budget: 5 };

const examples = [
  ["mnist.mjs", "images", { units: 8, rows: 100, epochs: 4 }],
  ["convolution.mjs", "convolution", { rows: 40, tests: 20, epochs: 4, filters: 6, units: 24 }],
  ["transformer.mjs", "transformer", { length: 6, width: 4, windows: 36 }],
] as const;

describe.each(examples)("the example %s in small", (file, name, options) => {
  let outcome: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    outcome = await run(file, name, options);
  });

  it("prints dense beside OGD: loss, weights and operations", () => {
    const { lines, dense, occam } = outcome;
    for (const [label, row] of [
      ["dense", dense],
      ["OGD", occam],
    ] as const) {
      const printed = lines.find((line) => line.startsWith(`${label} `));
      expect(printed).toContain(row.testLoss.toFixed(4));
      expect(printed).toContain(` ${row.weights} `);
      expect(printed).toContain(` ${row.operations}`);
    }
    expect(occam.epochs).toBe(dense.epochs);
    expect(occam.weights).toBeLessThanOrEqual(dense.weights / (file === "transformer.mjs" ? 2.5 : 5));
    expect(Number.isFinite(occam.testLoss)).toBe(true);
  });

  it("prunes in paper mode by the λ that the public scripts' formula gives for its losses", () => {
    const steps = (outcome.trace ?? []).filter((row) => row.fraction !== null);
    expect(steps.length).toBe("epochs" in options ? options.epochs - 1 : 0);
    for (const { fraction, published } of steps) expect(fraction).toBeCloseTo(published, 10);
  });
});

describe("the example mnist.mjs as a table", () => {
  it("goes through fit and names both models", async () => {
    const lines: string[] = [];
    const table = (await load("mnist.mjs"))["table"] as (
      options: object,
    ) => Promise<Awaited<ReturnType<typeof fit>>["results"]>;
    const say = (line: string) => lines.push(line);
    const results = await table({ say, rows: 60, folds: 2, trees: 10 });
    expect(results.data.task).toBe("multiclass");
    expect(lines[0]).toBe(results.verdict?.sentence);
    expect(lines.slice(1).map((line) => line.split(":")[0])).toEqual(results.models.map(({ label }) => label));
  });
});
