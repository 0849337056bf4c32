import { UserError } from "../../base/errors.ts";
import { foreignFormat, formatOf } from "../../ingest/formats/signature.ts";
import type { World } from "../world.ts";
import { type TableFile, tableFiles } from "../files/table-files.ts";
import type { FlagValues } from "../flags/index.ts";
import { ByteSource, unpackedBytes } from "../files/byte-source.ts";
import { DeclaredFile, type DeclaredPart } from "./declared-file.ts";
import { RecordFile } from "./record-file.ts";
import type { RowFile } from "./row-file.ts";

const startBytes = 1 << 20;

/** Throws a UserError for what cannot be streamed. */
export async function openRowFile(path: string, flags: FlagValues, world: World): Promise<RowFile> {
  if (path === "-") {
    throw new UserError("--stream reads a file twice, which standard input does not allow.", {
      hint: "Save the table as a file first.",
    });
  }
  if (flags["skip-rows"].length > 0 || flags["skip-last"] > 0 || flags.comment !== null || flags.query !== null) {
    throw new UserError("--stream takes a file as it is: --skip-rows, --skip-last, --comment and --query do not go.", {
      hint: "Remove the lines first, or leave out --stream.",
    });
  }
  const { files } = await tableFiles(path);
  const starts: Start[] = [];
  for (const file of files) starts.push(await startOf(file, world));
  const [first] = starts as [Start];
  const isText = first.format === "text";
  const other = starts.find(({ format }) => (format === "text") !== isText);
  if (other !== undefined) {
    const kind = ({ format, file }: Start) => `${file.path} is ${format === "text" ? "text" : "no text"}`;
    throw new UserError(`${kind(first)}, but ${kind(other)}.`, {
      hint: "Files that make up one table are of one format.",
    });
  }
  if (!isText) return new DeclaredFile(starts.map(declaredPart), world);
  return RecordFile.of(files, first.bytes, { flags, world });
}

/** The beginning of a file, unpacked: whole lines of text. */
interface Start {
  readonly file: TableFile;
  readonly bytes: Buffer;
  readonly format: "text" | DeclaredPart["format"];
}

function declaredPart({ file, format }: Start): DeclaredPart {
  if (format === "text") throw new Error(`${file.path} is text.`);
  return { ...file, format };
}

async function startOf(file: TableFile, world: World): Promise<Start> {
  const { path } = file;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of await unpackedBytes(path, world)) {
    parts.push(part);
    length += part.length;
    if (length >= startBytes) break;
  }
  const bytes = Buffer.concat(parts);
  const format = formatOf(bytes);
  if (format === "arrow-stream") return { file, bytes, format };
  if (format === "parquet" || format === "arrow-file") {
    if (!(await isPacked(path, world))) return { file, bytes, format };
    throw new UserError(`${path} is ${format === "parquet" ? "Parquet" : "an Arrow file"} in gzip.`, {
      hint: "Unpack it first: such files are packed inside.",
    });
  }
  const foreign = foreignFormat(bytes)?.what ?? (format === "text" ? null : format);
  if (foreign !== null) {
    throw new UserError(`--stream reads CSV, TSV, JSON lines, Parquet and Arrow; ${path} is ${foreign}.`, {
      hint: "Leave out --stream, or write the table as CSV.",
    });
  }
  // The last line may be cut.
  const whole = length < startBytes ? bytes : bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
  return { file, bytes: whole, format: "text" };
}

async function isPacked(path: string, world: World): Promise<boolean> {
  return formatOf(await (await ByteSource.open(path, world)).take(2)) === "gzip";
}
