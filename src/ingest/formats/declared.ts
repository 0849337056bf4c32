import type { AskedKind } from "../type-context.ts";
import { columnFromValues, type ValueOptions } from "../values.ts";
import type { Finding } from "../table.ts";
import type { TypedColumn } from "../typed-column.ts";

/** What a file declares of a column, in the terms of a table. */
export type DeclaredKind = "number" | "text" | "boolean" | "date" | "nested";

export interface DeclaredColumn {
  readonly name: string;
  readonly kind: DeclaredKind;
  readonly type: string; // as the file calls it: "INT64", "Utf8"
  readonly values: ArrayLike<unknown>; // numbers, bigints, texts, booleans or Dates; null is missing
}

/** Whole numbers beyond this are no longer exact as numbers: they are names. */
const largestExact = BigInt(Number.MAX_SAFE_INTEGER);

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
  if (kind === "nested") return { column: null, findings: [nested(name, type)] };
  const long = kind === "number" && holdsLong(declared.values);
  const isLearnt = options.schema?.some((column) => column.name === name) === true;
  const asked = options.types?.[name] ?? (!isLearnt && (kind === "text" || long) ? "category" : null);
  const types: Readonly<Record<string, AskedKind>> = asked === null ? {} : { [name]: asked };
  const values = kind === "number" ? compactNumbers(declared.values) : declared.values;
  const typed = columnFromValues(name, values, { ...options, types });
  const reason = options.types?.[name] === undefined ? `the file declares it as ${type}` : typed.decision.reason;
  return {
    column: { ...typed, decision: { ...typed.decision, reason } },
    findings: long ? [tooLong(name, type)] : [],
  };
}

function holdsLong(values: ArrayLike<unknown>): boolean {
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === "bigint" && (value > largestExact || value < -largestExact)) return true;
  }
  return false;
}

/** Values that a file declares as numbers, in 8 bytes each, unless one is too long for that. */
export function compactNumbers(values: ArrayLike<unknown>): ArrayLike<unknown> {
  if (values instanceof Float64Array || holdsLong(values)) return values;
  const numbers = new Float64Array(values.length).fill(Number.NaN);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === "number") numbers[row] = value + 0;
    else if (typeof value === "bigint") numbers[row] = Number(value);
  }
  return numbers;
}

function nested(column: string, type: string): Finding {
  return {
    code: "nested-column",
    severity: "warning",
    column,
    message:
      `Column "${column}" holds values of the type ${type}, which have no place in a table of numbers and ` +
      "categories.",
    action: "Left out. Write its parts as columns of their own to use them.",
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
