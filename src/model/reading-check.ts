import { boolean, type Check, fail, list, optional, record, text, word } from "../base/check.ts";
import type { NumberFormat } from "../ingest/number-format.ts";
import type { ReadingRules } from "../ingest/reading-rules.ts";

/** How a column writes its numbers. */
export const numberFormat = record<NumberFormat>({
  decimal: word(".", ","),
  unit: text,
  minus: word("", "CR", "DR"),
  clock: boolean,
  magnitudes: optional(boolean),
});

const firstLines: Check<string> = (value, place) => {
  const lines = text(value, place);
  return /^\d{1,9}$/.test(lines) ? lines : fail(place, "must be a number of lines");
};

const delimiter: Check<string> = (value, place) => {
  const mark = text(value, place);
  return /^[^"\n\r]$|^tab$|^\\t$/i.test(mark) ? mark : fail(place, "must be one character");
};

/** How the training file was read. */
export const readingRules = record<ReadingRules>({
  header: optional(boolean),
  missing: optional(list(text)),
  delimiter: optional(delimiter),
  comment: optional(text),
  skipRows: optional(list(firstLines)),
});
