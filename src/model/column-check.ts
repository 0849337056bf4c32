import { distinctTexts, fail } from "../base/check.ts";

interface NamedColumn {
  readonly name: string;
  readonly kind: string;
}

/** Columns have names of their own, and the target is none of them. */
export function checkNames(columns: readonly NamedColumn[], target: string): void {
  const names = distinctTexts(
    columns.map((each) => each.name),
    "columns",
  );
  if (names.includes(target)) fail("columns", "must not hold the target");
}

/** What reads a column: of a category by its levels, of others by its numbers. */
interface Source {
  readonly kind: string;
  readonly column: string;
}

/**
 * Each source reads a column that the model asks for, or a part of a date: "when (month)". `place` is that of the list.
 */
export function checkSources(sources: readonly Source[], columns: readonly NamedColumn[], place: string): void {
  const kinds = new Map(columns.map((each) => [each.name, each.kind]));
  const dates = columns.filter((each) => each.kind === "date").map((each) => `${each.name} (`);
  sources.forEach((source, i) => {
    const kind = kinds.get(source.column);
    const isDate = kind === undefined && dates.some((start) => source.column.startsWith(start));
    if (kind === undefined && !isDate) fail(`${place}[${i}].column`, "is not among the columns");
    const hasLevels = "levels" in source;
    if (hasLevels && kind !== "category") fail(`${place}[${i}].column`, "has no levels");
    if (!hasLevels && kind === "category" && source.kind !== "missing") fail(`${place}[${i}].column`, "has no numbers");
  });
}
