import { createHash } from "node:crypto";
import { UserError } from "../../base/errors.ts";
import { decodeText } from "../../ingest/decode.ts";
import { checkDelimiter, sniffDelimiter } from "../../ingest/dialect.ts";
import { isJson } from "../../ingest/formats/json.ts";
import type { World } from "../world.ts";
import type { TableFile } from "../files/table-files.ts";
import type { TableSource } from "../files/reading.ts";
import type { FlagValues } from "../flags/index.ts";
import { firstRecordEnd, recordEnds, RecordSplitter } from "../files/record-splitter.ts";
import { unpackedBytes } from "../files/byte-source.ts";
import { type PartitionCells, partitionCells, type RecordStart, withStart } from "./partition-cells.ts";
import type { RowBlock, RowFile } from "./row-file.ts";

const blockBytes = 1 << 22;
const lineFeed = 0x0a;
const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf);

/** The records of one text file, or of several with the same first line, read as often as asked for. */
export class RecordFile implements RowFile<Uint8Array> {
  sha256 = ""; // of all bytes, after the records were read to their end
  bytes = 0;
  private readonly files: readonly TableFile[];
  private readonly head: Uint8Array; // the names of the columns, with their line end; empty where there are none
  private readonly cells: PartitionCells | null;
  private readonly delimiter: string;
  private readonly world: World;

  private constructor(
    files: readonly TableFile[],
    {
      head,
      delimiter,
      cells,
    }: { readonly head: Uint8Array; readonly delimiter: string; readonly cells: PartitionCells | null },
    world: World,
  ) {
    this.files = files;
    this.head = head;
    this.cells = cells;
    this.delimiter = delimiter;
    this.world = world;
  }

  /** `start` are whole lines of the first file. Throws a UserError for text that cannot be streamed. */
  static of(
    files: readonly TableFile[],
    start: Uint8Array,
    { flags, world }: { readonly flags: FlagValues; readonly world: World },
  ): RecordFile {
    const { path: file, partition } = files[0]!;
    const { text } = decodeText(start, file);
    if (/^\s*\[/u.test(text.slice(0, 100))) {
      throw new UserError(`${file} is one array of JSON, which is read whole or not at all.`, {
        hint: "Write an object in each line, or leave out --stream.",
      });
    }
    const delimiter = flags.delimiter === null ? sniffDelimiter(text) : checkDelimiter(flags.delimiter);
    const hasHead = !flags["no-header"] && !isJson(text);
    const end = hasHead ? firstRecordEnd(start, delimiter) : 0;
    if (hasHead && end === 0) throw new UserError(`${file} has a first line of more than a megabyte, or no other.`);
    if (flags["no-header"] && partition.length > 0) {
      throw new UserError(`--no-header leaves columns without names, but folders name one: ${partition[0]![0]}=….`, {
        hint: "Give the files a line of names, or leave out --stream.",
      });
    }
    const head = start.slice(0, end);
    const cells = partitionCells(files, { head: isJson(text) ? text : decodeText(head, file).text, delimiter });
    return new RecordFile(files, { head, delimiter, cells }, world);
  }

  /** All records block by block, but for blank ones. Throws a UserError for a file that is damaged. */
  async *blocks(): AsyncGenerator<RowBlock<Uint8Array>> {
    const hash = createHash("sha256");
    this.bytes = 0;
    for (const part of this.files) {
      const file = part.path;
      const start = this.cells?.of(part) ?? null;
      const splitter = new RecordSplitter({ delimiter: this.delimiter, size: blockBytes, line: 1 });
      let first = true;
      const found = (bytes: Uint8Array, line: number): RowBlock<Uint8Array> => {
        const from = first ? this.pastHead(bytes, file) : 0;
        first = false;
        return new Records(bytes, spansOf(bytes, from, this.delimiter), { line, file, start });
      };
      for await (const chunk of await unpackedBytes(file, this.world)) {
        hash.update(chunk);
        this.bytes += chunk.length;
        for (const { bytes, line } of splitter.push(chunk)) yield found(bytes, line);
      }
      for (const { bytes, line } of splitter.finish()) yield found(bytes, line);
    }
    this.sha256 = hash.digest("hex");
  }

  table(records: readonly Uint8Array[], named: { readonly name: string; readonly file: string }): TableSource {
    const names = this.cells?.head ?? "";
    const hasMark = names !== "" && Buffer.compare(this.head.subarray(0, 3), byteOrderMark) === 0;
    return { ...named, bytes: Buffer.concat([Buffer.from(names), this.head.subarray(hasMark ? 3 : 0), ...records]) };
  }

  private pastHead(bytes: Uint8Array, file: string): number {
    const { head } = this;
    if (Buffer.compare(bytes.subarray(0, head.length), head) === 0) return head.length;
    throw new UserError(`${file} begins with another line than ${this.files[0]!.path}.`, {
      hint: "Files that make up one table have the same columns, in the same order when they are streamed.",
    });
  }
}

/** Where records come from, and what stands before each. */
interface RecordOrigin {
  readonly line: number; // of the first
  readonly file: string;
  readonly start: RecordStart | null;
}

/** Records of a block, by where they lie. */
class Records implements RowBlock<Uint8Array> {
  readonly rows: number;
  private readonly bytes: Uint8Array;
  private readonly spans: Spans;
  private readonly origin: RecordOrigin;

  constructor(bytes: Uint8Array, spans: Spans, origin: RecordOrigin) {
    this.rows = spans.length;
    this.bytes = bytes;
    this.spans = spans;
    this.origin = origin;
  }

  /** The text of records, the last with a line end, which the last of a file may lack. */
  take(from: number, to: number): Uint8Array {
    const spans = this.spans.slice(from, to);
    const { start } = this.origin;
    const parts =
      start === null
        ? runsOf(spans).map(([first, end]) => this.bytes.subarray(first, end))
        : spans.flatMap(([first, end]) => withStart(start, this.bytes.subarray(first, end)));
    const [, last] = spans.at(-1)!;
    if (this.bytes[last - 1] !== lineFeed) parts.push(Uint8Array.of(lineFeed));
    return Buffer.concat(parts);
  }

  place(row: number): string {
    const { line, file } = this.origin;
    let ends = 0;
    for (let at = this.bytes.indexOf(lineFeed); at >= 0 && at < this.spans[row]![0]; ) {
      ends++;
      at = this.bytes.indexOf(lineFeed, at + 1);
    }
    return `line ${line + ends} of ${file}`;
  }
}

type Spans = readonly (readonly [start: number, end: number])[];

/** Records that follow each other as one. */
function runsOf(spans: Spans): Spans {
  const runs: [number, number][] = [];
  for (const [start, end] of spans) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === start) run[1] = end;
    else runs.push([start, end]);
  }
  return runs;
}

/** Where the records from a place on lie, but for blank ones. */
function spansOf(bytes: Uint8Array, from: number, delimiter: string): Spans {
  const spans: [number, number][] = [];
  let start = from;
  const add = (end: number): void => {
    for (let at = start; at < end; at++) {
      if (bytes[at]! <= 32) continue;
      spans.push([start, end]);
      break;
    }
    start = end;
  };
  for (const end of recordEnds(bytes, delimiter.charCodeAt(0))) if (end > from) add(end);
  if (start < bytes.length) add(bytes.length);
  return spans;
}
