import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { code, exportsOf, type Import, importsOf, root, textsOf } from "./support/source.ts";

const source = join(root, "src");
const map = readFileSync(join(source, "README.md"), "utf8");

/** The ranks of the table in `src/README.md`: what stands higher may import from what stands lower. */
const rank = new Map(
  [...map.matchAll(/^\|\s*(\d+)\s*\|\s*(`[^|]+)\|/gmu)].flatMap((row) =>
    [...row[2]!.matchAll(/`([\w.]+)\/?`/gu)].map((name): [string, number] => [name[1]!, Number(row[1])]),
  ),
);
const firstAboveStages = rank.get("report")! + 1;
/** Whose values every stage above may import. */
const shared = new Set(["base", "network", "trees", "wasm"]);

/** What compiles to WebAssembly follows other rules: it is not walked. */
const isKernel = (name: string): boolean => /(^|\/)kernel\//u.test(name);
const texts = textsOf(source);
const files = [...texts.keys()].filter((name) => !isKernel(name) && name !== "build.mjs");
const imports = files.flatMap((name) => importsOf(source, name, texts.get(name)!));

function folder(path: string): string {
  return path.split("/")[0]!;
}

/** Where `pattern` stands in the code of files that `concerns`. */
function places(pattern: RegExp, concerns: (file: string) => boolean = () => true): string[] {
  return files.filter(concerns).flatMap((name) =>
    code(texts.get(name)!)
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${name}:${i + 1}: ${line.trim()}`] : [])),
  );
}

const describeImport = (each: Import): string => `${each.from}:${each.line} imports ${each.target}`;
const touchesWorld = (file: string): boolean => folder(file) === "commands" || file === "cli.ts";

/** Doors: what package.json offers, and what threads and processes start with. */
const starts = [
  "run/worker.ts",
  "study/worker.ts",
  "predict/exported.ts",
  "commands/prediction/worker.ts",
  "commands/machine/survey-child.ts",
];

/** What it exports, for the most part, is text: the module that it writes. */
const writesModules = "export/javascript.ts";

/** What no door reaches, and why it is there. */
const unreached: Readonly<Record<string, string>> = {
  "forest/plain-search.ts": "the plain version that FastSearch must equal",
  "forest/grow.ts: growTrees": "a whole forest in one call, for tests and benchmarks",
  "boosting/plain-core.ts": "the plain version that FastCore must equal",
  "boosting/plain-split.ts": "the search of PlainCore, as a textbook has it",
  "engine/sparse/index.ts: kernelWork": "counts what a kernel computes, for benchmarks and tests of its plans",
};

const lineCount = (text: string): number => text.split("\n").length - 1;

/** Files that a door imports, directly or through others. */
function reachable(): ReadonlySet<string> {
  const reached = new Set<string>();
  const walk = (file: string): void => {
    if (reached.has(file) || !texts.has(file)) return;
    reached.add(file);
    for (const each of imports) if (each.from === file) walk(each.target);
  };
  for (const file of [...doors(), ...starts]) walk(file);
  return reached;
}

function doors(): readonly string[] {
  const { bin, exports }: { bin: object; exports: object } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  const built = JSON.stringify([bin, exports]).matchAll(/"(?:\.\/)?dist\/([\w./-]+)\.js"/gu);
  return [...new Set([...built].map((match) => `${match[1]!}.ts`))];
}

/**
 * Exports that no file behind a door takes. What its own file uses may be exported for a test (or, if a type, to be
 * named beside its function), but not for nobody.
 */
function unusedExports(): string[] {
  const reached = reachable();
  const tests = [...textsOf(join(root, "test")).values()].join("\n");
  return files
    .filter((file) => reached.has(file) && ![...doors(), ...starts, writesModules].includes(file))
    .flatMap((file) => {
      const own = code(texts.get(file)!);
      const takers = imports.filter((each) => each.target === file && reached.has(each.from));
      return exportsOf(texts.get(file)!).flatMap(({ name, isType }) => {
        const word = new RegExp(`\\b${name}\\b`, "gu");
        const taken = takers.some(({ names }) => names === null || names.includes(name));
        const usedInside = [...own.matchAll(word)].length > 1;
        return taken || (usedInside && (isType || word.test(tests))) ? [] : [`${file}: ${name}`];
      });
    });
}

describe("the architecture", () => {
  it("gives every file of src/ a folder with a rank", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((name) => !rank.has(folder(name)))).toEqual([]);
  });

  it("has every folder and file that src/README.md draws", () => {
    expect([...rank.keys()].filter((name) => !existsSync(join(source, name)))).toEqual([]);
  });

  it("imports only from a lower rank or from the own folder", () => {
    const breaches = imports.filter((each) => {
      if (!each.own || folder(each.from) === folder(each.target)) return false;
      return rank.get(folder(each.from))! <= rank.get(folder(each.target))!;
    });
    expect(breaches.map(describeImport)).toEqual([]);
  });

  it("imports only types between stages", () => {
    const breaches = imports.filter((each) => {
      if (!each.own || each.typeOnly || folder(each.from) === folder(each.target)) return false;
      return rank.get(folder(each.from))! < firstAboveStages && !shared.has(folder(each.target));
    });
    expect(breaches.map(describeImport)).toEqual([]);
  });

  it("has no circle of imports among files, types included", () => {
    const next = new Map<string, string[]>();
    for (const each of imports) {
      if (each.own) next.set(each.from, [...(next.get(each.from) ?? []), each.target]);
    }
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      if (done.has(file) || path.includes(file)) return;
      for (const target of next.get(file) ?? []) walk(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });

  it("names own files with their ending", () => {
    const breaches = imports.filter((each) => each.own && !each.target.endsWith(".ts"));
    expect(breaches.map(describeImport)).toEqual([]);
  });

  it("touches files, processes and the network in commands/ and cli.ts only", () => {
    const world = /^(?:node:)?(?:fs|fs\/promises|child_process|os|net|http|https|http2|dgram|dns|tls|readline|repl)$/u;
    const breaches = imports.filter((each) => world.test(each.target) && !touchesWorld(each.from));
    expect(breaches.map(describeImport)).toEqual([]);
  });

  it("reads environment and terminal in commands/ and cli.ts only", () => {
    const pattern = /\bprocess\.(?:exit|env|argv|stdin|stdout|stderr|cwd)\b/u;
    expect(places(pattern, (file) => !touchesWorld(file))).toEqual([]);
  });

  it("asks a Clock for the time everywhere but in commands/ and cli.ts, and sets no timer", () => {
    const pattern = /\bnew Date\(\)|\bDate\.now\b|\bperformance\b|\bhrtime\b|\bset(?:Timeout|Interval)\b/u;
    expect(places(pattern, (file) => !touchesWorld(file) && file !== "base/clock.ts")).toEqual([]);
    const world = imports.filter((each) => /^(?:node:)?(?:timers|perf_hooks)/u.test(each.target));
    expect(world.filter((each) => !touchesWorld(each.from)).map(describeImport)).toEqual([]);
  });

  it("ends the process in cli.ts only", () => {
    expect(places(/\bprocess\.exit\b/u, (file) => file !== "cli.ts")).toEqual([]);
  });

  it("draws no number from Math.random", () => {
    expect(places(/\bMath\.random\b/u)).toEqual([]);
  });

  it("evaluates no text as code", () => {
    expect(places(/\beval\(|\bnew Function\b|\bnode:vm\b/u)).toEqual([]);
  });

  it("has no any, no enum, no default export and no console", () => {
    expect(places(/(?::|\bas|<|,|\|)\s*any\b(?!\s*[(:])/u)).toEqual([]);
    expect(places(/^\s*(?:export\s+)?(?:const\s+)?enum\s/u)).toEqual([]);
    expect(places(/^export default\b/u)).toEqual([]);
    expect(places(/\bconsole\./u)).toEqual([]);
  });

  it("has no file and no export that only tests reach, but for a reason", () => {
    const reached = reachable();
    const lost = files.filter((name) => !name.endsWith(".d.ts") && !reached.has(name));
    const found = [...lost, ...unusedExports()];
    expect(found.filter((each) => !Object.hasOwn(unreached, each))).toEqual([]);
  });

  it("keeps every file within 200 lines", () => {
    const long = [...texts].filter(([, text]) => lineCount(text) > 200);
    expect(long.map(([name, text]) => `${name}: ${lineCount(text)} lines`)).toEqual([]);
  });

  it("keeps lines within 120 characters where the formatter does not: in comments and texts", () => {
    const isPattern = (line: string): boolean => /^\s*\/.*\/[a-z]*;$/u.test(line);
    const long = [...texts].flatMap(([name, text]) =>
      text.split("\n").flatMap((line, i) => (line.length > 120 && !isPattern(line) ? [`${name}:${i + 1}`] : [])),
    );
    expect(long).toEqual([]);
  });

  it("names in src/README.md and DECISIONS.md only files that are there", () => {
    const notes = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"));
    const missing = notes.flatMap((note) =>
      [...readFileSync(join(source, note), "utf8").matchAll(/`([\w./-]+\.ts|[\w/-]+\/)`/gu)]
        .map((match) => match[1]!)
        .filter((name) => ![source, join(source, dirname(note)), root].some((place) => existsSync(join(place, name))))
        .map((name) => `${note}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it.each(["A row", "A weight"])("shows the way of %s in at most ten files", (what) => {
    const way = map.split(/^#+ /mu).find((section) => section.startsWith(what))!;
    const named = new Set([...way.matchAll(/`([\w./-]+\.ts)`/gu)].map((match) => match[1]!));
    expect(named.size).toBeGreaterThan(5);
    expect(named.size).toBeLessThanOrEqual(10);
  });

  it("keeps the algorithm itself within 150 lines", () => {
    const lines = ["descent/guarded.ts", "descent/ladder.ts"].map((name) => texts.get(name)!.split("\n").length);
    expect(lines[0]).toBeLessThanOrEqual(80);
    expect(lines[1]).toBeLessThanOrEqual(150);
  });
});
