import { gunzipSync } from "node:zlib";
import { UserError } from "../base/errors.ts";
import { type BadBytes, mixedUtf8 } from "./mixed-bytes.ts";
import type { Finding } from "./table.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** A file as text: no byte order mark, every line ends in a line feed. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
  readonly compressed: boolean;
  readonly findings: readonly Finding[];
}

// V8 holds at most 2^29 - 24 characters in one string.
const mostBytes = 500_000_000;

/**
 * Bytes of a file, plain or gzip, as text. UTF-8 and UTF-16 by byte order mark or by their zeros, else Windows-1252.
 * Throws a UserError for what is empty, no text, too large, or holds a NUL byte.
 */
export function decodeText(bytes: Uint8Array, name: string): DecodedText {
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = compressed ? unzip(bytes, name) : bytes;
  if (plain.length === 0) {
    throw new UserError(`${name} is empty.`, { hint: "Give a CSV file with a header and at least one row." });
  }
  if (plain.length > mostBytes) throw tooLarge(name);
  const { text, encoding, bad } = toText(plain);
  const normal = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  refuseWrongText(normal, name);
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
  return { text: normal, encoding, compressed, findings };
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
    if (error instanceof RangeError) throw tooLarge(name);
    throw new UserError(`${name} is a gzip file that cannot be unpacked to its end.`, {
      hint: "Check that it was copied completely (gzip -t), or unpack it first.",
    });
  }
}

function tooLarge(name: string): UserError {
  return new UserError(`${name} holds more than ${mostBytes / 1e6} MB of text.`, {
    hint: "Give a sample of its rows.",
  });
}

interface Text {
  readonly text: string;
  readonly encoding: Encoding;
  readonly bad?: BadBytes;
}

function toText(bytes: Uint8Array): Text {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(buffer.subarray(2), "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(buffer.subarray(2), "utf-16be");
  const guess = utf16ByZeros(bytes);
  if (guess !== null) return utf16(buffer, guess);
  try {
    // A byte order mark is taken off by the decoder.
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    const mixed = mixedUtf8(buffer, windows1252);
    if (mixed !== null) return { text: mixed.text, encoding: "utf-8", bad: mixed };
    return { text: windows1252(buffer), encoding: "windows-1252" };
  }
}

function utf16(buffer: Buffer, encoding: "utf-16le" | "utf-16be"): { text: string; encoding: Encoding } {
  const even = buffer.subarray(0, buffer.length - (buffer.length % 2));
  const little = encoding === "utf-16le" ? even : Buffer.from(even).swap16();
  return { text: little.toString("utf16le"), encoding };
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

function refuseWrongText(text: string, name: string): void {
  if (text.trim() === "") {
    throw new UserError(`${name} holds no text but spaces and line ends.`, {
      hint: "Give a CSV file with a header and at least one row.",
    });
  }
  const nul = text.indexOf("\0");
  if (nul >= 0) {
    const before = text.slice(0, nul);
    const line = before.split("\n").length;
    const place = nul - before.lastIndexOf("\n");
    throw new UserError(`${name} holds a NUL byte in line ${line}, character ${place}; that is not CSV text.`, {
      hint: "Export the table again as CSV, or remove the NUL bytes (tr -d '\\000').",
    });
  }
  const start = text.slice(0, 1000);
  if (/^\s*<(!doctype\s+html|html[\s>])/i.test(start)) {
    throw new UserError(`${name} is an HTML page, not CSV text.`, {
      hint: "A download may have ended on an error page; open the file to see.",
    });
  }
}
