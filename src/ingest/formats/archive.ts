import { type Unzipped, unzipSync } from "fflate";
import { UserError } from "../../base/errors.ts";
import { tableEnding } from "./endings.ts";

/** Bytes that one file of an archive may unpack to, as for gzip. */
const mostBytes = 2_000_000_000;

/**
 * The one table in a zip archive, beside which it may hold notes. Throws a UserError for workbooks, damaged archives
 * and those with more than one table.
 */
export function tableInZip(bytes: Uint8Array, name: string): { readonly file: string; readonly bytes: Uint8Array } {
  const files = unpack(bytes, name);
  const names = Object.keys(files).filter((file) => !file.endsWith("/") && !/(^|\/)(__MACOSX\/|\.)/u.test(file));
  if (names.some((file) => file === "xl/workbook.xml" || file === "xl/workbook.bin")) {
    throw new UserError(`${name} is an Excel workbook.`, { hint: "Save the sheet as CSV (UTF-8) and give that file." });
  }
  if (names.includes("content.xml") && names.includes("styles.xml")) {
    throw new UserError(`${name} is an OpenDocument file.`, {
      hint: "Save the sheet as CSV (UTF-8) and give that file.",
    });
  }
  const tables = names.filter((file) => tableEnding.test(file));
  const [file] = tables.length === 1 ? tables : names;
  if (file === undefined || (names.length !== 1 && tables.length !== 1)) {
    const listed = names
      .slice(0, 5)
      .map((each) => JSON.stringify(each))
      .join(", ");
    throw new UserError(
      `${name} holds ${names.length} ` +
        `files${names.length === 0 ? "" : ` (${listed}${names.length > 5 ? ", …" : ""})`}, not one table.`,
      { hint: "Unpack it and name the table." },
    );
  }
  return { file, bytes: files[file]! };
}

function unpack(bytes: Uint8Array, name: string): Unzipped {
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ originalSize }) => {
        total += originalSize;
        if (total > mostBytes) throw new RangeError();
        return true;
      },
    });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new UserError(`${name} unpacks to more than ${mostBytes / 1e9} GB.`, {
        hint: "Give a sample of its rows.",
      });
    }
    throw new UserError(`${name} is a zip archive that cannot be unpacked.`, {
      hint: "Check that it was copied completely (unzip -t), or unpack it first.",
    });
  }
}
