import type { TextColumn } from "./column-builder.ts";
import type { NumberFormat } from "./number-format.ts";
import type { OtherTexts } from "./other-texts.ts";
import type { Finding } from "./table.ts";
import { cellsAre, listed, place, quoted, type Where } from "./type-findings.ts";

/** A text and where it stands first. */
interface Example {
  readonly text: string;
  readonly place: string;
}

/** At predict: numbers that are written as the training data did not write them. */
export function otherFormat(column: string, words: string, example: Example): Finding {
  return {
    code: "other-format",
    severity: "warning",
    column,
    message:
      `Column "${column}" writes its numbers with ${words}, such as ${quoted(example.text)} in ${example.place}; ` +
      "the model learnt from plain numbers.",
    action: "Read in that way.",
  };
}

/** At predict: the file's other columns show another decimal mark than the model's. */
export function otherMark(column: string, format: NumberFormat, example: Example): Finding {
  return {
    code: "other-format",
    severity: "warning",
    column,
    message:
      `Other columns of the file have another decimal mark than the model learnt (${describe(format)}), and column ` +
      `"${column}" holds ${quoted(example.text)} in ${example.place}.`,
    action: "Read as the model learnt; write the file in one way, or call that column numeric in --types.",
  };
}

/** How a model learnt to read a column, and how a row of the file is named. */
interface Learnt {
  readonly format: NumberFormat;
  readonly where: Where;
}

/** At predict: cells that are not written in the model's way. */
export function contradicts(column: string, others: OtherTexts, { format, where }: Learnt): Finding {
  const { cells, texts } = others;
  return {
    code: "other-format",
    severity: "warning",
    column,
    message:
      `${cellsAre(cells)} of column "${column}" ${cells === 1 ? "is" : "are"} not written as the model learnt to ` +
      `read it (${describe(format)}): ${listed(texts)}${place(others, where)}.`,
    action: "Counted as missing.",
  };
}

/** At predict: cells, by the codes of their texts, that lack the unit. */
export function withoutUnit(text: TextColumn, codes: readonly number[], { format, where }: Learnt): Finding {
  const bare = new Set(codes);
  const cells = codes.reduce((sum, code) => sum + text.counts[code]!, 0);
  const row = text.codes.findIndex((code) => bare.has(code));
  const texts = codes.map((code) => text.levels[code]!);
  return {
    code: "other-format",
    severity: "warning",
    column: text.name,
    message:
      `${cellsAre(cells)} of column "${text.name}" ${cells === 1 ? "lacks" : "lack"} the unit ` +
      `${quoted(format.unit)} that the model learnt: ${listed(texts)}${place({ texts, cells, row }, where)}.`,
    action: "Read as if they had it.",
  };
}

function describe({ decimal, unit, clock, magnitudes }: NumberFormat): string {
  if (clock) return "times of day";
  const mark = decimal === "," ? "a decimal comma" : "a decimal point";
  const scale = magnitudes !== true ? "" : ", K, M or B for magnitudes";
  return unit === "" ? `${mark}${scale}` : `${mark}, the unit ${quoted(unit)}${scale}`;
}
