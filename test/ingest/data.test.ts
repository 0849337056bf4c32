import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkTable } from "../../src/ingest/checks.ts";
import { parseTable } from "../../src/ingest/parse.ts";
import { resolveTarget } from "../../src/ingest/target.ts";
import { parseFolds } from "../../src/split/given-folds.ts";

interface Entry {
  readonly name: string;
  readonly file: string;
  readonly folds: string;
  readonly task: string;
  readonly target: string;
  readonly rows: number;
  readonly columns: number;
  readonly missingCells: number;
  readonly source: string;
  readonly licence: string;
  readonly sha256: string;
}

const folder = new URL("../../data/", import.meta.url);
const read = (file: string): Buffer => readFileSync(new URL(file, folder));
const manifest: { readonly datasets: readonly Entry[] } = JSON.parse(read("datasets.json").toString());
const readme = read("README.md").toString();

describe("data/", () => {
  it("holds exactly the files that its manifest names", () => {
    const csv = readdirSync(folder).filter((name) => name.endsWith(".csv"));
    expect(csv.toSorted((a, b) => a.localeCompare(b))).toEqual(
      manifest.datasets.map(({ file }) => file).toSorted((a, b) => a.localeCompare(b)),
    );
  });

  it.each(manifest.datasets)("$name has the bytes, rows, target and task that the manifest says", (entry) => {
    const bytes = read(entry.file);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(entry.sha256);
    expect(readme).toContain(`${entry.sha256}  ${entry.file}`);
    expect(bytes.length).toBeLessThanOrEqual(300_000);
    expect(entry.source.length * entry.licence.length).toBeGreaterThan(0);
    const { table, decisions } = parseTable(bytes, { name: entry.file });
    expect([table.rowCount, table.columns.length]).toEqual([entry.rows, entry.columns]);
    expect(decisions.reduce((sum, { missing }) => sum + missing, 0)).toBe(entry.missingCells);
    expect(resolveTarget(table, null, entry.file).name).toBe(entry.target);
    const { task } = checkTable(table, { target: entry.target, task: "auto", folds: 5, roles: [] });
    expect(task.kind).toBe(entry.task);
  });

  it.each(manifest.datasets)("$name has folds for each of its rows", ({ folds, rows }) => {
    const made = parseFolds(read(folds).toString(), rows, folds);
    expect(made.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4]);
    expect(made.reduce((sum, { test }) => sum + test.length, 0)).toBe(rows);
  });
});
