import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Case } from "./cases.ts";

export function scratch(): string {
  return mkdtempSync(join(tmpdir(), "occam-tab export "));
}

/** Path of the first of the programs that is installed, or null. */
export function findProgram(...names: readonly string[]): string | null {
  for (const name of names) {
    const found = spawnSync("sh", ["-c", 'command -v "$1"', "sh", name], { encoding: "utf8" });
    if (found.status === 0) return found.stdout.trim();
  }
  return null;
}

/** Whether a Python runs and has the modules. */
export function pythonHas(python: string, ...modules: readonly string[]): boolean {
  const code = modules.length === 0 ? "pass" : `import ${modules.join(", ")}`;
  return spawnSync(python, ["-c", code]).status === 0;
}

/** The interpreters behind these names that start, each once. */
export function interpreters(...names: readonly string[]): readonly string[] {
  const found = names.map((name) => {
    const told = spawnSync(name, ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" });
    return told.status === 0 ? told.stdout.trim() : "";
  });
  return [...new Set(found)].filter((path) => path !== "");
}

const runner = fileURLToPath(new URL("run.py", import.meta.url));

/** Predictions of a case by a file that Python runs or hands to a database. */
export function runPython(python: string, kind: string, file: string, one: Case): number[][] {
  return told(python, [kind, file], one) as number[][];
}

/** Decisions of a case by such a file. */
export function decisionsByPython(python: string, kind: string, file: string, one: Case): string[] {
  return told(python, [kind, file, "decisions"], one) as string[];
}

function told(python: string, words: readonly string[], { request, rows }: Case): unknown {
  const columns = request.model.columns.map((column) => [column.name, column.kind]);
  const output = execFileSync(python, [runner, ...words], {
    input: JSON.stringify({ columns, rows }),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output);
}

/** Predictions of a case by an exported module in this process. */
export async function runModule(file: string, { request, rows }: Case): Promise<number[][]> {
  const module = (await import(pathToFileURL(file).href)) as ExportedModule;
  const names = request.model.columns.map((column) => column.name);
  const told = module.predictMany(rows.map((row) => Object.fromEntries(row.map((cell, i) => [names[i]!, cell]))));
  return told.map(({ prediction, probabilities }) =>
    probabilities.length > 0 ? [...probabilities] : [Number(prediction)],
  );
}

export interface ExportedModule {
  readonly classes: readonly string[];
  check(): number;
  predict(row: unknown): { readonly prediction: unknown; readonly probabilities: readonly number[] };
  predictMany(rows: readonly unknown[]): ReturnType<ExportedModule["predict"]>[];
}

export const strict = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror"];

/** Predictions of a case by the exported C, with a main that reads cells from standard input. */
export function runC(compiler: string, file: string, folder: string, { request, rows }: Case): number[][] {
  const main = join(folder, "main.c");
  writeFileSync(
    main,
    `#include "${file.replaceAll("\\", "\\\\")}"
#include <stdio.h>
static char texts[OCCAM_COLUMNS][20000];
int main(void)
{
  occam_cell row[OCCAM_COLUMNS];
  double outputs[OCCAM_OUTPUTS];
  char kind;
  int column = 0, length, k;
  while (scanf(" %c", &kind) == 1) {
    row[column].number = NAN;
    row[column].text = NULL;
    if (kind == 'n' && scanf("%lf", &row[column].number) != 1) return 1;
    if (kind == 't') {
      if (scanf("%d ", &length) != 1 || length >= 20000) return 1;
      getchar(); /* the mark before the text, which may begin with a space */
      if (fread(texts[column], 1, (size_t)length, stdin) != (size_t)length) return 1;
      texts[column][length] = 0;
      row[column].text = texts[column];
    }
    if (++column < OCCAM_COLUMNS) continue;
    column = 0;
    occam_predict(row, outputs);
    for (k = 0; k < OCCAM_OUTPUTS; k++) printf("%.17g%c", outputs[k], k + 1 < OCCAM_OUTPUTS ? ' ' : '\\n');
  }
  return 0;
}
`,
  );
  const program = join(folder, "program");
  execFileSync(compiler, [...strict, main, "-o", program, "-lm"], { stdio: ["ignore", "pipe", "pipe"] });
  const { columns } = request.model;
  const parts = rows.flatMap((row) =>
    row.map((cell, i): Buffer => {
      if (cell === null) return Buffer.from("m ");
      if (columns[i]!.kind === "category") {
        const bytes = Buffer.from(String(cell));
        return Buffer.concat([Buffer.from(`t${bytes.length} |`), bytes]);
      }
      return Buffer.from(`n${typeof cell === "number" ? cell : Date.parse(cell) / 86_400_000} `);
    }),
  );
  const output = execFileSync(program, { input: Buffer.concat(parts), encoding: "utf8", maxBuffer: 1 << 28 });
  return output
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" ").map(Number));
}

/** A PostgreSQL server of its own in a folder, reached through a socket there. */
export class Postgres {
  private readonly folder: string;
  private readonly as: readonly string[];

  static missing(): string | null {
    if (binary("initdb") === null || findProgram("psql") === null) return "PostgreSQL is not installed";
    if (process.getuid?.() === 0 && findProgram("setpriv") === null) return "setpriv is needed to start it as no root";
    return null;
  }

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "occam-pg-"));
    const root = process.getuid?.() === 0;
    // The server refuses to run as root: nobody does.
    this.as = root ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
    if (root) execFileSync("chown", ["65534:65534", this.folder]);
    const data = join(this.folder, "data");
    this.run(binary("initdb")!, ["-D", data, "-U", "tester", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8"]);
    const options = `-k '${this.folder}' -c listen_addresses='' -c fsync=off`;
    this.run(binary("pg_ctl")!, ["-D", data, "-w", "-l", join(this.folder, "log"), "-o", options, "start"]);
  }

  stop(): void {
    this.run(binary("pg_ctl")!, ["-D", join(this.folder, "data"), "-m", "immediate", "stop"]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(program: string, words: readonly string[]): void {
    const [first, ...rest] = [...this.as, program, ...words];
    execFileSync(first!, rest, { stdio: "ignore", cwd: this.folder });
  }

  /** The result of a script as CSV. */
  query(sql: string): string {
    return execFileSync(
      "psql",
      ["-h", this.folder, "-U", "tester", "-d", "postgres", "-qX", "--csv", "-v", "ON_ERROR_STOP=1"],
      {
        input: sql,
        encoding: "utf8",
        maxBuffer: 1 << 28,
        stdio: ["pipe", "pipe", "pipe"],
      },
    );
  }

  /** Predictions of a case by a query over a table that is made for it. */
  predictions(query: string, { request, rows, wanted }: Case): number[][] {
    const { columns } = request.model;
    const types = { numeric: "double precision", category: "text", date: "timestamp" };
    const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const declared = columns.map((column) => `${name(column.name)} ${types[column.kind]}`).join(", ");
    const literal = (cell: number | string | null): string =>
      cell === null ? "NULL" : typeof cell === "number" ? `'${cell}'` : `'${cell.replaceAll("'", "''")}'`;
    const values = rows.map((row, i) => `(${[String(i), ...row.map(literal)].join(", ")})`).join(",\n");
    const table = `DROP TABLE IF EXISTS input; CREATE TABLE input ("row id" integer, ${declared});\nINSERT INTO input VALUES\n${values};`;
    const outputs =
      request.model.task.kind === "regression"
        ? "prediction"
        : wanted[0]!.map((_, k) => `probability_${k + 1}`).join(", ");
    const select = `SELECT ${outputs} FROM (${query.trim().replace(/;$/u, "")}) AS told ORDER BY "row id";`;
    return this.query(`${table}\n${select}`)
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",").map(Number));
  }
}

function binary(name: string): string | null {
  return findProgram(name, ...[18, 17, 16, 15, 14, 13].map((version) => `/usr/lib/postgresql/${version}/bin/${name}`));
}
