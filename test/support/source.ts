import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** One file of ours that another file names, with the names that it takes. */
export interface Import {
  readonly from: string; // path below the folder, with slashes
  readonly line: number;
  readonly target: string; // path below the folder, or the name of a package
  readonly own: boolean; // one of our files
  readonly typeOnly: boolean;
  readonly names: readonly string[] | null; // null: all of them
}

/** The texts of the TypeScript and JavaScript files of a folder, by their path below it. */
export function textsOf(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => name.split(sep).join("/"));
  const code = names.filter((name) => /\.(ts|mjs)$/u.test(name) && !name.endsWith(".generated.ts")).sort();
  return new Map(code.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

/** Static imports and re-exports, and dynamic imports of a literal. `folder` is what paths are relative to. */
export function importsOf(folder: string, from: string, text: string): Import[] {
  const statement =
    /^(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gmu;
  return [...text.matchAll(statement)].map((match) => {
    const name = match[3] ?? match[4]!;
    const own = name.startsWith(".");
    const bound = namesIn(match[2] ?? "");
    return {
      from,
      line: text.slice(0, match.index).split("\n").length,
      target: own ? inFolder(folder, from, name) : name,
      own,
      typeOnly: match[1] !== undefined || (bound?.every((each) => each.startsWith("type ")) ?? false),
      names: bound?.map((each) => each.replace(/^type\s+/u, "").replace(/\s+as\s.*$/u, "")) ?? null,
    };
  });
}

/** The names between the braces of an import; null where there are no braces. */
function namesIn(clause: string): string[] | null {
  const list = /^\{(.*)\}$/su.exec(clause.trim())?.[1];
  const names = list?.split(",").map((each) => each.trim());
  return names?.filter((each) => each !== "") ?? null;
}

function inFolder(folder: string, from: string, name: string): string {
  return relative(folder, join(folder, dirname(from), name))
    .split(sep)
    .join("/");
}

/** What a file declares and exports. */
export function exportsOf(text: string): { readonly name: string; readonly isType: boolean }[] {
  const declaration =
    /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(function\*?|class|const|let|interface|type)\s+(\w+)/gmu;
  return [...code(text).matchAll(declaration)].map(([, kind, name]) => ({
    name: name!,
    isType: kind === "interface" || kind === "type",
  }));
}

/** Text without comments and without what stands in quotes. */
export function code(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//gu, (comment) => comment.replace(/[^\n]/gu, " "))
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/gu, '""')
    .replace(/(^|[^:])\/\/.*$/gmu, "$1");
}
