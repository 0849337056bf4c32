import type { AskedKind } from "../type-context.ts";
import { columnFromDays, columnFromValues, type ValueOptions } from "../values.ts";
import type { Finding } from "../table.ts";
import type { TypedColumn } from "../typed-column.ts";
import { compactNumbers, type DeclaredKind, holdsLong } from "./column-values.ts";

/** A column of a file that says what is in it. */
export interface DeclaredColumn {
  readonly name: string;
  readonly kind: DeclaredKind;
  readonly type: string; // as the file calls it: "INT64", "Utf8"
  // Numbers, bigints, texts, booleans or Dates, null where missing; or 8 bytes a row: numbers, of dates the days since
  // 1970, NaN where missing.
  readonly values: ArrayLike<unknown>;
}

/**
 * A column as its file declares it: text stays text, even where it looks like numbers, unless `types` or the schema of
 * a model ask for another kind. Integers that a number cannot hold are read as text, and columns of lists or structs
 * are left out; both are findings. `column` is null for one that is left out.
 */
export function declaredColumn(
  declared: DeclaredColumn,
  options: ValueOptions,
): { readonly column: TypedColumn | null; readonly findings: readonly Finding[] } {
  const { name, kind, type } = declared;
  if (kind === "nested") return { column: null, findings: [nestedColumn(name, type)] };
  const long = kind === "number" && holdsLong(declared.values);
  const isLearnt = options.schema?.some((column) => column.name === name) === true;
  const asked = options.types?.[name] ?? (!isLearnt && (kind === "text" || long) ? "category" : null);
  const types: Readonly<Record<string, AskedKind>> = asked === null ? {} : { [name]: asked };
  const values = kind === "number" ? compactNumbers(declared.values) : declared.values;
  const read = kind === "date" && values instanceof Float64Array ? columnFromDays : columnFromValues;
  const typed = read(name, values as Float64Array, { ...options, types });
  const reason = options.types?.[name] === undefined ? `the file declares it as ${type}` : typed.decision.reason;
  return {
    column: { ...typed, decision: { ...typed.decision, reason } },
    findings: long ? [tooLong(name, type)] : [],
  };
}

/** Says that a column is left out, for what it holds. */
export function nestedColumn(column: string, type: string): Finding {
  return {
    code: "nested-column",
    severity: "warning",
    column,
    message:
      `Column "${column}" holds values of the type ${type}, which have no place in a table of numbers and ` +
      "categories.",
    action: "Left out. Write it as numbers or text, or its parts as columns of their own, to use it.",
  };
}

function tooLong(column: string, type: string): Finding {
  return {
    code: "long-integers",
    severity: "note",
    column,
    message: `Column "${column}" (${type}) holds integers that a number cannot hold exactly.`,
    action: "Read as names, each integer a level.",
  };
}
