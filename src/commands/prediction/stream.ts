import { availableParallelism } from "node:os";
import { UserError } from "../../base/errors.ts";
import { graphOf } from "../../export/graph.ts";
import { checkDelimiter, sniffDelimiter } from "../../ingest/dialect.ts";
import { arrowBatches } from "../../ingest/formats/arrow-batches.ts";
import type { DeclaredColumn } from "../../ingest/formats/declared.ts";
import { isJson } from "../../ingest/formats/json.ts";
import { formatOf } from "../../ingest/formats/signature.ts";
import { readRecords } from "../../ingest/records.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import { extrasOf } from "../../predict/extra-columns.ts";
import { predict } from "../../predict/table.ts";
import type { Call } from "../command-line/command.ts";
import { declaredParts } from "../files/declared-parts.ts";
import { parseSource } from "../files/reading.ts";
import { findingLine, progressDisplay } from "../terminal/progress.ts";
import type { BlockSettings } from "./block.ts";
import { type Block, firstRecordEnd, recordEnd, RecordSplitter } from "../files/record-splitter.ts";
import { ByteSource, unpacked } from "../files/byte-source.ts";
import { predictDeclared } from "./declared.ts";
import { predictBlocks } from "./workers.ts";
import type { Progress } from "./progress-notes.ts";
import { writePredictions } from "./write.ts";

const beginningBytes = 4 << 20; // a table that ends before is read whole
const sampleBytes = 1 << 18;
const blockBytes = 1 << 18;
const explainedBytes = 1 << 14; // of a block whose rows are explained, which takes a thousand times as long

interface Bytes {
  readonly beginning: Uint8Array;
  readonly rest: AsyncIterator<Uint8Array>;
  readonly lines: number; // before the beginning
}

/** A table that is to be read whole: it is short, no CSV, or read by flags that look at whole columns. */
export interface WholeTable {
  readonly bytes: Uint8Array;
}

/**
 * Predicts a CSV file of any length in constant memory, block by block on all cores, in its order; Parquet and Arrow
 * part by part. Gives the bytes back when the table is to be read whole. Throws a `UserError`; what was begun of a file
 * is then removed.
 */
export async function predictStream(model: ModelArtifact, path: string, given: Call): Promise<WholeTable | null> {
  const call = { ...given, flags: withRules(given.flags, model) };
  const source = await ByteSource.open(path, call.world, call.signal);
  const raw = await source.take(1 << 16);
  const isPacked = raw[0] === 0x1f && raw[1] === 0x8b;
  const chunks = isPacked ? unpacked(source.rest(raw), source.file) : source.rest(raw);
  const plain = chunks[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < beginningBytes) {
    const { value, done } = await plain.next();
    if (done === true) break;
    parts.push(value);
    length += value.length;
  }
  const beginning = Buffer.concat(parts);
  const { rejects, explain } = call.flags;
  const declared = length < beginningBytes ? null : declaredIn({ path, source, isPacked }, { beginning, rest: plain });
  if (declared !== null) {
    await predictDeclared(model, declared.parts, { call, source: declared.progress });
    return null;
  }
  const isShort = length < (explain === null ? beginningBytes : explainedBytes) && rejects === null;
  const settings =
    isShort || readsWholeColumns(beginning, model, call)
      ? null
      : await settingsOf(model, beginning, { file: source.file, call });
  if (settings === null) {
    const rest: Uint8Array[] = [beginning];
    for await (const part of { [Symbol.asyncIterator]: () => plain }) rest.push(part);
    return { bytes: Buffer.concat(rest) };
  }
  const header = call.flags["no-header"] ? 0 : firstRecordEnd(beginning, settings.delimiter);
  const blocks = blocksOf(
    { beginning: beginning.subarray(header), rest: plain, lines: linesIn(beginning, header) },
    settings,
  );
  await writePredictions(
    predictBlocks(blocks, { kind: "text", ...settings }, { count: availableParallelism(), signal: call.signal }),
    settings,
    { call, source },
  );
  return null;
}

/** The parts of a file that declares its columns, and how far they are read; null where it is to be read whole. */
function declaredIn(
  { path, source, isPacked }: { readonly path: string; readonly source: ByteSource; readonly isPacked: boolean },
  { beginning, rest }: Pick<Bytes, "beginning" | "rest">,
): { readonly parts: AsyncIterable<readonly DeclaredColumn[]>; readonly progress: Progress } | null {
  const format = formatOf(beginning);
  if (format === "arrow-stream") {
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield beginning;
      yield* { [Symbol.asyncIterator]: () => rest };
    }
    return { parts: arrowBatches(bytes(), source.file), progress: source };
  }
  if (isPacked || path === "-" || (format !== "parquet" && format !== "arrow-file")) return null;
  const progress = { file: source.file, size: source.size, read: 0 };
  const read = (bytes: number): void => void (progress.read += bytes);
  return { parts: declaredParts(path, format, read), progress };
}

/** The flags of reading, but for those that were not given: there the model's rules hold. */
function withRules(flags: Call["flags"], { reading = {} }: ModelArtifact): Call["flags"] {
  const { delimiter = null, header = true } = reading;
  return { ...flags, delimiter: flags.delimiter ?? delimiter, "no-header": flags["no-header"] || !header };
}

/** Whether something is asked for that needs whole columns, or the table is no CSV text that can be cut. */
function readsWholeColumns(beginning: Uint8Array, model: ModelArtifact, { flags }: Call): boolean {
  if (model.reading?.comment !== undefined || model.reading?.skipRows !== undefined) return true;
  if (flags.comment !== null || flags["skip-rows"].length > 0 || flags["skip-last"] > 0) return true;
  if (flags.types !== null || flags.decimal !== null || flags.missing.length > 0) return true;
  const text = new TextDecoder().decode(beginning.subarray(0, 1000));
  if (formatOf(beginning) !== "text" || isJson(text) || !beginning.includes(10)) return true;
  const isUtf16 = (beginning[0] === 0xff && beginning[1] === 0xfe) || (beginning[0] === 0xfe && beginning[1] === 0xff);
  return isUtf16 || beginning.subarray(0, 1000).includes(0);
}

/**
 * What the beginning says of the file; null when its first record is not the header that a reader of all of it finds.
 */
async function settingsOf(
  model: ModelArtifact,
  beginning: Uint8Array,
  { file, call }: { readonly file: string; readonly call: Call },
): Promise<BlockSettings | null> {
  const { flags, world } = call;
  const text = new TextDecoder().decode(beginning.subarray(0, sampleBytes)).replace(/\r\n?/gu, "\n");
  const delimiter = flags.delimiter === null ? sniffDelimiter(text) : checkDelimiter(flags.delimiter);
  const end = recordEnd(beginning.subarray(0, sampleBytes), delimiter.charCodeAt(0)) || beginning.length;
  const sample = await sampleOf(beginning.subarray(0, end), { file, call });
  const names = sample.table.columns.map((column) => column.name);
  const first: string[] = [];
  readRecords({ text, delimiter, name: file }, (fields) => {
    first.push(...fields.map((field) => field.trim()));
    return false;
  });
  if (first.length !== names.length) return null;
  if (!flags["no-header"] && first.some((name, i) => name !== "" && name !== names[i])) return null;
  const prediction = predict(model, { table: sample.table, name: file });
  const progress = progressDisplay(world, flags.quiet);
  for (const finding of prediction.findings) if (finding.code === "missing-column") progress.say(findingLine(finding));
  const id = flags.id === null ? null : names.indexOf(flags.id);
  if (id === -1) throw new UserError(`Column "${flags.id}" is not in ${file}.`);
  const keepsRejects = flags.rejects !== null;
  const extras = extrasOf(model, flags);
  return { graph: graphOf(model), file, delimiter, names, id, json: flags.json, extras, keepsRejects };
}

/** The first records as a table. A bad line among them is found again, and named, when its block is read. */
async function sampleOf(bytes: Uint8Array, { file, call }: { readonly file: string; readonly call: Call }) {
  const source = { name: file, file, bytes };
  if (call.flags.rejects === null) return parseSource(source, call.flags);
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/u);
  for (let last = Math.min(lines.length, 1000); ; last = Math.floor(last / 2)) {
    try {
      return await parseSource(
        { ...source, bytes: new TextEncoder().encode(lines.slice(0, last).join("\n")) },
        call.flags,
      );
    } catch (error) {
      if (last <= 2) throw error;
    }
  }
}

function linesIn(bytes: Uint8Array, end: number): number {
  let lines = 0;
  for (let at = 0; at < end; at++) if (bytes[at] === 10) lines++;
  return lines;
}

async function* blocksOf(
  { beginning, rest, lines }: Bytes,
  { delimiter, extras }: BlockSettings,
): AsyncGenerator<Block> {
  const size = extras.explanation === null ? blockBytes : explainedBytes;
  const splitter = new RecordSplitter({ delimiter, size, line: lines + 1 });
  yield* splitter.push(beginning);
  for await (const part of { [Symbol.asyncIterator]: () => rest }) yield* splitter.push(part);
  yield* splitter.finish();
}
