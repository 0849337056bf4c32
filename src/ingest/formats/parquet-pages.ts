import type { AsyncBuffer, ColumnMetaData, PageHeader, RowGroup, SchemaElement } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { checkUnpacked } from "./bounds.ts";
import { checkRuns } from "./parquet-runs.ts";

/** Throws where the content of an unpacked page contradicts its header. */
export type PageCheck = (page: Uint8Array) => void;

/** A page of a column, as the file has it. */
export interface Page {
  readonly header: PageHeader;
  readonly packed: Uint8Array;
}

export interface Pages {
  readonly pages: readonly Page[];
  readonly checks: PageCheck[]; // one for each page that is to be unpacked, in order
}

/**
 * Walks the headers of a column's pages before anything is unpacked, for a column of single values in a row group.
 * Throws where pages contradict the group or one another: a count that is believed would fill the memory, or pass for
 * missing cells.
 */
export async function readPages(
  file: AsyncBuffer,
  { num_rows: rowCount }: RowGroup,
  { chunk, element }: { readonly chunk: ColumnMetaData; readonly element: SchemaElement },
): Promise<Pages> {
  const rows = Number(rowCount);
  const view = new DataView(await bytesOf(chunk, file));
  const reader = { view, offset: 0 };
  const pages: Page[] = [];
  const checks: PageCheck[] = [];
  let values = 0;
  while (values < rows && reader.offset < view.byteLength - 1) {
    const header = parquetHeader(reader);
    const { compressed_page_size: size, uncompressed_page_size: unpacked } = header;
    const left = view.byteLength - reader.offset;
    if (!(size >= 0 && size <= left)) throw new Error(`a page announces ${size} bytes where ${left} are left`);
    const packed = new Uint8Array(view.buffer, reader.offset, size);
    checkUnpacked(unpacked, packed);
    reader.offset += size;
    const { dictionary_page_header: levels, data_page_header: first, data_page_header_v2: second } = header;
    const count = (levels ?? first ?? second)?.num_values ?? 0;
    // A value of a dictionary takes a byte at least.
    if (!(count >= 0 && count <= (levels === undefined ? rows - values : unpacked))) {
      throw new Error(`a page announces ${count} values in a group of ${rows} rows`);
    }
    if (levels === undefined) values += count;
    const { check, start } = contentOf(header, element, packed);
    const isPlain = chunk.codec === "UNCOMPRESSED" || second?.is_compressed === false;
    if (isPlain) check(packed.subarray(start));
    else if (second === undefined || unpacked > start) checks.push(check);
    pages.push({ header, packed });
  }
  if (values !== rows) throw new Error(`its pages hold ${values} values in a group of ${rows} rows`);
  return { pages, checks };
}

function bytesOf(chunk: ColumnMetaData, file: AsyncBuffer): Promise<ArrayBuffer> | ArrayBuffer {
  const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: length } = chunk;
  const start = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
  const end = start + Number(length);
  if (!(start >= 0 && end >= start && end <= file.byteLength)) throw new Error("its pages lie outside of the file");
  return file.slice(start, end);
}

/** The check of a page's content, from where it is packed on; levels before that are checked at once. */
function contentOf(
  { data_page_header: first, data_page_header_v2: second }: PageHeader,
  { repetition_type: repetition, type }: SchemaElement,
  packed: Uint8Array,
): { readonly check: PageCheck; readonly start: number } {
  const hasLevels = repetition !== "REQUIRED";
  if (second !== undefined) {
    const { num_values: count, encoding } = second;
    const start = second.repetition_levels_byte_length + second.definition_levels_byte_length;
    if (!(start >= 0 && start <= packed.length)) throw new Error("the levels of a page do not fit into it");
    if (hasLevels) checkRuns(packed, { offset: second.repetition_levels_byte_length, width: 1, count });
    return { check: (page) => checkValues(page, { offset: 0, count, encoding, type }), start };
  }
  if (first === undefined) return { check: () => {}, start: 0 };
  const { num_values: count, encoding } = first;
  const check: PageCheck = (page) => {
    let offset = 0;
    if (hasLevels && page.length >= 4) {
      checkRuns(page, { offset: 4, width: 1, count });
      offset = 4 + new DataView(page.buffer, page.byteOffset).getUint32(0, true);
    }
    checkValues(page, { offset, count, encoding, type });
  };
  return { check, start: 0 };
}

interface PackedValues {
  readonly offset: number;
  readonly count: number;
  readonly encoding: string;
  readonly type: SchemaElement["type"];
}

function checkValues(page: Uint8Array, { offset, count, encoding, type }: PackedValues): void {
  if (offset >= page.length) return;
  if (type === "BOOLEAN" && encoding === "RLE") checkRuns(page, { offset: offset + 4, width: 1, count });
  else if (encoding === "RLE" || encoding?.endsWith("_DICTIONARY")) {
    const width = page[offset]!;
    if (width > 32) throw new Error(`places in a dictionary have ${width} bits`);
    if (width > 0) checkRuns(page, { offset: offset + 1, width, count });
  }
}
