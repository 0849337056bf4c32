import { UserError } from "../base/errors.ts";
import { isUnitOfOne } from "./amount.ts";
import * as contradictions from "./contradictions.ts";
import type { RawColumn, TextColumn } from "./column-builder.ts";
import { type NumberReading, readNumbers } from "./detect-format.ts";
import { askedDate, inferCompactDate, inferDate } from "./infer-date.ts";
import { isDigitName } from "./number.ts";
import { isPlain, type NumberFormat, readFormatted } from "./number-format.ts";
import { otherTexts } from "./other-texts.ts";
import { placeholders } from "./placeholders.ts";
import type { Finding } from "./table.ts";
import type { TypeContext } from "./type-context.ts";
import * as say from "./type-findings.ts";
import { quoted } from "./type-findings.ts";
import { category, numeric, presentCells, spread, type TypedColumn } from "./typed-column.ts";

const mostlyShare = 0.5;
const fewestShortYears = 5; // fewer may be versions or sizes
const fewestOfUnit = 3; // two different numbers with a unit, such as 36 and 60 months, are as well two names

/** Decides the kind of a column from all of its cells, and says why in one sentence. */
export function inferColumn(raw: RawColumn, context: TypeContext): TypedColumn {
  if (raw.kind === "numbers") return plainNumbers(raw, context);
  const text = raw;
  if (context.asked === "category") return category(text, "the type was given", []);
  if (context.asked === "numeric") {
    return context.format === undefined ? askedNumeric(text, context) : formatted(text, context.format, context);
  }
  if (context.asked !== null) return askedDate(text, context.asked, context);
  if (text.levels.length === 0)
    return numeric(text, spread(text, new Float64Array(0)), { reason: "it has no value at all" });
  const reading = readNumbers({ ...context, levels: text.levels, counts: text.counts, leastShare: mostlyShare });
  return (
    numericIfItIs(text, reading, context) ??
    inferDate(text, context) ??
    category(text, "its cells are text", [...mostlyNumbersNote(text, reading), ...shortYearsNote(text)])
  );
}

function plainNumbers(raw: Extract<RawColumn, { kind: "numbers" }>, context: TypeContext): TypedColumn {
  const { asked } = context;
  const decimal = context.decimal ?? context.fileDecimal;
  if (asked?.startsWith("date") && raw.values.some((value) => !Number.isNaN(value))) {
    throw new UserError(`Column "${raw.name}" cannot be a date: its cells are plain numbers.`, {
      hint: "Call it numeric or category, or write its dates as 2020-01-31.",
    });
  }
  const date = asked === null ? inferCompactDate(raw, context) : null;
  if (date !== null) return date;
  const empty = raw.values.every(Number.isNaN);
  const reason = empty ? "it has no value at all" : "every cell is a number";
  const ambiguous = !context.lenient && decimal === null && raw.points.likelyThousands;
  const findings = ambiguous ? [say.maybeThousands(raw.name, raw.points.example)] : [];
  const format = decimal === "," ? ({ decimal, unit: "", minus: "", clock: false } as const) : undefined;
  return numeric(raw, raw.values, { reason, format, findings });
}

function numericIfItIs(text: TextColumn, reading: NumberReading, context: TypeContext): TypedColumn | null {
  if (text.levels.some(isDigitName)) {
    const whole = text.levels.every((level) => /^[+-]?\d+$/.test(level));
    return whole
      ? category(text, "its numbers are names: leading zeros, or more digits than a number can hold", [])
      : null;
  }
  const { format, words } = reading;
  const needed = format.unit === "" || isUnitOfOne(format.unit) ? 1 : fewestOfUnit;
  const numbers = new Set(reading.values);
  numbers.delete(Number.NaN);
  if (numbers.size < needed) return null;
  if (reading.readCells === presentCells(text) && reading.ambiguous) {
    return category(text, "its commas may be decimal commas or thousands", [
      say.ambiguousNumber(text.name, text.levels[0]!),
    ]);
  }
  const found = placeholders(text, reading.values, { hasZero: numbers.has(0), say: say.notNumbers });
  if (found === null || reading.ambiguous) return null;
  const example = text.levels.find((level, code) => !Number.isNaN(reading.values[code]) && isSpecial(level)) ?? "";
  const values = dropped(text, reading.values, context);
  const findings = [
    ...(words === "" ? [] : [say.storedAsText(text.name, words, example || text.levels[0]!)]),
    ...found.findings(context.where),
  ];
  const nearly = found.words.length === 0 ? "every cell is a number" : "every other cell is a number";
  const how = words === "" ? "" : ` with ${words}`;
  const decision = { reason: `${nearly}${how}`, format: unlessPlain(format), words: found.words, findings };
  return numeric(text, spread(text, values), decision);
}

/** A text that is no plain number, to be shown. */
function isSpecial(level: string): boolean {
  return !/^\d+$/.test(level);
}

/** The values without those that --missing names. */
function dropped(text: TextColumn, values: Float64Array, { missingNumbers }: TypeContext): Float64Array {
  if (missingNumbers.size === 0) return values;
  return values.map((value, code) => {
    if (!missingNumbers.has(value)) return value;
    text.missingWords.set(text.levels[code]!, text.counts[code]!);
    return Number.NaN;
  });
}

function unlessPlain(format: NumberFormat): NumberFormat | undefined {
  return isPlain(format) ? undefined : format;
}

function askedNumeric(text: TextColumn, context: TypeContext): TypedColumn {
  const { lenient, where } = context;
  const { name, levels, counts } = text;
  const reading = readNumbers({ ...context, levels, counts, leastShare: 0 });
  const example =
    levels.find((level, code) => !Number.isNaN(reading.values[code]) && isSpecial(level)) ?? levels[0] ?? "";
  if (reading.readCells === 0 && presentCells(text) > 0 && !lenient) {
    throw new UserError(
      `Column "${name}" cannot be numeric: none of its cells is a number, such as ${quoted(levels[0]!)}.`,
      { hint: "Call it category, or leave the type out to have it inferred." },
    );
  }
  if (reading.ambiguous && !lenient) {
    throw new UserError(`Numbers such as ${quoted(levels[0]!)} in column "${name}" can be read in two ways.`, {
      hint: "Say with --decimal whether point or comma is the decimal mark.",
    });
  }
  const learnt = new Set(context.words);
  const others = otherTexts(text, reading.values, (level) => learnt.has(level));
  const findings: Finding[] = [];
  if (reading.words !== "") {
    findings.push(
      lenient
        ? contradictions.otherFormat(name, reading.words, { text: example, place: placeOf(text, example, where) })
        : say.storedAsText(name, reading.words, example),
    );
  }
  if (others !== null) findings.push(say.notNumbers(name, others, where));
  const decision = {
    reason: "the type was given",
    format: unlessPlain(reading.format),
    words: others?.texts ?? [],
    findings,
  };
  return numeric(text, spread(text, dropped(text, reading.values, context)), decision);
}

/** Numbers as a model learnt to read them; what contradicts it is missing, and said with its first line. */
function formatted(text: TextColumn, format: NumberFormat, context: TypeContext): TypedColumn {
  const { where } = context;
  const values = Float64Array.from(text.levels, (level) => readFormatted(level, format));
  const bare = text.levels.flatMap((level, code) => {
    const value = Number.isNaN(values[code]) ? readFormatted(level, format, true) : Number.NaN;
    if (!Number.isNaN(value)) values[code] = value;
    return Number.isNaN(value) ? [] : [code];
  });
  const learnt = new Set(context.words);
  const others = otherTexts(text, values, (level) => learnt.has(level));
  const findings: Finding[] = [
    ...(bare.length === 0 ? [] : [contradictions.withoutUnit(text, bare, { format, where })]),
    ...(others === null ? [] : [contradictions.contradicts(text.name, others, { format, where })]),
  ];
  const { fileDecimal: other } = context;
  if (other !== null && other !== format.decimal && !format.clock) {
    const example = text.levels.find((level, code) => /\d[.,]\d/.test(level) && !Number.isNaN(values[code]));
    if (example !== undefined) {
      findings.push(
        contradictions.otherMark(text.name, format, { text: example, place: placeOf(text, example, where) }),
      );
    }
  }
  const decision = { reason: "the model reads it as numbers", format, findings };
  return numeric(text, spread(text, dropped(text, values, context)), decision);
}

/** Where a text stands first. */
function placeOf(text: TextColumn, level: string, where: TypeContext["where"]): string {
  const code = text.levels.indexOf(level);
  return where(Math.max(0, text.codes.indexOf(code)));
}

const shortYear = /^\d{1,2}([-/.])\d{1,2}\1\d{2}(?:[ T,].*)?$/;

/** A warning for dates whose years have two digits: 68 may be 1968 or 2068. */
function shortYearsNote({ name, levels }: TextColumn): readonly Finding[] {
  if (levels.length < fewestShortYears || !levels.every((level) => shortYear.test(level))) return [];
  return [say.shortYears(name, levels[0]!)];
}

/** A warning for text that is mostly numbers, which the user may want to be read as such. */
function mostlyNumbersNote(text: TextColumn, reading: NumberReading): readonly Finding[] {
  const cells = presentCells(text);
  const units = reading.units.filter((unit) => !/^(?:[a-z]|st|nd|rd|th)$/i.test(unit) || /^[mglhstkWVAKM]$/.test(unit));
  if (units.length > 1 && reading.amountCells >= 0.95 * cells) {
    return [say.severalUnits(text.name, units)];
  }
  const others = otherTexts(text, reading.values);
  if (others === null || reading.readCells < mostlyShare * cells) return [];
  return 2 * others.texts.length <= text.levels.length ? [say.mostlyNumbers(text.name, others.texts)] : [];
}
