import { UserError } from "../base/errors.ts";
import type { RawColumn, TextColumn } from "./column-builder.ts";
import { areCompactDates, compactDay, maybeDates, mixedZones, readDates } from "./date.ts";
import { otherTexts } from "./other-texts.ts";
import { placeholders } from "./placeholders.ts";
import type { AskedKind, TypeContext } from "./type-context.ts";
import * as say from "./type-findings.ts";
import { quoted } from "./type-findings.ts";
import { category, date, presentCells, spread, type TypedColumn } from "./typed-column.ts";

/** Text as dates, or as the category that almost is one; null when it has nothing of dates. */
export function inferDate(text: TextColumn, context: TypeContext): TypedColumn | null {
  if (!maybeDates(text.levels)) return null;
  const reading = readDates(text.levels, null);
  if (reading.ambiguous) {
    if (reading.unread > 0) return null;
    return category(text, "its dates do not tell day from month", [say.ambiguousDate(text.name, text.levels[0]!)]);
  }
  const found = placeholders(text, reading.values, { hasZero: true, say: say.notDates });
  if (found !== null) {
    const reason = found.words.length === 0 ? "every cell is a date" : "every other cell is a date";
    const days = spread(text, withoutDays(text, reading.values, context));
    const zones = mixedZones(text.levels);
    return date(text, days, {
      reason,
      dayFirst: reading.dayFirst,
      words: found.words,
      findings: [...found.findings(context.where), ...(zones === null ? [] : [say.severalZones(text.name, zones)])],
    });
  }
  const others = otherTexts(text, reading.values)!;
  const findings = 2 * others.texts.length <= text.levels.length ? [say.mostlyDates(text.name, others.texts)] : [];
  return category(text, "not every cell is a date", findings);
}

/** Whole numbers such as 20210514 as dates, or null. */
export function inferCompactDate(
  raw: Extract<RawColumn, { kind: "numbers" }>,
  { missingDays }: Pick<TypeContext, "missingDays">,
): TypedColumn | null {
  if (!areCompactDates(raw.values)) return null;
  const example = String(raw.values.find((value) => !Number.isNaN(value)));
  const days = raw.values.map((value) => {
    const day = Number.isNaN(value) ? value : compactDay(value);
    return missingDays.has(day) ? Number.NaN : day;
  });
  return date(raw, days, {
    reason: "every cell is a date without marks",
    findings: [say.compactDates(raw.name, example)],
  });
}

/** Text as the dates that a user, or a model, says it is. Throws a UserError unless the context is lenient. */
export function askedDate(text: TextColumn, asked: AskedKind, context: TypeContext): TypedColumn {
  const reading = readDates(text.levels, asked === "date" ? null : asked === "date-day-first");
  const { lenient, where } = context;
  const first = text.levels[0] ?? "";
  if (!lenient && reading.ambiguous) {
    throw new UserError(`Dates such as ${quoted(first)} in column "${text.name}" do not tell day from month.`, {
      hint: "Call the column date-day-first or date-month-first.",
    });
  }
  if (!lenient && presentCells(text) > 0 && reading.unread === text.levels.length) {
    throw new UserError(`Column "${text.name}" cannot be a date: no cell is one, such as ${quoted(first)}.`, {
      hint: "Write dates as 2020-01-31.",
    });
  }
  const values = reading.ambiguous ? reading.values.fill(Number.NaN) : reading.values;
  const learnt = new Set(context.words);
  const others = otherTexts(text, values, (level) => learnt.has(level));
  const findings = others === null ? [] : [say.notDates(text.name, others, where)];
  const decision = { reason: "the type was given", dayFirst: reading.dayFirst, words: others?.texts ?? [], findings };
  return date(text, spread(text, withoutDays(text, values, context)), decision);
}

/** The dates without those that --missing names. */
function withoutDays(text: TextColumn, values: Float64Array, { missingDays }: TypeContext): Float64Array {
  if (missingDays.size === 0) return values;
  return values.map((day, code) => {
    if (!missingDays.has(day)) return day;
    text.missingWords.set(text.levels[code]!, text.counts[code]!);
    return Number.NaN;
  });
}
