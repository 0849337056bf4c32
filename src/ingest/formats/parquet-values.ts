import type {
  ColumnDecoder,
  ColumnMetaData,
  Compressors,
  DecodedArray,
  ParquetParsers,
  SchemaTree,
} from "hyparquet/src/types.js";
import { readPage } from "hyparquet/src/column.js";
import { convert, convertWithDictionary, DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { decompressPage, readDataPage, readDataPageV2 } from "hyparquet/src/datapage.js";
import { compressors } from "hyparquet-compressors";
import { millisecondsPerDay } from "../../base/day.ts";
import { checkUnpacked } from "./bounds.ts";
import type { ColumnPart } from "./column-values.ts";
import type { Page, PageCheck, Pages } from "./parquet-pages.ts";

/** What the schema and the footer say of a column of single values in a row group. */
export interface ColumnChunk {
  readonly schemaPath: readonly SchemaTree[]; // the root and the column
  readonly chunk: ColumnMetaData;
}

/** Times come as milliseconds: a Date for each of them takes ten times the memory. */
const parsers: ParquetParsers = {
  ...DEFAULT_PARSERS,
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (micros) => Number(micros / 1000n),
  timestampFromNanoseconds: (nanos) => Number(nanos / 1_000_000n),
  dateFromDays: (days) => days * millisecondsPerDay,
};

/**
 * The values in the pages of a column, page by page. Throws where they cannot be read. The reader of whole files builds
 * lists level by level, as nested columns need them: that takes three times as long for single values.
 */
export function unpackPages({ pages, checks }: Pages, { schemaPath, chunk }: ColumnChunk): readonly ColumnPart[] {
  const { element } = schemaPath.at(-1)!;
  const decoder: ColumnDecoder = {
    ...{ pathInSchema: chunk.path_in_schema, type: chunk.type, element, schemaPath: [...schemaPath] },
    ...{ codec: chunk.codec, parsers, compressors: checkedCompressors(checks) },
  };
  let dictionary: DecodedArray | undefined;
  return pages.flatMap((page): readonly ColumnPart[] => {
    const { header, packed } = page;
    if (header.dictionary_page_header !== undefined) {
      const reader = { view: new DataView(packed.buffer, packed.byteOffset), offset: 0 };
      const { data } = readPage(reader, header, decoder, undefined, undefined, 0);
      if (data !== undefined) dictionary = convert(data, decoder);
      return [];
    }
    const read = valuesOf(page, decoder);
    if (read === null) return [];
    const { rows, encoding, definitionLevels: levels, dataPage } = read;
    const values = convertWithDictionary(dataPage, dictionary, encoding, decoder);
    return [{ values, rows, present: levels === undefined || levels.length === 0 ? null : levels }];
  });
}

/** The values of a page, or the places of them in the dictionary; null for a page of another kind. */
function valuesOf({ header, packed }: Page, decoder: ColumnDecoder) {
  const { data_page_header: first, data_page_header_v2: second } = header;
  if (second !== undefined) {
    return { rows: second.num_values, encoding: second.encoding, ...readDataPageV2(packed, header, decoder) };
  }
  if (first === undefined) return null;
  const page = decompressPage(packed, Number(header.uncompressed_page_size), decoder.codec, decoder.compressors);
  return { rows: first.num_values, encoding: first.encoding, ...readDataPage(page, first, decoder) };
}

/** Unpacks pages, and checks each before it is read. */
function checkedCompressors(checks: PageCheck[]): Compressors {
  return Object.fromEntries(
    Object.entries(compressors).map(([codec, unpack]) => [
      codec,
      (packed: Uint8Array, length: number) => {
        checkUnpacked(length, packed);
        if (length === 0) return new Uint8Array(); // which LZ4 packs into a byte that is no block
        const page = unpack(packed, length);
        checks.shift()?.(page);
        return page;
      },
    ]),
  );
}
