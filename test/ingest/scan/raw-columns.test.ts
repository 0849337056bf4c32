import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/base/errors.ts";
import { Random } from "../../../src/base/random.ts";
import { decodeFile } from "../../../src/ingest/decode.ts";
import { sniffDelimiter } from "../../../src/ingest/dialect.ts";
import { FileSource } from "../../../src/ingest/file-source.ts";
import { missingTokens } from "../../../src/ingest/missing.ts";
import { type RawTable, readRawColumns } from "../../../src/ingest/read-columns.ts";
import { mutated, smallTable } from "../../fuzz/mutate.ts";

/** How many tables: `OCCAM_FUZZ=1000000 npx vitest run test/ingest/scan` for a long run. */
const tables = Number(process.env["OCCAM_FUZZ"] ?? 1000);

interface Choice {
  readonly header: boolean;
  readonly missing: readonly string[] | undefined;
  readonly asText: boolean;
}

/** What two readings of the same bytes give: a table with all that it knows, or an error. */
function readings(bytes: Uint8Array, { header, missing, asText }: Choice): readonly [unknown, unknown] | null {
  let file;
  try {
    file = decodeFile(bytes, "t.csv").text;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
  const delimiter = sniffDelimiter(file.head);
  const plan = { header, missing: missingTokens(missing), asText: () => asText, checkNames: () => {} };
  const fast = new FileSource(file, { delimiter, name: "t.csv", skipped: 0 }, 0);
  const plain = { text: file.text, delimiter, name: "t.csv", skipped: 0 };
  return [outcome(() => readRawColumns(fast, plan)), outcome(() => readRawColumns(plain, plan))];
}

function outcome(read: () => RawTable): unknown {
  try {
    const { rowCount, columns, lines, findings } = read();
    const all = Array.from({ length: rowCount }, (_, row) => lines.lineOf(row));
    return { columns: columns.map(described), all, findings };
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, hint: error.hint };
    throw error;
  }
}

function described(column: RawTable["columns"][number]): unknown {
  const words = [...column.missingWords];
  if (column.kind === "text") return { ...column, missingWords: words };
  const { isDecimal, maybeThousands, likelyThousands, example } = column.points;
  const points = { isDecimal, maybeThousands, example: likelyThousands ? example : "" };
  // -0 and 0 differ for toEqual, NaN and NaN do not.
  return { name: column.name, values: Array.from(column.values), points, words };
}

const options = fc.record({
  header: fc.boolean(),
  missing: fc.constantFrom(undefined, ["-200", "None", "1900-01-01"], ["0", "1"]),
  asText: fc.boolean(),
});

describe("the columns of a file", () => {
  it(`are the same by the kernel and by the plain reader: ${tables} mutations`, { timeout: 3_600_000 }, () => {
    const first = Number(process.env["OCCAM_FUZZ_SEED"] ?? 1);
    for (let seed = first; seed < first + tables; seed++) {
      const random = Random.of(seed, "scan");
      const bytes = mutated(smallTable(random), random);
      const choice = {
        header: random.below(8) > 0,
        missing: random.below(3) === 0 ? ["-200", "None", "1"] : undefined,
        asText: random.below(8) === 0,
      };
      const both = readings(bytes, choice);
      expect(both?.[0], `seed ${seed}`).toEqual(both?.[1]);
    }
  });

  it("are the same for any cells, quoted or not, with any line ends", () => {
    const cell = fc.oneof(
      fc.constantFrom("", " ", '""', "1", "-0", "1.5", "NA", "a", "é", " 7 ", "\u00a01", '"a"', '" b "', '"x""y"'),
      fc.constantFrom('"1.234"', '"l\nm"', '"l\r\nm"', '"l\rm"', 'a"b', ' "c"', '"d" ', "1e3", "007", "1.234"),
      fc.double({ noNaN: true }).map(String),
      fc.integer().map(String),
      fc.string({ unit: "binary", maxLength: 12 }).filter((text) => !text.includes("\0")),
    );
    const table = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom("\n", "\r\n", "\r"), fc.boolean())
      .chain(([width, end, last]) =>
        fc
          .array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 12 })
          .map((rows) => rows.map((row) => row.join(",")).join(end) + (last ? end : "")),
      );
    fc.assert(
      fc.property(table, options, (text, choice) => {
        const both = readings(Buffer.from(text), choice);
        expect(both?.[0]).toEqual(both?.[1]);
      }),
      { numRuns: 500 },
    );
  });
});
