import { UserError } from "../../base/errors.ts";
import { placesByColumn } from "../../export/features.ts";
import type { Graph } from "../../export/graph.ts";
import { decodeText } from "../../ingest/decode.ts";
import { readRecords } from "../../ingest/records.ts";
import type { Finding } from "../../ingest/table.ts";
import { columnReaders } from "../../predict/cells.ts";
import type { Extras } from "../../predict/extra-columns.ts";
import { readsPlainNumbers } from "../../predict/text.ts";
import { plainNumber, readPlainRecords } from "./plain-text.ts";
import type { Block } from "../files/record-splitter.ts";
import { type RowWriter, rowWriter } from "./row-writer.ts";
import { type StrangeCells, strangeness, together } from "./strange-cells.ts";
import { WaitingRows } from "./waiting-rows.ts";

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
  const columns = columnsOf(settings);
  const waiting = new WaitingRows(settings.graph);
  return (block) => new BlockReader(settings, columns, waiting).predict(block);
}

/** Reads the records of one block and has them predicted. */
class BlockReader {
  private readonly settings: BlockSettings;
  private readonly columns: readonly ReadColumn[];
  private readonly waiting: WaitingRows;
  private readonly writer: RowWriter;
  private readonly rejects: Reject[] = [];
  private readonly strange = new Map<string, StrangeCells>();

  constructor(settings: BlockSettings, columns: readonly ReadColumn[], waiting: WaitingRows) {
    const { graph, id, json, extras } = settings;
    this.settings = settings;
    this.columns = columns;
    this.waiting = waiting;
    this.writer = rowWriter(graph, { id: id !== null, json, extras });
  }

  predict({ bytes, line }: Block): BlockPrediction {
    const { settings, waiting, writer, rejects, strange } = this;
    if (!bytes.every(isSpace)) {
      const { text } = decodeText(bytes, settings.file);
      if (text.includes('"')) this.readQuoted(text, line);
      else this.readPlain(text, line);
    }
    waiting.flush(writer);
    return { rows: writer.rows, content: writer.content(), rejects, strange, findings: [] };
  }

  private readQuoted(text: string, firstLine: number): void {
    const { delimiter, file: name, names, id } = this.settings;
    readRecords({ text, delimiter, name, firstLine }, (fields, record, line) => {
      if (fields.length !== names.length) return this.reject([...fields], line);
      const features = this.waiting.next;
      for (const { reader, place } of this.columns) {
        reader.read(place < 0 ? undefined : fields[place], features, record);
      }
      this.add(id === null ? "" : fields[id]!.trim(), line, (place) => fields[place]!);
    });
  }

  private readPlain(text: string, firstLine: number): void {
    const { delimiter, names, id } = this.settings;
    const starts = new Int32Array(names.length + 1);
    const cell = (place: number): string => text.slice(starts[place], starts[place + 1]! - 1);
    readPlainRecords(text, { delimiter, starts }, (fields, below) => {
      if (fields !== names.length) {
        return this.reject(lineFrom(text, starts[0]!).split(delimiter), firstLine + below);
      }
      const features = this.waiting.next;
      for (const { reader, place, isPlain } of this.columns) {
        const x = isPlain ? plainNumber(text, starts[place]!, starts[place + 1]! - 1) : Number.NaN;
        reader.read(x === x ? x : place < 0 ? undefined : cell(place), features, below);
      }
      this.add(id === null ? "" : cell(id).trim(), firstLine + below, cell);
    });
  }

  private reject(fields: readonly string[], line: number): void {
    const { names, keepsRejects, file } = this.settings;
    const reason = `${fields.length} ${fields.length === 1 ? "field" : "fields"}, expected ${names.length}`;
    if (!keepsRejects) throw badLine(line, file, reason);
    this.rejects.push({ line, reason, fields });
  }

  /** Adds the row whose features were read, and notes its cells that the model does not know. */
  private add(rowName: string, line: number, cellOf: (place: number) => string): void {
    const features = this.waiting.next;
    for (const { feature, name, kind, place, isStrange } of this.columns) {
      const value = features[feature]!;
      if (place < 0 || (value !== -1 && value === value) || !isStrange(value, cellOf(place))) continue;
      const example = cellOf(place).trim().slice(0, 40);
      this.strange.set(name, together(this.strange.get(name), { kind, rows: 1, example, place: `line ${line}` }));
    }
    this.waiting.add(rowName, this.writer);
  }
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end);
}

type ReadColumn = ReturnType<typeof columnsOf>[number];

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
