import { isoDay } from "../../base/day.ts";
import { isJson } from "../../ingest/formats/json.ts";
import { partitionColumns } from "../files/partition-columns.ts";
import type { TableFile } from "../files/table-files.ts";

/** What the columns that folders name add to the records of text files: cells before those of each record. */
export interface PartitionCells {
  readonly head: string; // their names, with a delimiter behind each; empty for JSON
  of(file: TableFile): RecordStart;
}

/** What stands before the records of one file. */
export interface RecordStart {
  readonly bytes: Uint8Array;
  readonly isJson: boolean; // then it takes the place of the brace that opens a record
}

/** Null where no folder names a column that the files lack. `head` is their first line, or the start of their JSON. */
export function partitionCells(
  files: readonly TableFile[],
  { head, delimiter }: { readonly head: string; readonly delimiter: string },
): PartitionCells | null {
  if (isJson(head)) {
    if (!files.some(({ partition }) => partition.length > 0)) return null;
    const columnsOf = partitionColumns(files);
    const fields = (file: TableFile) =>
      columnsOf(file, 1).map(({ name, kind, values }) => {
        const value = values[0];
        const known = kind === "date" && typeof value === "number" && !Number.isNaN(value) ? isoDay(value) : value;
        return `${JSON.stringify(name)}:${JSON.stringify(known)},`; // NaN, which is missing, is null in JSON
      });
    return { head: "", of: (file) => ({ bytes: Buffer.from(`{${fields(file).join("")}`), isJson: true }) };
  }
  const own = new Set(head.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/u, "$1")));
  const named = files.flatMap(({ partition }) => partition.map(([name]) => name));
  const names = [...new Set(named)].filter((name) => !own.has(name));
  if (names.length === 0) return null;
  const cells = (texts: readonly string[]) => texts.map((text) => `${quoted(text, delimiter)}${delimiter}`).join("");
  const of = ({ partition }: TableFile): RecordStart => {
    const values = new Map(partition);
    return { bytes: Buffer.from(cells(names.map((name) => values.get(name) ?? ""))), isJson: false };
  };
  return { head: cells(names), of };
}

function quoted(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A record behind its start: as it stands, or for JSON without the brace that opens it. */
export function withStart({ bytes, isJson: opens }: RecordStart, record: Uint8Array): readonly Uint8Array[] {
  if (!opens) return [bytes, record];
  const rest = record.subarray(record.indexOf(0x7b) + 1); // {
  const first = rest.find((byte) => byte > 32);
  return first === 0x7d ? [bytes.subarray(0, -1), rest] : [bytes, rest]; // }
}
