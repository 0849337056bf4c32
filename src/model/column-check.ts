import { distinctTexts, fail } from "../base/check.ts";
import type { Encoder } from "../prepare/input-group.ts";

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

/** Each input reads a column that the model asks for, or a part of a date: "when (month)". */
export function checkGroups(encoder: Encoder, columns: readonly NamedColumn[]): void {
  const names = new Set(columns.map((each) => each.name));
  const dates = columns.filter((each) => each.kind === "date").map((each) => `${each.name} (`);
  encoder.groups.forEach((group, i) => {
    if (names.has(group.column) || dates.some((start) => group.column.startsWith(start))) return;
    fail(`encoder.groups[${i}].column`, "is not among the columns");
  });
}
