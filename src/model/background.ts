import { type Check, fail, list, nullable, record, text, textOrNumber } from "../base/check.ts";
import type { Column } from "../ingest/table.ts";

/**
 * Cells of a column that stand for those of the training rows, which predictions are explained against. Cells of one
 * place in several columns come from different rows.
 */
export interface BackgroundColumn {
  readonly column: string;
  readonly cells: readonly (number | string | null)[]; // a number (of a date its day since 1970), a level, or missing
}

const column = record<BackgroundColumn>({
  column: text,
  cells: list(nullable(textOrNumber), 1),
});

/** A background of some of these columns, with equally many cells for each. */
export function backgroundOf(columns: readonly Pick<Column, "name" | "kind">[]): Check<readonly BackgroundColumn[]> {
  return (value, place) => {
    const read = list(column)(value, place);
    const kinds = new Map(columns.map(({ name, kind }) => [name, kind]));
    read.forEach(({ column: name, cells }, i) => {
      const kind = kinds.get(name);
      const at = `${place}[${i}]`;
      if (kind === undefined) fail(`${at}.column`, "is not a column of the model");
      if (read.findIndex((one) => one.column === name) !== i) fail(`${at}.column`, "occurs twice");
      if (cells.length !== read[0]!.cells.length) fail(`${at}.cells`, "must be as many as those of the others");
      const wanted = kind === "category" ? "string" : "number";
      if (cells.some((cell) => cell !== null && typeof cell !== wanted)) fail(`${at}.cells`, "must fit their column");
    });
    return read;
  };
}
