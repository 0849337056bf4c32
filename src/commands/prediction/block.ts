import { UserError } from "../../base/errors.ts";
import { placesByColumn } from "../../export/features.ts";
import type { Graph } from "../../export/graph.ts";
import { decodeText } from "../../ingest/decode.ts";
import { readRecords } from "../../ingest/records.ts";
import type { Finding } from "../../ingest/table.ts";
import { columnReaders } from "../../predict/cells.ts";
import type { Extras } from "../../predict/extra-columns.ts";
import { batchScorerOf } from "../../predict/batch/scorer.ts";
import { readsPlainNumbers } from "../../predict/text.ts";
import { plainNumber, readPlainRecords } from "./plain-text.ts";
import type { Block } from "../files/record-splitter.ts";
import { rowWriter } from "./row-writer.ts";
import { type StrangeCells, strangeness, together } from "./strange-cells.ts";

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

export interface BlockPrediction {
  readonly rows: number;
  readonly content: Uint8Array; // lines of CSV, or rows of JSON with commas between
  readonly rejects: readonly Reject[];
  readonly strange: ReadonlyMap<string, StrangeCells>; // by column
  readonly findings: readonly Finding[];
}

/** A function that predicts blocks one after the other. Throws a `UserError` that names the line of a bad record. */
export function blockPredictor(settings: BlockSettings): (block: Block) => BlockPrediction {
  const { graph, names, delimiter, file, id } = settings;
  const batch = batchScorerOf(graph);
  const size = graph.features.length;
  const gathered = new Float64Array(batch.rows * size); // rows that wait to be scored together
  const slots = Array.from({ length: batch.rows }, (_, row) => gathered.subarray(row * size, (row + 1) * size));
  const scores = new Float64Array(batch.rows * batch.width);
  const shares = Array.from({ length: batch.rows }, (_, row) => {
    return scores.subarray(row * batch.width, (row + 1) * batch.width);
  });
  const columns = columnsOf(settings);
  const starts = new Int32Array(names.length + 1);

  return ({ bytes, line }) => {
    const writer = rowWriter(graph, { id: id !== null, json: settings.json, extras: settings.extras });
    const rejects: Reject[] = [];
    const strange = new Map<string, StrangeCells>();
    const rowNames: string[] = []; // of the gathered rows
    const flush = (): void => {
      batch.score(gathered, rowNames.length, scores);
      rowNames.forEach((name, row) => writer.write(name, shares[row]!, slots[row]!));
      rowNames.length = 0;
    };
    const predicted = (): BlockPrediction => {
      flush();
      return { rows: writer.rows, content: writer.content(), rejects, strange, findings: [] };
    };
    if (bytes.every(isSpace)) return predicted();
    const { text } = decodeText(bytes, file);

    const reject = (fields: readonly string[], at: number): void => {
      const reason = `${fields.length} ${fields.length === 1 ? "field" : "fields"}, expected ${names.length}`;
      if (!settings.keepsRejects) throw badLine(at, file, reason);
      rejects.push({ line: at, reason, fields });
    };
    const finish = (rowName: string, at: number, cellOf: (place: number) => string): void => {
      const features = slots[rowNames.length]!;
      for (const { feature, name, kind, place, isStrange } of columns) {
        const value = features[feature]!;
        if (place < 0 || (value !== -1 && value === value) || !isStrange(value, cellOf(place))) continue;
        const example = cellOf(place).trim().slice(0, 40);
        strange.set(name, together(strange.get(name), { kind, rows: 1, example, place: `line ${at}` }));
      }
      if (rowNames.push(rowName) === batch.rows) flush();
    };

    if (text.includes('"')) {
      const source = { text, delimiter, name: file, firstLine: line };
      readRecords(source, (fields, record, at) => {
        if (fields.length !== names.length) return reject([...fields], at);
        const features = slots[rowNames.length]!;
        for (const { reader, place } of columns) {
          reader.read(place < 0 ? undefined : fields[place], features, record);
        }
        finish(id === null ? "" : fields[id]!.trim(), at, (place) => fields[place]!);
      });
      return predicted();
    }
    const cell = (place: number): string => text.slice(starts[place], starts[place + 1]! - 1);
    readPlainRecords(text, { delimiter, starts }, (fields, below) => {
      if (fields !== names.length) return reject(lineFrom(text, starts[0]!).split(delimiter), line + below);
      const features = slots[rowNames.length]!;
      for (const { reader, place, isPlain } of columns) {
        const x = isPlain ? plainNumber(text, starts[place]!, starts[place + 1]! - 1) : Number.NaN;
        reader.read(x === x ? x : place < 0 ? undefined : cell(place), features, below);
      }
      finish(id === null ? "" : cell(id).trim(), line + below, cell);
    });
    return predicted();
  };
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end);
}

/** How the columns that the model reads are read: where they stand, -1 = nowhere, and their first feature. */
function columnsOf({ graph, names }: BlockSettings) {
  const places = new Map(names.map((name, i) => [name, i]));
  const features = placesByColumn(graph.columns.length, graph.features);
  return columnReaders(graph).map((reader) => {
    const column = graph.columns[reader.position]!;
    const { name, kind } = column;
    const place = places.get(name) ?? -1;
    const feature = features[reader.position]![0] ?? -1;
    const isPlain = place >= 0 && kind === "numeric" && readsPlainNumbers(graph, column);
    return { reader, name, kind, place, feature, isPlain, isStrange: strangeness(graph, column) };
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
