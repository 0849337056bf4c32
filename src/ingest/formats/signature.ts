/** Formats that are read, by what a file begins with; text is CSV, TSV, JSON or JSON lines. */
export type FileFormat = "parquet" | "arrow-file" | "arrow-stream" | "zip" | "gzip" | "text";

interface Signature {
  readonly bytes: readonly number[];
  readonly at?: number; // where they stand; at the start unless said
}

const ascii = (text: string): readonly number[] => Array.from(text, (letter) => letter.charCodeAt(0));

const formats: readonly (readonly [FileFormat, Signature])[] = [
  ["gzip", { bytes: [0x1f, 0x8b] }],
  ["zip", { bytes: [0x50, 0x4b, 0x03, 0x04] }],
  ["zip", { bytes: [0x50, 0x4b, 0x05, 0x06] }], // an empty one
  ["parquet", { bytes: ascii("PAR1") }],
  ["arrow-file", { bytes: ascii("ARROW1") }],
  ["arrow-stream", { bytes: [0xff, 0xff, 0xff, 0xff] }],
];

/** What a file is, from its first bytes alone: endings of names are often wrong. */
export function formatOf(bytes: Uint8Array): FileFormat {
  return formats.find(([, signature]) => begins(bytes, signature))?.[0] ?? "text";
}

const csv = "Save it as CSV, Parquet or Arrow and give that file.";

/** Formats that are known and not read: what to call them, and the way out. */
const foreign: readonly (readonly [what: string, signature: Signature, hint: string])[] = [
  ["an old Excel workbook", { bytes: [0xd0, 0xcf, 0x11, 0xe0] }, "Save the sheet as CSV (UTF-8) and give that file."],
  ["a bzip2 archive", { bytes: ascii("BZh") }, "Unpack it first (bunzip2), or pack it with gzip."],
  ["an xz archive", { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a] }, "Unpack it first (unxz), or pack it with gzip."],
  ["a Zstandard archive", { bytes: [0x28, 0xb5, 0x2f, 0xfd] }, "Unpack it first (unzstd), or pack it with gzip."],
  ["a 7-Zip archive", { bytes: [0x37, 0x7a, 0xbc, 0xaf] }, "Unpack it first, or pack the table as zip or gzip."],
  ["a tar archive", { bytes: ascii("ustar"), at: 257 }, "Unpack it first (tar -xf) and give the table in it."],
  ["a SAS transport file", { bytes: ascii("HEADER RECORD*******LIB") }, csv],
  ["a SAS data set", { bytes: [0xc2, 0xea, 0x81, 0x60], at: 12 }, csv],
  ["an SPSS file", { bytes: ascii("$FL2") }, csv],
  ["a Stata file", { bytes: ascii("<stata_dta>") }, csv],
  ["a Stata file", { bytes: [0x71, 0x02, 0x01] }, csv],
  ["a Stata file", { bytes: [0x72, 0x02, 0x01] }, csv],
  ["a Stata file", { bytes: [0x73, 0x02, 0x01] }, csv],
  ["a pickle of Python", { bytes: [0x80, 0x02] }, csv],
  ["a pickle of Python", { bytes: [0x80, 0x03] }, csv],
  ["a pickle of Python", { bytes: [0x80, 0x04, 0x95] }, csv],
  ["a pickle of Python", { bytes: [0x80, 0x05, 0x95] }, csv],
  ["an HDF5 file", { bytes: [0x89, 0x48, 0x44, 0x46] }, csv],
  ["a NumPy array", { bytes: [0x93, 0x4e, 0x55, 0x4d] }, csv],
  ["a Feather file of version 1", { bytes: ascii("FEA1") }, "Write it again with a current Arrow library."],
  ["an ORC file", { bytes: ascii("ORC") }, csv],
  ["an Avro file", { bytes: ascii("Obj\u0001") }, csv],
  [
    "an SQLite database",
    { bytes: ascii("SQLite format 3") },
    "Install @duckdb/node-api and, once, DuckDB's extension for it (INSTALL sqlite); then give the file. " +
      "Or write the table as CSV: sqlite3 -header -csv FILE 'SELECT * FROM …'.",
  ],
  ["a DuckDB database", { bytes: ascii("DUCK"), at: 8 }, "Install @duckdb/node-api and give the file with --query."],
  ["a PDF", { bytes: ascii("%PDF") }, "A table in a document has to be exported by the program that made it."],
  ["a picture", { bytes: [0x89, 0x50, 0x4e, 0x47] }, "Give the table itself."],
  ["a picture", { bytes: [0xff, 0xd8, 0xff] }, "Give the table itself."],
];

/** What a file that cannot be read is called, with the way out; null for text and whatever else may be read. */
export function foreignFormat(bytes: Uint8Array): { readonly what: string; readonly hint: string } | null {
  const found = foreign.find(([, signature]) => begins(bytes, signature));
  return found === undefined ? null : { what: found[0], hint: found[2] };
}

function begins(bytes: Uint8Array, { bytes: wanted, at = 0 }: Signature): boolean {
  return wanted.every((byte, i) => bytes[at + i] === byte);
}
