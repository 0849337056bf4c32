import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Random } from "../../src/base/random.ts";
import { fit, readTable } from "../../src/index.ts";
import type { Column, Table } from "../../src/ingest/table.ts";
import type { ModelArtifact } from "../../src/model/artifact.ts";
import type { ExportRequest, RawCell } from "../../src/export/request.ts";
import { exportRequest } from "../../src/predict/export-request.ts";
import { predictorOf } from "../../src/predict/predictor.ts";

/** A fitted model with messy rows and what `predict` says of them. */
export interface Case {
  readonly name: string;
  readonly request: ExportRequest;
  readonly rows: readonly (readonly RawCell[])[];
  readonly wanted: readonly (readonly number[])[]; // probabilities, or one number
  readonly tolerance: number;
}

const rowLimit = 150;

/** The network, the forest and boosting of one table. */
export interface Cases {
  readonly network: Case;
  readonly trees: readonly Case[];
}

/** Small models of one of the tables in data/, fitted on a part of its rows. */
export async function casesOf(name: string): Promise<Cases> {
  const text = await readFile(fileURLToPath(new URL(`../../data/${name}.csv`, import.meta.url)), "utf8");
  const [head, ...lines] = text.trimEnd().split("\n");
  const step = Math.max(1, Math.floor(lines.length / rowLimit));
  return fitted(name, [head, ...lines.filter((_, i) => i % step === 0)].join("\n"));
}

/** What names and texts may hold. */
export const hostile = [
  `it's "quoted"`,
  "two\nlines",
  "SELECT",
  "*/ -- ??/ \\",
  "</script><b>",
  "emoji 😀",
  "${x} `tick` %s {0}",
  "é ß 日本",
  "x".repeat(10_000),
];

/** Dates with times, and names and levels that no language likes; `target` is its name. */
export function hostileCases(target: string): Promise<Cases> {
  const random = Random.of("hostile");
  const names = ["when", `a "num" 'ber`, "sel\nect", "order", "😀 date"];
  const lines = Array.from({ length: 200 }, () => {
    const hour = random.below(24);
    const day = random.below(9000);
    const x = random.normal();
    const level = random.below(hostile.length);
    const when = new Date((day * 24 + hour) * 3_600_000 + random.below(3600) * 1000).toISOString();
    const plain = new Date((day + 40) * 86_400_000).toISOString().slice(0, 10);
    const score = x + (hour > 11 ? 1 : -1) + (level % 3) - 1;
    const told = hostile[score < -1 ? 0 : score < 0.5 ? 1 : 8]!;
    return [when, x.toFixed(3), hostile[level]!, String(random.below(50)), plain, told].map(quoted).join(",");
  });
  return fitted("hostile", [[...names, target].map(quoted).join(","), ...lines].join("\n"));
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}

async function fitted(name: string, csv: string): Promise<Cases> {
  const data = await readTable(new TextEncoder().encode(csv), { name });
  const options = { preset: "tiny", models: ["occam"], save: ["forest", "boosting"], folds: 2, repeats: 1 } as const;
  const { model, saved } = await fit(data, { ...options, trees: 10, jobs: 1 });
  if (model === null) throw new Error("The network was not saved.");
  return {
    network: caseFor(name, model, data.table),
    trees: [...saved].map(([id, artifact]) => caseFor(`${name}-${id}`, artifact, data.table)),
  };
}

function caseFor(name: string, model: ModelArtifact, table: Table): Case {
  const request = exportRequest(model, { dialect: "postgres", table: "input", id: "row id" });
  const columns = model.columns.map((column) => table.columns.find((each) => each.name === column.name)!);
  const rows = messy(columns, table.rowCount);
  const told = predictorOf(request.graph).predictMany(rows);
  const wanted = told.map(({ prediction, probabilities }) =>
    probabilities.length > 0 ? [...probabilities] : [Number(prediction)],
  );
  const spread = model.task.kind === "regression" ? model.task.deviation : 1;
  return { name, request, rows, wanted, tolerance: 1e-6 * spread };
}

/** The rows as raw cells, one cell in six missing, unknown or far outside. */
function messy(columns: readonly Column[], rowCount: number): readonly (readonly RawCell[])[] {
  const random = Random.of("messy");
  return Array.from({ length: rowCount }, (_, row) =>
    columns.map((column): RawCell => {
      const dice = random.uniform();
      if (dice < 0.08) return null;
      if (column.kind === "category") {
        if (dice < 0.14) return "never seen 'before'";
        return column.levels[column.codes[row]!] ?? null;
      }
      const value = column.values[row]!;
      if (Number.isNaN(value)) return null;
      if (column.kind === "numeric") return dice < 0.16 ? [1e12, -1e12, 1e300, -0, 1e-300][random.below(5)]! : value;
      const day = dice < 0.16 ? value + random.below(100_000) - 50_000 : value;
      return new Date(Math.round(day * 86_400) * 1000).toISOString();
    }),
  );
}

/** In words what is wrong with predictions of a case; empty when all are equal within its tolerance. */
export function mistakeOf(got: readonly (readonly number[])[], { name, wanted, tolerance }: Case): string {
  if (got.length !== wanted.length) return `${name}: ${got.length} rows instead of ${wanted.length}`;
  for (const [i, row] of wanted.entries()) {
    if (got[i]!.length !== row.length) return `${name}: ${got[i]!.length} numbers in row ${i}`;
    const wrong = row.findIndex((value, k) => !(Math.abs(value - got[i]![k]!) <= tolerance));
    if (wrong >= 0) return `${name}: ${got[i]![wrong]} instead of ${row[wrong]} in row ${i}`;
  }
  return "";
}
