import { createHash } from "node:crypto";
import { UserError } from "../../base/errors.ts";
import { decodeText } from "../../ingest/decode.ts";
import { checkDelimiter, sniffDelimiter } from "../../ingest/dialect.ts";
import { isJson } from "../../ingest/formats/json.ts";
import { foreignFormat, formatOf } from "../../ingest/formats/signature.ts";
import type { World } from "../command-line/command.ts";
import { filesNamed } from "../files/read.ts";
import type { FlagValues } from "../flags/index.ts";
import { firstRecordEnd, recordEnds, RecordSplitter } from "../prediction/record-splitter.ts";
import { ByteSource, unpacked } from "../prediction/source.ts";

/** Some records of a file, one after another, none of them blank. */
export interface Records {
  readonly bytes: Uint8Array;
  readonly spans: readonly (readonly [start: number, end: number])[];
  readonly line: number; // of the file where the first one starts
  readonly file: string;
}

const blockBytes = 1 << 22;
const headBytes = 1 << 20;

/** The records of one text file, or of several with the same first line, read as often as asked for. */
export class RecordFile {
  readonly head: Uint8Array; // the names of the columns, with their line end; empty where there are none
  sha256 = ""; // of all bytes, after the records were read to their end
  bytes = 0;
  private readonly paths: readonly string[];
  private readonly delimiter: string;
  private readonly world: World;

  private constructor(
    paths: readonly string[],
    { head, delimiter }: { readonly head: Uint8Array; readonly delimiter: string },
    world: World,
  ) {
    this.paths = paths;
    this.head = head;
    this.delimiter = delimiter;
    this.world = world;
  }

  /** Throws a UserError for what cannot be streamed. */
  static async open(path: string, flags: FlagValues, world: World): Promise<RecordFile> {
    if (path === "-") {
      throw new UserError("--stream reads a file twice, which standard input does not allow.", {
        hint: "Save the table as a file first.",
      });
    }
    if (flags["skip-rows"].length > 0 || flags["skip-last"] > 0 || flags.comment !== null || flags.query !== null) {
      throw new UserError(
        "--stream takes a file as it is: --skip-rows, --skip-last, --comment and --query do not go.",
        {
          hint: "Remove the lines first, or leave out --stream.",
        },
      );
    }
    const paths = await filesNamed(path);
    const start = await startOf(paths[0]!, world);
    const text = decodeText(start, paths[0]!).text;
    const delimiter = flags.delimiter === null ? sniffDelimiter(text) : checkDelimiter(flags.delimiter);
    const hasHead = !flags["no-header"] && !isJson(text);
    const end = hasHead ? firstRecordEnd(start, delimiter) : 0;
    if (hasHead && end === 0) throw new UserError(`${paths[0]} has a first line of more than a megabyte, or no other.`);
    return new RecordFile(paths, { head: start.slice(0, end), delimiter }, world);
  }

  /** All records block by block. Throws a UserError for a file that is damaged. */
  async *records(): AsyncGenerator<Records> {
    const hash = createHash("sha256");
    this.bytes = 0;
    for (const file of this.paths) {
      const splitter = new RecordSplitter({ delimiter: this.delimiter, size: blockBytes, line: 1 });
      let first = true;
      const found = (bytes: Uint8Array, line: number): Records => {
        const from = first ? this.pastHead(bytes, file) : 0;
        first = false;
        return { bytes, spans: spansOf(bytes, from, this.delimiter), line, file };
      };
      for await (const part of await chunksOf(file, this.world)) {
        hash.update(part);
        this.bytes += part.length;
        for (const { bytes, line } of splitter.push(part)) yield found(bytes, line);
      }
      for (const { bytes, line } of splitter.finish()) yield found(bytes, line);
    }
    this.sha256 = hash.digest("hex");
  }

  private pastHead(bytes: Uint8Array, file: string): number {
    const { head } = this;
    if (Buffer.compare(bytes.subarray(0, head.length), head) === 0) return head.length;
    throw new UserError(`${file} begins with another line than ${this.paths[0]}.`, {
      hint: "Files that make up one table have the same columns, in the same order when they are streamed.",
    });
  }
}

async function startOf(path: string, world: World): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of await chunksOf(path, world)) {
    parts.push(part);
    length += part.length;
    if (length >= headBytes) break;
  }
  const start = Buffer.concat(parts);
  const format = formatOf(start);
  const foreign = foreignFormat(start)?.what ?? (format === "text" ? null : format);
  if (foreign !== null) {
    throw new UserError(`--stream reads CSV, TSV and JSON lines; ${path} is ${foreign}.`, {
      hint: "Leave out --stream, or write the table as CSV.",
    });
  }
  if (/^\s*\[/u.test(start.toString("latin1", 0, 100))) {
    throw new UserError(`${path} is one array of JSON, which is read whole or not at all.`, {
      hint: "Write an object in each line, or leave out --stream.",
    });
  }
  // The last line may be cut.
  return length < headBytes ? start : start.subarray(0, start.lastIndexOf(0x0a) + 1);
}

async function chunksOf(path: string, world: World): Promise<AsyncIterable<Uint8Array>> {
  const source = await ByteSource.open(path, world);
  const start = await source.take(2);
  const chunks = source.rest(start);
  return start[0] === 0x1f && start[1] === 0x8b ? unpacked(chunks, path) : chunks;
}

/** Where the records from a place on lie, but for blank ones. */
function spansOf(bytes: Uint8Array, from: number, delimiter: string): Records["spans"] {
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
