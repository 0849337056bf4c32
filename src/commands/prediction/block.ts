import { UserError } from "../../base/errors.ts";
import type { Graph } from "../../export/graph.ts";
import { decodeText } from "../../ingest/decode.ts";
import { readRecords } from "../../ingest/records.ts";
import { columnReaders } from "../../predict/cells.ts";
import type { Extras } from "../../predict/extra-columns.ts";
import { scorerOf } from "../../predict/score-graph.ts";
import { readsPlainNumbers } from "../../predict/text.ts";
import { plainNumber, readPlainRecords } from "./plain-text.ts";
import type { Block } from "./record-splitter.ts";
import { rowWriter } from "./row-writer.ts";

/** What is the same for all blocks of a file. */
export interface BlockSettings {
  readonly graph: Graph;
  readonly file: string; // for messages
  readonly delimiter: string;
  readonly names: readonly string[]; // of the columns
  readonly id: number | null; // position of the column that names rows
  readonly json: boolean;
  readonly extras: Extras;
  readonly keepsRejects: boolean; // a bad line is handed back instead of ending the run
}

/** A line that is no row. */
export interface Reject {
  readonly line: number;
  readonly reason: string;
  readonly fields: readonly string[];
}

/** Rows of a column whose level the model does not know. */
export interface UnknownLevels {
  readonly rows: number;
  readonly example: string;
}

export interface BlockPrediction {
  readonly rows: number;
  readonly content: Uint8Array; // lines of CSV, or rows of JSON with commas between
  readonly rejects: readonly Reject[];
  readonly unknown: ReadonlyMap<string, UnknownLevels>; // by column
}

/** A function that predicts blocks one after the other. Throws a `UserError` that names the line of a bad record. */
export function blockPredictor(settings: BlockSettings): (block: Block) => BlockPrediction {
  const { graph, names, delimiter, file, id } = settings;
  const scorer = scorerOf(graph);
  const scores = new Float64Array(scorer.width);
  const features = new Float64Array(graph.features.length);
  const columns = columnsOf(settings);
  const starts = new Int32Array(names.length + 1);

  return ({ bytes, line }) => {
    const writer = rowWriter(graph, { id: id !== null, json: settings.json, extras: settings.extras });
    const rejects: Reject[] = [];
    const unknown = new Map<string, UnknownLevels>();
    const told = (): BlockPrediction => ({ rows: writer.rows, content: writer.content(), rejects, unknown });
    if (bytes.every(isSpace)) return told();
    const { text } = decodeText(bytes, file);

    const reject = (fields: readonly string[], at: number): void => {
      const reason = `${fields.length} ${fields.length === 1 ? "field" : "fields"}, expected ${names.length}`;
      if (!settings.keepsRejects) throw badLine(at, file, reason);
      rejects.push({ line: at, reason, fields });
    };
    const finish = (rowName: string, cellOf: (at: number) => string): void => {
      for (const { level, name, at } of columns) {
        if (level === null || features[level] !== -1) continue;
        const seen = unknown.get(name) ?? { rows: 0, example: cellOf(at).trim().slice(0, 40) };
        unknown.set(name, { ...seen, rows: seen.rows + 1 });
      }
      scorer.score(features, scores, 0);
      writer.write(rowName, scores, features);
    };

    if (text.includes('"')) {
      const source = { text, delimiter, name: file, firstLine: line };
      readRecords(source, (fields, record, at) => {
        if (fields.length !== names.length) return reject([...fields], at);
        for (const { reader, at: place } of columns) {
          reader.read(place < 0 ? undefined : fields[place], features, record);
        }
        finish(id === null ? "" : fields[id]!.trim(), (place) => fields[place]!);
      });
      return told();
    }
    const cell = (at: number): string => text.slice(starts[at], starts[at + 1]! - 1);
    readPlainRecords(text, { delimiter, starts }, (fields, below) => {
      if (fields !== names.length) return reject(lineFrom(text, starts[0]!).split(delimiter), line + below);
      for (const { reader, at, isPlain } of columns) {
        const x = isPlain ? plainNumber(text, starts[at]!, starts[at + 1]! - 1) : Number.NaN;
        reader.read(x === x ? x : at < 0 ? undefined : cell(at), features, below);
      }
      finish(id === null ? "" : cell(id).trim(), cell);
    });
    return told();
  };
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end);
}

/** How the columns that the model reads are read: where they stand, and the feature that is their level. */
function columnsOf({ graph, names }: BlockSettings) {
  const place = new Map(names.map((name, i) => [name, i]));
  return columnReaders(graph).map((reader) => {
    const column = graph.columns[reader.position]!;
    const at = place.get(column.name) ?? -1;
    const level = graph.features.findIndex((feature) => feature.column === reader.position && feature.part === "level");
    const isPlain = at >= 0 && column.kind === "numeric" && readsPlainNumbers(graph, column);
    return { reader, name: column.name, at, level: level < 0 ? null : level, isPlain };
  });
}

function isSpace(byte: number): boolean {
  return byte <= 32;
}

function badLine(line: number, file: string, reason: string): UserError {
  return new UserError(`Line ${line} of ${file} has ${reason}.`, {
    hint: "Look for a missing or extra delimiter or quote there, or keep such lines apart with --rejects FILE.",
  });
}
