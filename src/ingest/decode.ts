import { isUtf8 } from "node:buffer";
import { gunzipSync } from "node:zlib";
import { NoRowsError, UserError } from "../base/errors.ts";
import { FileText } from "./file-text.ts";
import { type BadBytes, mixedUtf8 } from "./mixed-bytes.ts";
import type { Finding } from "./table.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** What a file turned out to be: no byte order mark is left in its text. */
export interface DecodedFile {
  readonly text: FileText;
  readonly encoding: Encoding;
  readonly compressed: boolean;
  readonly findings: readonly Finding[];
}

const mostBytes = 2_000_000_000;
// V8 holds at most 2^29 - 24 characters in one string.
const mostCharacters = 500_000_000;

/**
 * Bytes of a file, plain or gzip, as text. UTF-8 and UTF-16 by byte order mark or by their zeros, else Windows-1252.
 * Throws a UserError for what is empty, no text, too large, or holds a NUL byte.
 */
export function decodeFile(bytes: Uint8Array, name: string): DecodedFile {
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = compressed ? unzip(bytes, name) : bytes;
  if (plain.length === 0) {
    throw new NoRowsError(`${name} is empty.`, { hint: "Give a CSV file with a header and at least one row." });
  }
  if (plain.length > mostBytes) throw tooLarge(name, mostBytes);
  const { text, encoding, bad } = toText(plain, name);
  refuseWrongText(text, name);
  const findings: Finding[] = [];
  if (encoding === "windows-1252") {
    findings.push({
      code: "not-utf-8",
      severity: "note",
      column: null,
      message: `${name} is not valid UTF-8.`,
      action: "Read as Windows-1252; check names with accents, or save the file as UTF-8.",
    });
  }
  if (bad !== undefined) findings.push(badBytes(bad, plain, name));
  return { text, encoding, compressed, findings };
}

/** As `decodeFile`, with the whole text as one string whose lines end in line feeds. */
export function decodeText(bytes: Uint8Array, name: string): Omit<DecodedFile, "text"> & { readonly text: string } {
  const { text, ...rest } = decodeFile(bytes, name);
  return { ...rest, text: text.text };
}

function badBytes({ count, first }: BadBytes, bytes: Uint8Array, name: string): Finding {
  const before = Buffer.from(bytes.buffer, bytes.byteOffset, first)
    .toString("latin1")
    .split(/\r\n?|\n/);
  const start = Buffer.from(before.at(-1)!, "latin1").toString("utf8");
  const place = `line ${before.length}, character ${start.length + 1}`;
  return {
    code: "foreign-bytes",
    severity: "warning",
    column: null,
    message: `${name} is UTF-8 but for ${count === 1 ? "one byte, in" : `${count} bytes, the first in`} ${place}.`,
    action: "Read as Windows-1252 there; check that cell, or save the file as UTF-8.",
  };
}

function unzip(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(name, mostBytes);
    throw new UserError(`${name} is a gzip file that cannot be unpacked to its end.`, {
      hint: "Check that it was copied completely (gzip -t), or unpack it first.",
    });
  }
}

function tooLarge(name: string, most: number): UserError {
  return new UserError(`${name} holds more than ${most / 1e6} MB of text.`, {
    hint: "Give a sample of its rows.",
  });
}

/** The first characters of a plain file, for a look at what it is. */
export function beginningOfText(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096));
  return utf16(start)?.text.text ?? new TextDecoder().decode(start);
}

interface Text {
  readonly text: FileText;
  readonly encoding: Encoding;
  readonly bad?: BadBytes;
}

function toText(bytes: Uint8Array, name: string): Text {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const tooLong = bytes.length > mostCharacters ? () => tooLarge(name, mostCharacters) : null;
  const wide = utf16(buffer);
  if (wide === null && isUtf8(buffer)) {
    const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    return { text: FileText.ofBytes(buffer.subarray(mark), tooLong), encoding: "utf-8" };
  }
  if (tooLong !== null) throw tooLong();
  if (wide !== null) return wide;
  const mixed = mixedUtf8(buffer, windows1252);
  if (mixed !== null) return { text: FileText.ofString(mixed.text), encoding: "utf-8", bad: mixed };
  return { text: FileText.ofString(windows1252(buffer)), encoding: "windows-1252" };
}

/** Text in UTF-16; null where neither a byte order mark nor zeros say so. */
function utf16(buffer: Buffer): Text | null {
  const isMarked = (buffer[0] === 0xff && buffer[1] === 0xfe) || (buffer[0] === 0xfe && buffer[1] === 0xff);
  const encoding = !isMarked ? utf16ByZeros(buffer) : buffer[0] === 0xff ? "utf-16le" : "utf-16be";
  if (encoding === null) return null;
  const rest = buffer.subarray(isMarked ? 2 : 0);
  const even = rest.subarray(0, rest.length - (rest.length % 2));
  const little = encoding === "utf-16le" ? even : Buffer.from(even).swap16();
  return { text: FileText.ofString(little.toString("utf16le")), encoding };
}

/** Mostly ASCII text in UTF-16 has a zero in nearly every second byte. */
function utf16ByZeros(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const pairs = Math.min(1000, bytes.length >> 1);
  const zeros = [0, 0];
  for (let i = 0; i < 2 * pairs; i++) if (bytes[i] === 0) zeros[i % 2]!++;
  if (zeros[1]! > 0.7 * pairs && zeros[0]! < 0.05 * pairs) return "utf-16le";
  if (zeros[0]! > 0.7 * pairs && zeros[1]! < 0.05 * pairs) return "utf-16be";
  return null;
}

// Bytes 0x80 to 0x9f; the runtime's own decoder differs between Node versions here.
const windowsHigh = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function windows1252(buffer: Buffer): string {
  return buffer.toString("latin1").replace(/[\u0080-\u009f]/g, (c) => windowsHigh[c.charCodeAt(0) - 0x80]!);
}

function refuseWrongText(text: FileText, name: string): void {
  if (isBlank(text)) {
    throw new UserError(`${name} holds no text but spaces and line ends.`, {
      hint: "Give a CSV file with a header and at least one row.",
    });
  }
  if (text.bytes === null ? text.text.includes("\0") : text.bytes.includes(0)) {
    const before = text.text.slice(0, text.text.indexOf("\0"));
    const line = before.split("\n").length;
    const place = before.length - before.lastIndexOf("\n");
    throw new UserError(`${name} holds a NUL byte in line ${line}, character ${place}; that is not CSV text.`, {
      hint: "Export the table again as CSV, or remove the NUL bytes (tr -d '\\000').",
    });
  }
  if (/^\s*<(!doctype\s+html|html[\s>])/i.test(text.head.slice(0, 1000))) {
    throw new UserError(`${name} is an HTML page, not CSV text.`, {
      hint: "A download may have ended on an error page; open the file to see.",
    });
  }
}

function isBlank(text: FileText): boolean {
  const first = text.bytes?.find((byte) => byte > 32) ?? 0x80;
  // Beyond ASCII there are spaces too.
  return first >= 0x80 && text.text.trim() === "";
}
