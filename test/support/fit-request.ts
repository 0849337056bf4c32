import { readFileSync } from "node:fs";
import { parseTable } from "../../src/ingest/parse.ts";
import type { FitRequest } from "../../src/run/request.ts";

/** A request on one of the tables in data/, quick and seeded; `changes` overrides any part of it. */
export function requestFor(file: string, changes: Partial<FitRequest> = {}): FitRequest {
  const bytes = readFileSync(new URL(`../../data/${file}`, import.meta.url));
  return requestOf(bytes, file, changes);
}

/** The same on the text of a CSV file. */
export function requestOf(text: string | Uint8Array, name: string, changes: Partial<FitRequest> = {}): FitRequest {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const read = parseTable(bytes, { name });
  return {
    table: read.table,
    name,
    source: {
      ...{ sha256: read.sha256, bytes: read.bytes, decisions: read.decisions, findings: read.findings },
      lines: read.lines,
    },
    origin: {
      version: "0.0.0",
      command: `occam-tab fit ${name}`,
      time: "2026-01-01T00:00:00.000Z",
      machine: { node: "v20", platform: "test", processor: "test", cores: 2, memoryBytes: 1e9, jobs: 2 },
    },
    target: read.table.columns.at(-1)!.name,
    task: "auto",
    ignore: [],
    id: null,
    group: null,
    time: null,
    weight: null,
    folds: 3,
    costs: [],
    positive: null,
    repeats: 1,
    seed: 1,
    preset: "balanced",
    models: ["occam", "forest", "linear", "dummy"],
    save: [],
    trees: 50,
    timeLimitSeconds: null,
    maxParameters: null,
    maxOperations: null,
    engine: "auto",
    jobs: 2,
    ...changes,
  };
}
