import { UserError } from "../../base/errors.ts";
import type { Graph } from "../../export/graph.ts";
import { decodeText } from "../../ingest/decode.ts";
import { lineOf, readRecords } from "../../ingest/records.ts";
import { columnReaders } from "../../predict/cells.ts";
import { likeliest } from "../../predict/predictor.ts";
import { scorerOf } from "../../predict/scorer.ts";
import { formatRows, type Cell, readyCell } from "../files/csv.ts";
import type { Block } from "./record-splitter.ts";

/** What is the same for all blocks of a file. */
export interface BlockSettings {
  readonly graph: Graph;
  readonly file: string; // for messages
  readonly delimiter: string;
  readonly names: readonly string[]; // of the columns
  readonly id: number | null; // position of the column that names rows
  readonly json: boolean;
  readonly keepsRejects: boolean; // a bad line is handed back instead of ending the run
}

export interface BlockPrediction {
  readonly rows: number;
  readonly content: Uint8Array; // lines of CSV, or rows of JSON with commas between
  readonly rejects: readonly { readonly line: number; readonly reason: string; readonly fields: readonly string[] }[];
  readonly unknown: ReadonlyMap<string, { readonly rows: number; readonly example: string }>; // levels, by column
}

/** A function that predicts blocks one after the other. Throws a `UserError` that names the line of a bad record. */
export function blockPredictor(settings: BlockSettings): (block: Block) => BlockPrediction {
  const { graph, names, delimiter, file } = settings;
  const scorer = scorerOf(graph);
  const place = new Map(names.map((name, i) => [name, i]));
  const readers = columnReaders(graph).map((reader) => ({ reader, at: place.get(reader.name) ?? -1 }));
  const features = new Float64Array(graph.features.length);
  const format = settings.json ? jsonRow(settings) : csvRow(settings);
  const levels = graph.features.flatMap(({ part, column }, feature) =>
    part === "level"
      ? [{ feature, name: graph.columns[column]!.name, at: place.get(graph.columns[column]!.name) ?? -1 }]
      : [],
  );
  return ({ bytes, line }) => {
    if (bytes.every(isSpace)) return { rows: 0, content: new Uint8Array(0), rejects: [], unknown: new Map() };
    const { text } = decodeText(bytes, file);
    const rows: Cell[][] = [];
    const rejects: { line: number; reason: string; fields: readonly string[] }[] = [];
    const unknown = new Map<string, { rows: number; example: string }>();
    const scores = new Float64Array(scorer.width);
    const source = { text, delimiter, name: file, firstLine: line };
    readRecords(source, (fields, record) => {
      if (fields.length !== names.length) {
        const at = lineOf(source, record);
        const reason = `${fields.length} ${fields.length === 1 ? "field" : "fields"}, expected ${names.length}`;
        if (!settings.keepsRejects) throw badLine(at, file, reason);
        rejects.push({ line: at, reason, fields: [...fields] });
        return;
      }
      for (const { reader, at } of readers) reader.read(at < 0 ? undefined : fields[at], features, record);
      for (const { feature, name, at } of levels) {
        if (features[feature]! >= 0 || features[feature] !== -1) continue;
        const seen = unknown.get(name);
        if (seen === undefined) unknown.set(name, { rows: 1, example: fields[at]!.trim().slice(0, 40) });
        else seen.rows++;
      }
      scorer.score(features, scores, 0);
      rows.push(format(fields, scores));
    });
    const content = settings.json
      ? new TextEncoder().encode(rows.map((row) => String(row[0])).join(","))
      : formatRows(rows);
    return { rows: rows.length, content, rejects, unknown };
  };
}

function isSpace(byte: number): boolean {
  return byte <= 32;
}

function badLine(line: number, file: string, reason: string): UserError {
  return new UserError(`Line ${line} of ${file} has ${reason}.`, {
    hint: "Look for a missing or extra delimiter or quote there, or keep such lines apart with --rejects FILE.",
  });
}

function csvRow({ graph, id }: BlockSettings): (fields: readonly string[], scores: Float64Array) => Cell[] {
  const classes = graph.task.kind === "regression" ? [] : graph.task.classes.map(readyCell);
  return (fields, scores) => {
    const row: Cell[] = id === null ? [] : [fields[id]!.trim()];
    if (classes.length === 0) row.push(tenDigits(scores[0]!));
    else row.push(classes[likeliest(scores, 0, scores.length)]!, scores.slice());
    return row;
  };
}

/** A predicted number: with seven digits a target far from 0 would lose its spread. */
export function tenDigits(value: number): number {
  return Number(value.toPrecision(10));
}

function jsonRow({ graph, id }: BlockSettings): (fields: readonly string[], scores: Float64Array) => Cell[] {
  const classes = graph.task.kind === "regression" ? [] : graph.task.classes;
  return (fields, scores) => [
    JSON.stringify({
      ...(id === null ? {} : { id: fields[id]!.trim() }),
      prediction: classes.length === 0 ? scores[0]! : classes[likeliest(scores, 0, scores.length)]!,
      ...(classes.length === 0 ? {} : { probabilities: Array.from(scores) }),
    }),
  ];
}
