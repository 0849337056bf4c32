import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../src", import.meta.url));

const map = readFileSync(join(source, "README.md"), "utf8");

/** The ranks of the table in `src/README.md`: what stands higher may import from what stands lower. */
const rank = new Map(
  [...map.matchAll(/^\|\s*(\d+)\s*\|\s*(`[^|]+)\|/gmu)].flatMap((row) =>
    [...row[2]!.matchAll(/`([\w.]+)\/?`/gu)].map((name): [string, number] => [name[1]!, Number(row[1])]),
  ),
);
const firstAboveStages = rank.get("report")! + 1;
/** Whose values every stage above may import. */
const shared = new Set(["base", "network", "wasm"]);

interface Import {
  readonly from: string; // path under src/, with slashes
  readonly line: number;
  readonly target: string; // path under src/, or the name of a package
  readonly own: boolean; // one of our files
  readonly typeOnly: boolean;
}

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .map((name) => name.split(sep).join("/"))
  .filter((name) => /\.(ts|mjs)$/u.test(name) && !/(^|\/)kernel\/|\.generated\.ts$|^build\.mjs$/u.test(name))
  .sort();
const texts = new Map(files.map((name) => [name, readFileSync(join(source, name), "utf8")]));
const imports = files.flatMap((name) => importsOf(name, texts.get(name)!));

/** Static imports and re-exports, and dynamic imports of a literal. */
function importsOf(from: string, text: string): Import[] {
  const statement =
    /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gmu;
  return [...text.matchAll(statement)].map((match) => {
    const name = match[3] ?? match[4]!;
    const own = name.startsWith(".");
    const names = /^\{(.*)\}$/su.exec(match[2]?.trim() ?? "")?.[1]?.split(",");
    const bound = names?.map((each) => each.trim()).filter((each) => each !== "");
    return {
      from,
      line: text.slice(0, match.index).split("\n").length,
      target: own
        ? relative(source, join(source, dirname(from), name))
            .split(sep)
            .join("/")
        : name,
      own,
      typeOnly: match[1] !== undefined || (bound?.every((each) => each.startsWith("type ")) ?? false),
    };
  });
}

function folder(path: string): string {
  return path.split("/")[0]!;
}

/** Text without comments and without what stands in quotes. */
function code(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//gu, (comment) => comment.replace(/[^\n]/gu, " "))
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/gu, '""')
    .replace(/(^|[^:])\/\/.*$/gmu, "$1");
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

  it("reads clock, environment and terminal in commands/ and cli.ts only", () => {
    const pattern = /\bprocess\.(?:exit|env|argv|stdin|stdout|stderr|cwd)\b|\bnew Date\(\)|\bDate\.now\b/u;
    expect(places(pattern, (file) => !touchesWorld(file))).toEqual([]);
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

  it("keeps every file within 250 lines", () => {
    const long = files.flatMap((name) => {
      const lines = texts.get(name)!.split("\n").length - 1;
      return lines > 250 ? [`${name}: ${lines} lines`] : [];
    });
    expect(long).toEqual([]);
  });

  it("keeps the algorithm itself within 150 lines", () => {
    expect(texts.get("descent/occam.ts")!.split("\n").length).toBeLessThanOrEqual(150);
  });
});
